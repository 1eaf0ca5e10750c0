import type { Day } from '../../model/clock.js';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The source of a pattern for a date as cards show it, `Jun 14, 2022` or `May 4`, in one group. */
export const CARD_DATE = `((?:${MONTHS.join('|')})[a-z]{0,6}\\.? \\d{1,2}(?!\\d)(?:, \\d{4})?)`;

const PARTS = /^([A-Z][a-z]{2})[a-z]*\.? (\d{1,2})(?:, (\d{4}))?$/;

/** Leap years are four, at most eight, years apart. */
const YEARS_BACK = 8;

/**
 * The day a card shows. Without a year it is the latest such day that is not after the visit, since sites leave the
 * year out only when it is the current one. Undefined when there is no such day.
 */
export function readCardDate(text: string, visitedAt: Date): Day | undefined {
  const [, month = '', date = '', year] = PARTS.exec(text.trim()) ?? [];
  const place = MONTHS.indexOf(month);
  if (place < 0) return undefined;
  if (year !== undefined) return existingDay(Number(year), place, Number(date));
  const visit = visitedAt.toISOString().slice(0, 10);
  const years = Array.from({ length: YEARS_BACK + 1 }, (_none, back) => visitedAt.getUTCFullYear() - back);
  return years
    .map((each) => existingDay(each, place, Number(date)))
    .find((day) => day !== undefined && day <= visit);
}

function existingDay(year: number, month: number, date: number): Day | undefined {
  const at = new Date(Date.UTC(year, month, date));
  return at.getUTCMonth() === month && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : undefined;
}
