import { describe, expect, it } from 'vitest';
import { readPage, type Stage, sighting } from './stage.js';

const DAY = '2026-08-20';

/** ▲ 34 since yesterday. */
export function describeGains(stage: () => Stage): void {
  const count = (upvotes: number, at: string, source = 'hf-daily') =>
    readPage(stage(), [sighting(1, { upvotes })], { at, source });
  const gainedAt = async (now: string) => (await stage().store.papersOfDay(DAY, new Date(now)))[0]?.gained;

  describe('votes gained since yesterday', () => {
    it('are counted across midnight, and forgotten a day later', async () => {
      await count(10, '2026-08-20T23:50:00Z');
      await count(14, '2026-08-21T00:05:00Z');
      expect(await gainedAt('2026-08-20T23:59:00Z')).toBeUndefined();
      expect(await gainedAt('2026-08-21T00:10:00Z')).toBe(4);
      expect(await gainedAt('2026-08-21T22:00:00Z')).toBe(4);
      expect(await gainedAt('2026-08-22T00:10:00Z')).toBeUndefined();
    });

    it('are those since it was first seen when that was today, and unknown after one reading', async () => {
      await count(5, '2026-08-20T06:20:00Z');
      expect(await gainedAt('2026-08-20T07:00:00Z')).toBeUndefined();
      await count(9, '2026-08-20T08:20:00Z');
      await count(25, '2026-08-20T10:20:00Z');
      expect(await gainedAt('2026-08-20T12:00:00Z')).toBe(20);
    });

    it('add up over a source that is read once a day, whether an hour early or late', async () => {
      await count(10, '2026-08-20T06:00:00Z');
      await count(20, '2026-08-21T05:10:00Z');
      await count(50, '2026-08-22T06:00:00Z');
      expect(await gainedAt('2026-08-22T04:00:00Z')).toBe(10);
      expect(await gainedAt('2026-08-22T06:10:00Z')).toBe(30);
    });

    it('are counted once when two sources count the same votes', async () => {
      await count(10, '2026-08-20T08:00:00Z');
      await count(10, '2026-08-20T08:05:00Z', 'hf-trending');
      await count(48, '2026-08-20T20:00:00Z');
      await count(50, '2026-08-20T20:05:00Z', 'hf-trending');
      expect(await gainedAt('2026-08-20T21:00:00Z')).toBe(40);
    });

    it('are not made of what a second source counts otherwise', async () => {
      await count(10, '2026-08-20T08:00:00Z');
      await count(500, '2026-08-20T09:00:00Z', 'other');
      expect(await gainedAt('2026-08-20T10:00:00Z')).toBeUndefined();
      await count(30, '2026-08-20T11:00:00Z');
      await count(505, '2026-08-20T12:00:00Z', 'other');
      expect(await gainedAt('2026-08-20T13:00:00Z')).toBe(5);
    });

    it('are unknown after a day on which nobody read', async () => {
      await count(10, '2026-08-18T12:00:00Z');
      await count(100, '2026-08-20T12:00:00Z');
      expect(await gainedAt('2026-08-20T13:00:00Z')).toBeUndefined();
      await count(103, '2026-08-20T14:00:00Z');
      expect(await gainedAt('2026-08-20T15:00:00Z')).toBe(3);
    });

    it('are known after days on which the list was read and nothing had moved', async () => {
      await count(10, '2026-08-17T12:00:00Z');
      await count(10, '2026-08-19T12:00:00Z');
      await count(25, '2026-08-20T12:00:00Z');
      expect(await gainedAt('2026-08-20T13:00:00Z')).toBe(15);
    });

    it('are known too when the page was the same to the byte', async () => {
      await count(10, '2026-08-17T12:00:00Z');
      const at = new Date('2026-08-19T12:00:00Z');
      const head = {
        sourceId: 'hf-daily',
        scope: { day: DAY },
        startedAt: at,
        finishedAt: at,
        askedBy: 'test',
      };
      await stage().store.saveIdleScan({ ...head, outcome: 'unchanged' });
      await count(25, '2026-08-20T12:00:00Z');
      expect(await gainedAt('2026-08-20T13:00:00Z')).toBe(15);
    });

    it('are unknown when the paper did not stand in the list that was read', async () => {
      await count(10, '2026-08-17T12:00:00Z');
      await readPage(stage(), [sighting(2)], { at: '2026-08-19T12:00:00Z' });
      await count(25, '2026-08-20T12:00:00Z');
      expect(await gainedAt('2026-08-20T13:00:00Z')).toBeUndefined();
    });

    it('shrink when votes are taken back', async () => {
      await count(10, '2026-08-20T06:00:00Z');
      await count(18, '2026-08-20T08:00:00Z');
      await count(15, '2026-08-20T10:00:00Z');
      expect(await gainedAt('2026-08-20T12:00:00Z')).toBe(5);
    });
  });
}
