import type { Unreadable } from '../model/scan.js';

/** A list may hold thousands; the first few tell what is wrong. */
const TOLD = 3;

/** Names the entries of a believed list that could not be read; absent when all could. */
export function sayUnreadable(unreadable: readonly Unreadable[], read: number): string | undefined {
  if (unreadable.length === 0) return undefined;
  const first = unreadable.slice(0, TOLD).map(({ at, reason }) => `${at}: ${reason}`);
  const more = unreadable.length > TOLD ? ' …' : '';
  return `${unreadable.length} of ${unreadable.length + read} entries cannot be read: ${first.join('; ')}${more}`;
}
