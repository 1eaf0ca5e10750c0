import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AlarmLook, AlarmSign } from '../../src/model/alarm.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, type Stage } from './stage.js';

const NOW = new Date('2026-08-21T09:00:00Z');
const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);

const sign = (over: Partial<AlarmSign> = {}): AlarmSign => ({
  kind: 'source',
  subject: 'hf-daily',
  title: 'hf-daily is failing',
  reason: 'It answers 500.',
  certain: false,
  ...over,
});

/** What stands, is told and is forgotten of what is wrong, whichever database the store is over. */
export function describeAlarms(name: string, open: () => Promise<Database>): void {
  describe(`alarms: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const look = (at: number, signs: AlarmSign[], over: Partial<AlarmLook> = {}) =>
      stage.store.saveAlarms({ at: minutes(at), signs, unsure: [], ...over });
    const standing = async () => (await stage.store.standingAlarms()).map(({ subject }) => subject);
    const news = async (at: number) => {
      const { raised, cleared } = await stage.store.takeAlarmNews(minutes(at));
      return { raised: raised.length, cleared: cleared.length };
    };

    it('believes what it sees at two looks, and at one what is certain', async () => {
      const certain = sign({ subject: 'arxiv', certain: true });
      await look(0, [sign(), certain]);
      expect(await standing()).toEqual(['arxiv']);
      // Another process looks at the same moment.
      await look(0.1, [sign(), certain]);
      expect(await standing()).toEqual(['arxiv']);
      await look(1, [sign({ reason: 'It answers 502.' }), certain]);
      expect(await stage.store.standingAlarms()).toEqual([
        expect.objectContaining({ subject: 'arxiv', raisedAt: NOW }),
        { ...without(sign({ reason: 'It answers 502.' })), raisedAt: minutes(1) },
      ]);
    });

    it('forgets what was seen once, and does not clear at the first look that is well', async () => {
      await look(0, [sign()]);
      await look(1, []);
      await look(2, [sign()]);
      expect(await standing()).toEqual([]);
      await look(3, [sign()]);
      await look(4, []);
      expect(await standing()).toEqual(['hf-daily']);
      await look(5, [sign()]);
      await look(6, []);
      expect(await standing()).toEqual(['hf-daily']);
      await look(7, []);
      expect(await standing()).toEqual([]);
    });

    it('leaves as it is what could not be judged', async () => {
      await look(0, [sign({ certain: true })]);
      await look(1, [], { unsure: ['source'] });
      await look(2, [], { unsure: ['source'] });
      expect(await standing()).toEqual(['hf-daily']);
    });

    it('hands out each raising once and each clearing once, and a new raising anew', async () => {
      await look(0, [sign({ certain: true })]);
      expect(await news(0)).toEqual({ raised: 1, cleared: 0 });
      expect(await news(1)).toEqual({ raised: 0, cleared: 0 });
      await look(1, []);
      await look(2, []);
      expect(await news(2)).toEqual({ raised: 0, cleared: 1 });
      expect(await news(3)).toEqual({ raised: 0, cleared: 0 });
      await look(4, [sign({ certain: true })]);
      expect(await news(4)).toEqual({ raised: 1, cleared: 0 });
    });

    it('hands out again what could not be told, after a moment, as long as it stands', async () => {
      await look(0, [sign({ certain: true })]);
      await stage.store.returnAlarmNews(await stage.store.takeAlarmNews(minutes(0)), minutes(5));
      expect(await news(4)).toEqual({ raised: 0, cleared: 0 });
      const taken = await stage.store.takeAlarmNews(minutes(5));
      expect(taken.raised).toHaveLength(1);
      await stage.store.returnAlarmNews(taken, minutes(10));
      await look(6, []);
      await look(7, []);
      expect(await news(10)).toEqual({ raised: 0, cleared: 0 });
    });

    it('gives what is new to one of two that ask at once', async () => {
      await look(0, [sign({ certain: true })]);
      const both = await Promise.all([news(0), news(0)]);
      expect(both.map(({ raised }) => raised).sort()).toEqual([0, 1]);
    });

    it('forgets what was cleared a month ago', async () => {
      await look(0, [sign({ certain: true })]);
      await look(1, []);
      await look(2, []);
      await look(2 + 31 * 24 * 60, []);
      expect(await stage.database.query('SELECT kind FROM alarms')).toEqual([]);
    });

    it('hands out a good day once, and again only when it could not be told', async () => {
      const { store } = stage;
      expect(await store.outsideBeatOn('2026-08-21')).toBe(false);
      expect(await store.takeOutsideBeat('2026-08-21')).toBe(true);
      expect(await store.takeOutsideBeat('2026-08-21')).toBe(false);
      await store.returnOutsideBeat('2026-08-21');
      expect(await store.takeOutsideBeat('2026-08-21')).toBe(true);
      expect(await store.outsideBeatOn('2026-08-21')).toBe(true);
      expect(await store.takeOutsideBeat('2026-08-22')).toBe(true);
      expect(await store.takeOutsideBeat('2026-08-21')).toBe(false);
    });

    it('finds nothing where there is nothing', async () => {
      expect(await stage.store.alarmFacts(NOW, NOW)).toEqual({
        ...{ troubled: [], editions: [], overdue: [], overdueLetters: 0, unknown: 0 },
        ...{ mails: { sent: 0, refused: 0 }, complaints: { count: 0, sent: 0 } },
      });
      expect(await stage.store.figures(NOW)).toEqual({ scans: [], mails: [], sentLately: 0 });
    });
  });
}

function without({ certain: _certain, ...rest }: AlarmSign) {
  return rest;
}
