import { IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.js';
import { freeze, type Stage } from './stage.js';

const ZONES = [
  ...['UTC', 'Europe/Paris', 'America/New_York', 'America/Santiago'],
  ...['Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland'],
];

type Wish = Pick<Subscriber, 'timeZone' | 'hour' | 'cadence' | 'weekday'>;

const HALF_HOUR_MS = 1_800_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What a zone's clock shows at a moment, as milliseconds that read so in UTC; each is asked of luxon once. */
function createClocks(): (timeZone: string, moment: number) => number {
  const shown = new Map<string, number>();
  return (timeZone, moment) => {
    const key = `${timeZone} ${moment}`;
    const local = shown.get(key) ?? moment + IANAZone.create(timeZone).offset(moment) * 60_000;
    shown.set(key, local);
    return local;
  };
}

/** Watches the reader's clock from the freeze on, each half hour, until it shows their hour or jumps over it. */
function expectedDue(clock: ReturnType<typeof createClocks>, frozenAt: Date, wish: Wish): number {
  for (let moment = frozenAt.getTime(); ; moment += HALF_HOUR_MS) {
    const now = clock(wish.timeZone, moment);
    const midnight = Math.floor(now / DAY_MS) * DAY_MS;
    const wanted = midnight + wish.hour * HOUR_MS;
    const isJumped = clock(wish.timeZone, moment - HALF_HOUR_MS) < wanted && wanted < now;
    const isDay = wish.cadence === 'daily' || (new Date(midnight).getUTCDay() || 7) === wish.weekday;
    if (isDay && (now === wanted || isJumped)) return moment;
  }
}

/** Due times for the hour of each reader's own clock, through a year and its clock changes. */
export function describeDueTimes(stage: () => Stage): void {
  const addReaders = (wishes: Wish[]) =>
    Promise.all(
      wishes.map((wish, at) =>
        stage().store.addSubscriber({ email: `${at}@example.org`, state: 'active', ...wish }),
      ),
    );

  const wrongDeliveries = async () => {
    const rows = await stage().database.query<Wish & { frozenAt: Date; dueAt: Date }>(
      `SELECT e.frozen_at AS "frozenAt", d.due_at AS "dueAt", s.time_zone AS "timeZone", s.hour, s.cadence, s.weekday
       FROM deliveries d JOIN editions e ON e.id = d.edition_id JOIN subscribers s ON s.id = d.subscriber_id`,
    );
    const clock = createClocks();
    const wrong = rows.filter((row) => row.dueAt.getTime() !== expectedDue(clock, row.frozenAt, row));
    return { rows: rows.length, wrong };
  };

  const freezeDays = async (first: string, days: number, cadence: 'daily' | 'weekly', step = 1) => {
    for (let day = 0; day < days; day += step) {
      const frozenAt = new Date(Date.parse(`${first}T04:00:00Z`) + day * DAY_MS);
      const date = frozenAt.toISOString().slice(0, 10);
      await stage().store.freezeEdition({ cadence, date, frozenAt, missing: [], papers: [] });
    }
  };

  describe('a delivery is due', () => {
    it('at the first such hour at or after the freeze, on every day of a year, in every zone', async () => {
      const hours = [0, 1, 2, 7];
      const daily = { cadence: 'daily', weekday: 1 } as const;
      await addReaders(
        ZONES.flatMap((timeZone, at) =>
          [hours[at % 2] ?? 0, hours[2 + (at % 2)] ?? 0].map((hour) => ({ timeZone, hour, ...daily })),
        ),
      );
      await freezeDays('2026-01-01', 365, 'daily');
      expect(await wrongDeliveries()).toEqual({ rows: 365 * ZONES.length * 2, wrong: [] });
    }, 120_000);

    it('on the weekday the reader chose, in every week of a year', async () => {
      const hours = [0, 2];
      const weekdays = [1, 7];
      const wishes = ZONES.flatMap((timeZone) =>
        hours.flatMap((hour) =>
          weekdays.map((weekday) => ({ timeZone, hour, weekday, cadence: 'weekly' as const })),
        ),
      );
      await addReaders(wishes);
      await freezeDays('2026-01-05', 364, 'weekly', 7);
      expect(await wrongDeliveries()).toEqual({ rows: 52 * wishes.length, wrong: [] });
    });

    it.each([
      ['skipped', '2026-03-08T04:00:00Z', 2, '2026-03-08T07:00:00.000Z'],
      ['shown twice', '2026-11-01T04:00:00Z', 1, '2026-11-01T05:00:00.000Z'],
      ['shown twice and once gone by', '2026-11-01T05:30:00Z', 1, '2026-11-01T06:00:00.000Z'],
    ])('once, when the hour is %s', async (_what, at, hour, due) => {
      await addReaders([{ timeZone: 'America/New_York', hour, cadence: 'daily', weekday: 1 }]);
      const { edition } = await freeze(stage(), { at });
      const rows = await stage().store.deliveries(edition.id, 5);
      expect(rows.map(({ dueAt }) => dueAt.toISOString())).toEqual([due]);
    });

    it('by UTC in a zone that the database does not know, and nobody else waits for that', async () => {
      await addReaders([
        { timeZone: 'Mars/Olympus', hour: 7, cadence: 'daily', weekday: 1 },
        { timeZone: 'Asia/Tokyo', hour: 7, cadence: 'daily', weekday: 1 },
      ]);
      const { edition } = await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      const rows = await stage().store.deliveries(edition.id, 5);
      expect(rows.map(({ dueAt }) => dueAt.toISOString()).sort()).toEqual([
        '2026-08-21T07:00:00.000Z',
        '2026-08-21T22:00:00.000Z',
      ]);
    });
  });
}
