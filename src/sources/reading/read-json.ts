import { ParseError } from '../../errors.js';

/** Reads JSON out of a page. Raises `ParseError` when it is cut or broken. */
export function readJson(sourceId: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ParseError(`${sourceId}: the data on the page is cut or broken (not valid JSON)`, { cause });
  }
}
