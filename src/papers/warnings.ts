import type { Day } from '../model/clock.js';

/** A list on a day on which it should bring something new. */
export interface DueList {
  /** The day by the calendar of whoever announces. */
  today: Day;
  /** Papers on the page; absent when the site says that nothing has changed. */
  paperIds?: readonly string[];
  /** The last good reading of an earlier day that held papers. */
  earlier?: { day: Day; paperIds: readonly string[] };
}

/** A batch of which so many stood in the one before is the one before: some papers are announced twice. */
const REPEATED_SHARE = 0.8;

/** Says that a list may be an old one, in words for the operator; absent when it has brought something new. */
export function warnOfStale({ today, paperIds, earlier }: DueList): string | undefined {
  if (!paperIds)
    return (
      earlier && `possibly stale: ${today} is a day of news, and nothing has changed since ${earlier.day}`
    );
  if (paperIds.length === 0) return `possibly stale: ${today} is a day of news, and the list is empty`;
  const had = new Set(earlier?.paperIds);
  const repeated = paperIds.filter((id) => had.has(id)).length;
  if (!earlier || repeated / paperIds.length < REPEATED_SHARE) return undefined;
  return `possibly stale: ${today} is a day of news, and ${repeated} of the ${paperIds.length} papers stood in the list of ${earlier.day} already`;
}

/** With fewer days than this the least of them says nothing. */
const FEWEST_DAYS = 12;
const USUAL_SHARE = 0.05;

/**
 * Says that a finished day holds fewer papers than nineteen of twenty days of its weekday did; absent when it does not,
 * or when `counts`, those of the days before, are too few to judge by.
 */
export function warnOfFew(day: Day, papers: number, counts: readonly number[]): string | undefined {
  if (counts.length < FEWEST_DAYS) return undefined;
  const least = counts.toSorted((a, b) => a - b)[Math.ceil(counts.length * USUAL_SHARE) - 1] ?? 0;
  if (papers >= least) return undefined;
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format(new Date(day));
  return `fewer papers than usual: ${day} ended with ${papers}, while 95 % of the ${counts.length} ${weekday}s before held ${least} or more`;
}
