import { UsageError } from '../errors.js';
import type { Scope } from '../model/scan.js';

/** A whole number within bounds, or `UsageError` naming the option. */
export function readNumber(
  text: string | undefined,
  option: string,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`${option}: expected a whole number from ${least} to ${most}, found "${text}"`);
}

/** `day=2026-08-21` → `{ day: '2026-08-21' }`. Raises `UsageError` for anything else; no scope when there is no text. */
export function readScope(text?: string): Scope {
  if (text === undefined) return {};
  const [name = '', ...value] = text.split('=');
  if (name === '' || value.length === 0)
    throw new UsageError('--scope: expected name=value, such as day=2026-08-21');
  return { [name]: value.join('=') };
}
