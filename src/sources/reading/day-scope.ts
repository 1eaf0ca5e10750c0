import { z } from 'zod';
import type { Day } from '../../model/clock.js';

/** The value of a `day` scope. */
export const DayScope = z.iso.date('a day such as 2026-08-21, today or today-1');

/** The calendar day at the beginning of a date or date-time; undefined when there is none. */
export function dayOf(text: string | null | undefined): Day | undefined {
  const checked = DayScope.safeParse(text?.slice(0, 10));
  return checked.success ? checked.data : undefined;
}
