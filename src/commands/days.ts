import { UsageError } from '../errors.js';
import type { Day } from '../model/clock.js';

const DAY_MS = 86_400_000;

/** Checks a day given on the command line. Raises `UsageError` naming the option. */
export function readDay(text: string, option: string): Day {
  const isReal =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
  if (isReal) return text;
  throw new UsageError(`${option}: expected a day such as 2026-08-21, found "${text}"`);
}

/** Every day from `since` to `until`, both included. */
export function listDays(since: Day, until: Day): Day[] {
  const count = (Date.parse(until) - Date.parse(since)) / DAY_MS + 1;
  if (count < 1) throw new UsageError(`--until: ${until} lies before --since ${since}`);
  return Array.from({ length: count }, (_, at) => dayAfter(since, at));
}

/** The day `days` after (or, negative, before) another. */
export function dayAfter(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
