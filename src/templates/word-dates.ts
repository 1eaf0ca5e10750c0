import { DateTime } from 'luxon';
import type { Subscriber } from '../model/subscriber.js';
import { joinWords } from './word-numbers.js';

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A calendar day in words; `pattern` is one of luxon's. */
export function formatDay(day: string, pattern: string): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat(pattern);
}

/**
 * Returns what writes why and when a reader gets this: `You get this at 7:00 Europe/Paris, Monday to Friday, because …`.
 * `days` are the lower-case names of the days of daily editions.
 */
export function createReasonWriter(days: readonly string[]): (subscriber: Subscriber) => string {
  // Making a formatter costs a hundred times what using it does, and readers live in few time zones.
  const formats = new Map<string, Intl.DateTimeFormat>();
  const writeTime = createTimeWriter(days);
  return (subscriber) => {
    const { timeZone, createdAt } = subscriber;
    const format = formats.get(timeZone) ?? createDateFormat(timeZone);
    formats.set(timeZone, format);
    return `You get this at ${writeTime(subscriber)}, because you asked for it on ${format.format(createdAt)}.`;
  };
}

/** Returns what writes when a reader is mailed: `7:00 Europe/Paris, Monday to Friday`. */
export function createTimeWriter(days: readonly string[]): (subscriber: Subscriber) => string {
  const editionDays = nameDays(days);
  return ({ hour, timeZone, cadence, weekday }) =>
    `${hour}:00 ${timeZone}, ${cadence === 'weekly' ? `every ${WEEK[weekday - 1] ?? 'week'}` : editionDays}`;
}

function createDateFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
}

function nameDays(days: readonly string[]): string {
  const chosen = WEEK.filter((name) => days.includes(name.toLowerCase()));
  if (chosen.length === WEEK.length) return 'every day';
  return isOneRun(chosen) ? `${chosen[0]} to ${chosen.at(-1)}` : joinWords(chosen.map((name) => `${name}s`));
}

function isOneRun(chosen: string[]): boolean {
  const first = WEEK.indexOf(chosen[0] ?? '');
  return chosen.length > 2 && WEEK.indexOf(chosen.at(-1) ?? '') - first === chosen.length - 1;
}
