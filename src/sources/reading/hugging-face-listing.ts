import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Page } from '../../model/page.js';
import type { Covers } from '../../model/scan.js';
import { dayOf } from './day-scope.js';
import { findHydratedProps } from './hydrated-props.js';
import { missingLandmark } from './missing-landmark.js';
import { oneLine } from './one-line.js';
import { readJson } from './read-json.js';

/** A list of Daily Papers entries, not yet read, and the day or period its page names. */
export interface Listing {
  items: unknown[];
  covers: Covers;
}

/** What the listing pages carry: `date` until 2024, `dateString` and `periodType` in 2026; results on a search. */
const Props = z.object({
  dailyPapers: z.array(z.unknown()).optional(),
  searchResults: z.array(z.unknown()).optional(),
  date: z.string().nullish(),
  dateString: z.string().nullish(),
  periodType: z.string().nullish(),
});

const Stamped = z.object({ paper: z.object({ submittedOnDailyAt: z.string() }) });

/** Finds the list in the API's JSON or in a listing page. Raises `ParseError` when it is not there. */
export function findListing(sourceId: string, page: Page): Listing {
  if (/^\s*[[{]/.test(page.body)) return findInJson(sourceId, page.body);
  return findInPage(sourceId, page);
}

function findInJson(sourceId: string, body: string): Listing {
  const answer = readJson(sourceId, body);
  if (Array.isArray(answer)) return { items: answer, covers: agreedDay(answer) };
  const refusal = z.object({ error: z.string() }).safeParse(answer);
  if (refusal.success) {
    throw new ParseError(
      `${sourceId}: the site answered with an error: ${oneLine(refusal.data.error).slice(0, 200)}`,
    );
  }
  throw missingLandmark(sourceId, '', 'the list of papers');
}

/** The API's answer does not name its day; since 2025-03 its entries do. */
function agreedDay(items: unknown[]): Covers {
  const stamps = items.map((item) => Stamped.safeParse(item).data?.paper.submittedOnDailyAt);
  const days = new Set(stamps.map(dayOf).filter((day) => day !== undefined));
  const [day, ...others] = days;
  return day === undefined || others.length > 0 ? {} : { date: day };
}

function findInPage(sourceId: string, page: Page): Listing {
  const text = findHydratedProps(page.body, 'DailyPapers');
  if (text === undefined) throw missingLandmark(sourceId, page.body, 'the DailyPapers data');
  const props = Props.safeParse(readJson(sourceId, text));
  const items = props.data?.dailyPapers ?? props.data?.searchResults;
  if (!props.success || !items)
    throw missingLandmark(sourceId, page.body, 'the list in the DailyPapers data');
  return { items, covers: coversOf(props.data, page.url) };
}

/** A future or empty day is redirected to the nearest one with papers, so the day asked for proves nothing. */
function coversOf({ date, dateString, periodType }: z.infer<typeof Props>, finalUrl: string): Covers {
  if (periodType && periodType !== 'day') return { period: oneLine(dateString ?? periodType) };
  const day = dayOf(dateString) ?? dayOf(date) ?? dayInAddress(finalUrl);
  return day === undefined ? {} : { date: day };
}

/** The day in `/papers/date/2026-08-21` or `?date=2026-08-21`. */
export function dayInAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { pathname, searchParams } = new URL(address);
  return dayOf(searchParams.get('date')) ?? dayOf(/\/date\/([\d-]+)\/?$/.exec(pathname)?.[1]);
}

/** What the final address of a page without data tells: `/date/2026-08-21`, `/week/2026-W34`, `/month/2026-08`. */
export function coversInAddress(address: string): Covers {
  const date = dayInAddress(address);
  if (date !== undefined) return { date };
  const period = /\/papers\/(?:week|month)\/(\d{4}-W?\d{2})\/?$/.exec(address.split(/[?#]/)[0] ?? '')?.[1];
  return period === undefined ? {} : { period };
}
