import { WEEKDAYS } from '../../config.js';
import type { Day } from '../../model/clock.js';
import { dayAfter } from '../days.js';

/** One calendar day of the demo. */
export interface DemoDay {
  day: Day;
  /** Lists read before the edition: yesterday's for the last time, and those before it once more. */
  mornings: Day[];
  /** An edition is frozen and sent. */
  edition: boolean;
}

/** How many earlier lists are looked at again each morning, as the shipped schedule does. */
const REVISITS = 3;

/**
 * From the days that have a list, the days to live through: each list's own day and those up to the next edition, so
 * that a weekend between them is lived through too.
 */
export function planDays(listDays: Day[], editionDays: readonly string[]): DemoDay[] {
  const isEditionDay = (day: Day) => editionDays.includes(weekdayOf(day));
  const lived = new Set(listDays.flatMap((day) => untilEdition(day, isEditionDay)));
  return [...lived].sort().map((day) => ({
    day,
    mornings: daysBefore(day).filter((earlier) => lived.has(earlier)),
    edition: isEditionDay(day) && lived.has(dayAfter(day, -1)),
  }));
}

const weekdayOf = (day: Day) => WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? '';

function untilEdition(day: Day, isEditionDay: (day: Day) => boolean): Day[] {
  const days = [day];
  do days.push(dayAfter(days.at(-1) ?? day, 1));
  while (!isEditionDay(days.at(-1) ?? day) && days.length < 8);
  return days;
}

/** The newest first, as the schedule asks for them. */
function daysBefore(day: Day): Day[] {
  return Array.from({ length: REVISITS }, (_, at) => dayAfter(day, -1 - at));
}
