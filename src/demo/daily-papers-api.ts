import { DateTime } from 'luxon';
import type { Day } from '../model/clock.js';
import { type Answer, answerError, answerJson } from './answer.js';

const defaultLimit = 50;
const maxLimit = 100;

/** True for a calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): text is Day {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/**
 * Answers `/api/daily_papers`: the list of a day, most votes first; without `date` all days, newest first.
 * A malformed date or one after `today` (UTC), a bad `limit` or `p` are 400; a page past the end is `[]`.
 */
export function answerDailyPapers(url: URL, today: Day, days: Day[], list: (day: Day) => unknown[]): Answer {
  const date = url.searchParams.get('date');
  if (date !== null && !isDay(date)) return answerError(400, `Invalid date: ${date}`);
  if (date !== null && date > today) return answerError(400, `Date ${date} is in the future`);
  const limit = readNumber(url, 'limit', defaultLimit, 1, maxLimit);
  const page = readNumber(url, 'p', 0, 0, Number.MAX_SAFE_INTEGER);
  if (limit === undefined || page === undefined) return answerError(400, 'Invalid limit or p');
  const items = date !== null ? list(date) : days.toReversed().flatMap(list);
  const end = (page + 1) * limit;
  return answerJson(items.slice(page * limit, end), end < items.length ? linkNext(url, page + 1) : {});
}

function readNumber(url: URL, name: string, fallback: number, min: number, max: number): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const number = Number(text);
  return /^\d+$/.test(text) && number >= min && number <= max ? number : undefined;
}

function linkNext(url: URL, page: number): Record<string, string> {
  const next = new URL(url);
  next.searchParams.set('p', String(page));
  return { link: `<${next.href}>; rel="next"` };
}
