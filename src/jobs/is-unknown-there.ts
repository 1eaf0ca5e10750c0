import type { BroadsheetError } from '../errors.js';
import type { Scope } from '../model/scan.js';
import type { Source } from '../sources/source.js';

/** Whether a page could not be had because the site knows nothing of the paper it was asked about: no failure of it. */
export function isUnknownThere(
  { fillsIn }: Source,
  scope: Scope,
  { code, context }: BroadsheetError,
): boolean {
  const isAsked = fillsIn !== undefined && scope[fillsIn.scope] !== undefined;
  return isAsked && code === 'fetch' && (context.status === 404 || context.status === 410);
}
