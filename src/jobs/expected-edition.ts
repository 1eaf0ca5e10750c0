import { DateTime } from 'luxon';
import { type Config, WEEKDAYS } from '../config.js';
import type { Day } from '../model/clock.js';
import type { Cadence } from '../model/edition.js';
import type { FrozenEdition } from '../store/store.js';

/** An edition by name, and when it is to be frozen. */
export interface ExpectedEdition {
  cadence: Cadence;
  date: Day;
  freezeAt: Date;
}

type Rules = Pick<Config['editions'], 'days' | 'freezeAt' | 'timeZone'>;

/** The last edition of a cadence whose hour has come. */
export function lastExpected(cadence: Cadence, now: Date, rules: Rules): ExpectedEdition {
  const weekdays = cadence === 'weekly' ? [1] : rules.days.map((day) => WEEKDAYS.indexOf(day) + 1);
  const today = DateTime.fromJSDate(now, { zone: rules.timeZone }).startOf('day');
  // There is one among eight days: today's hour may not have come yet.
  const expected = Array.from({ length: 8 }, (_, back) => today.minus({ days: back }))
    .filter((day) => weekdays.includes(day.weekday))
    .map((day) => expect(cadence, day, rules))
    .find(({ freezeAt }) => freezeAt <= now);
  return expected ?? expect(cadence, today, rules);
}

function expect(cadence: Cadence, day: DateTime, { freezeAt, timeZone }: Rules): ExpectedEdition {
  const date = day.toFormat('yyyy-MM-dd');
  return { cadence, date, freezeAt: DateTime.fromISO(`${date}T${freezeAt}`, { zone: timeZone }).toJSDate() };
}

/** Whether an expected edition is not there. A new installation has not missed what came before its first edition. */
export function isMissing(expected: ExpectedEdition, editions: readonly FrozenEdition[]): boolean {
  const isThere = editions.some(({ cadence, date }) => cadence === expected.cadence && date >= expected.date);
  return !isThere && editions.some(({ frozenAt }) => frozenAt < expected.freezeAt);
}
