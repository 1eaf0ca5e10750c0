import { DateTime } from 'luxon';
import type { Day } from '../model/clock.js';

/** The day so many days later, or earlier. */
export function shiftDay(day: Day, days: number): Day {
  return parse(day).plus({ days }).toFormat('yyyy-MM-dd');
}

/** `15–21 August`, `28 July – 3 August`; with the year of each end when it is not that of `today`. A date is not broken. */
export function saySpan(from: Day, until: Day, today: Day): string {
  const isOneYear = from.slice(0, 4) === until.slice(0, 4);
  const year = isOneYear && until.slice(0, 4) === today.slice(0, 4) ? '' : ' yyyy';
  const end = say(until, `d LLLL${year}`);
  if (from.slice(0, 7) === until.slice(0, 7)) return `${say(from, 'd')}–${end}`;
  return `${say(from, isOneYear ? 'd LLLL' : `d LLLL${year}`)} – ${end}`;
}

const parse = (day: Day) => DateTime.fromISO(day, { zone: 'utc' });

const say = (day: Day, pattern: string) =>
  parse(day).setLocale('en-GB').toFormat(pattern).replaceAll(' ', '\u00a0');
