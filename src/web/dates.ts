import { DateTime } from 'luxon';
import type { Day } from '../model/clock.js';

/** Whether a text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}

/** Every day from `since` to `until`, both included; none when `until` lies before. */
export function listDays(since: Day, until: Day): Day[] {
  const [first, last] = [since, until].map((day) => DateTime.fromISO(day, { zone: 'utc' }));
  const count = first && last ? last.diff(first, 'days').days + 1 : 0;
  return Array.from(
    { length: Math.max(0, count) },
    (_, at) => first?.plus({ days: at }).toISODate() ?? since,
  );
}

/** The day it is at a moment, by the clock of an IANA time zone. */
export function dayAt(moment: Date, timeZone: string): Day {
  return DateTime.fromJSDate(moment, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/** `Friday 21 August`, with the year when it is not that of `today`. */
export function sayDay(day: Day, today: Day): string {
  return format(day, day.slice(0, 4) === today.slice(0, 4) ? 'cccc d LLLL' : 'cccc d LLLL yyyy');
}

/** `Friday` for a day less than a week from `reference`, else `14 August`. */
export function sayDayBriefly(day: Day, reference: Day): string {
  const apart = DateTime.fromISO(day).diff(DateTime.fromISO(reference), 'days').days;
  return format(day, Math.abs(apart) < 7 ? 'cccc' : 'd LLLL');
}

/** `21 August 2026`. */
export function sayDate(day: Day): string {
  return format(day, 'd LLLL yyyy');
}

/** `August 2026`. */
export function sayMonth(day: Day): string {
  return format(day, 'LLLL yyyy');
}

/** `Friday 21 August`, where the year is said elsewhere. */
export function sayWeekday(day: Day): string {
  return format(day, 'cccc d LLLL');
}

/** `21 Aug 06:20`, by the clock of an IANA time zone. */
export function sayMoment(moment: Date, timeZone: string): string {
  return DateTime.fromJSDate(moment, { zone: timeZone }).setLocale('en-GB').toFormat('d LLL HH:mm');
}

function format(day: Day, pattern: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('en-GB').toFormat(pattern);
}
