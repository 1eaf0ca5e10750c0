import { cutObjects } from './cut-objects.js';
import { decode, LONGEST_LINE, readLines } from './read-lines.js';
import type { RawRow } from './reader-row.js';

/**
 * The rows of a JSON list, in flat memory: one array of objects, or one object a line. The first object is row 1. A row
 * that is no object is told as such, and the next one is read.
 */
export async function* readJson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow> {
  const { isArray, all } = await peek(chunks);
  let row = 0;
  for await (const text of isArray ? cutObjects(decode(all)) : readLines(all)) {
    if (text.trim() === '') continue;
    row += 1;
    yield readObject(row, text);
  }
}

/** Looks at the first character that says something; what was taken for it comes again. */
async function peek(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let isArray: boolean | undefined;
  while (isArray === undefined) {
    const { done, value } = await iterator.next();
    if (done) break;
    taken.push(value);
    const first = /[^\s\ufeff]/.exec(new TextDecoder().decode(value))?.[0];
    isArray = first === undefined ? undefined : first === '[';
  }
  return { isArray: isArray ?? false, all: again(taken, iterator) };
}

async function* again(taken: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* taken;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function readObject(row: number, text: string): RawRow {
  if (text.length > LONGEST_LINE) return { row, problem: `it is longer than ${LONGEST_LINE} characters` };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { row, fields: { ...value } };
  } catch {
    return { row, problem: `it is no JSON: ${text.trim().slice(0, 60)}` };
  }
  return { row, problem: 'it is no JSON object such as {"email":"reader@example.org"}' };
}
