import { z } from 'zod';
import { ParseError } from '../errors.js';
import type { Day } from '../model/clock.js';
import type { Page, Request } from '../model/page.js';
import type { Covers, Scope } from '../model/scan.js';
import { DayScope, dayOf } from './reading/day-scope.js';
import { readHuggingFaceList } from './reading/hugging-face-list.js';
import { dayInAddress } from './reading/hugging-face-listing.js';
import { defineSource } from './source.js';

const ID = 'hf-daily';

/** The most papers one answer of the API holds. */
const LIMIT = 100;

/**
 * Hugging Face Daily Papers: a day's list, or the top list of a week or month, from the API (whose quota is larger) or
 * else from its page: its data, its cards or its visible text.
 */
export default defineSource({
  id: ID,
  homepage: 'https://huggingface.co',
  scopes: {
    day: DayScope,
    week: z.string().regex(/^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/, 'an ISO week such as 2026-W34'),
    month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'a month such as 2026-08'),
  },
  news: 'featured',
  lasting: ['day'],
  requests: (scope, { baseUrl }) => [
    placesOf(scope).flatMap(([query, path, value]) => [
      { url: `${baseUrl}/api/daily_papers?${query}=${value}&limit=${LIMIT}`, kind: 'api' },
      { url: `${baseUrl}/papers/${path}/${value}` },
    ]),
  ],
  parse(page, scope) {
    const { count, ...read } = readHuggingFaceList(ID, page, {
      before: pageNumber(page.requestUrl) * LIMIT,
      day: ({ date }) => (isPeriod(scope) ? undefined : listDay(date, scope, page)),
    });
    const covers = isPeriod(scope) && isApi(page.requestUrl) ? {} : read.covers;
    refuseOtherPeriod(covers, scope);
    return { ...read, covers, next: furtherPages(page.requestUrl, count) };
  },
});

/** How the API and the site write a scope: `date=` and `/papers/date/` for a day. */
function placesOf({ day, week, month }: Scope): [query: string, path: string, value: string][] {
  if (day !== undefined) return [['date', 'date', day]];
  if (week !== undefined) return [['week', 'week', week]];
  return month === undefined ? [] : [['month', 'month', month]];
}

/** Top lists of many days: each paper's own day counts, and that all of them agree on one says nothing of the list. */
const isPeriod = ({ week, month }: Scope): boolean => (week ?? month) !== undefined;

const listDay = (date: Day | undefined, scope: Scope, page: Page): Day | undefined =>
  date ?? dayOf(scope.day) ?? dayInAddress(page.requestUrl);

/** Weeks and months are top lists, not what was asked for. */
function refuseOtherPeriod({ period }: Covers, { day }: Scope): void {
  if (period === undefined || day === undefined) return;
  throw new ParseError(`${ID}: asked for the day ${day}, the site sent the list of ${period}`);
}

const isApi = (address: string): boolean => address.includes('/api/');

/** The API counts its pages from 0 (`p=`); a full one may have another after it. */
function furtherPages(address: string, count: number): Request[] {
  if (count < LIMIT || !isApi(address)) return [];
  const url = new URL(address);
  url.searchParams.set('p', String(pageNumber(address) + 1));
  return [{ url: url.href, kind: 'api' }];
}

function pageNumber(address: string): number {
  const number = URL.canParse(address) ? Number(new URL(address).searchParams.get('p')) : 0;
  return Number.isInteger(number) && number > 0 ? number : 0;
}
