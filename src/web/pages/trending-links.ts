import type { Day } from '../../model/clock.js';
import type { Period } from '../../model/period.js';

/** Which trending list is looked at. */
export interface TrendingChoice {
  period: Period;
  /** The last day of the list; absent: the newest, also tomorrow. */
  day?: Day;
  topicId?: string;
  /** From 1. */
  page?: number;
}

/** Where a trending list is on the web; what is left out is what `/` shows. */
export function trendingHref({ period, day, topicId, page = 1 }: TrendingChoice): string {
  const query = new URLSearchParams({
    ...(period !== 'day' && { period }),
    ...(day && { day }),
    ...(topicId && { topic: topicId }),
    ...(page > 1 && { page: String(page) }),
  });
  return query.size > 0 ? `/?${query}` : '/';
}
