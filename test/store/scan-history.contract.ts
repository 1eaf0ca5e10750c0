import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import type { IdleScan } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, prepareScan, readPage, SOURCE, type Stage, sighting } from './stage.js';

const DAY = '2026-08-20';
const AT = `${DAY}T12:00:00Z`;

/** What later readings are compared with, and what is told of a scan beside its outcome. */
export function describeScanHistory(name: string, open: () => Promise<Database>): void {
  describe(`earlier scans: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const list = (first: number, count: number) =>
      Array.from({ length: count }, (_none, index) => sighting(first + index));
    const idle = (outcome: IdleScan['outcome'], at = AT, over: Partial<IdleScan> = {}) => {
      const moment = new Date(at);
      const head = { sourceId: SOURCE, scope: { day: DAY }, startedAt: moment, finishedAt: moment };
      return stage.store.saveIdleScan({ ...head, askedBy: 'test', outcome, reason: 'why', ...over });
    };
    const health = async () => (await stage.store.sourceHealth())[0];

    it('are told by the last good reading that held papers, of those before a moment', async () => {
      const last = (before?: string) =>
        stage.store.lastReading(SOURCE, { day: DAY }, before === undefined ? undefined : new Date(before));
      expect(await last()).toBeUndefined();
      await readPage(stage, list(1, 2), { at: AT });
      await readPage(stage, list(1, 3), { at: `${DAY}T14:00:00Z` });
      await readPage(stage, [], { at: `${DAY}T16:00:00Z` });
      await idle('failed', `${DAY}T18:00:00Z`);
      expect((await last())?.paperIds).toHaveLength(3);
      const first = await last(`${DAY}T14:00:00Z`);
      expect(first).toEqual({ finishedAt: new Date(AT), paperIds: expect.any(Array) });
      expect(first?.paperIds).toHaveLength(2);
      expect(await last(AT)).toBeUndefined();
      expect(await stage.store.lastReading(SOURCE, { day: '2026-08-19' })).toBeUndefined();
    });

    it('are counted by weekday, as each day ended, for a year back', async () => {
      const read = (day: string, first: number, count: number, at = `${day}T23:00:00Z`) =>
        readPage(stage, list(first, count), { at, day });
      await read('2025-08-14', 1, 1, '2025-08-15T01:00:00Z');
      await read('2025-08-21', 10, 2, '2025-08-22T01:00:00Z');
      await read('2026-08-06', 20, 3, '2026-08-07T01:00:00Z');
      await read('2026-08-06', 20, 4, '2026-08-07T03:00:00Z');
      await read('2026-08-12', 30, 5, '2026-08-14T01:00:00Z');
      await read('2026-08-13', 40, 6);
      await read(DAY, 50, 7, '2026-08-21T01:00:00Z');
      expect(await stage.store.weekdayCounts(SOURCE, DAY)).toEqual([2, 4]);
      expect(await stage.store.weekdayCounts('arxiv', DAY)).toEqual([]);
    });

    it('carry what looked odd, which the health shows while it is the last word on a scope', async () => {
      const warn = async (at: string, warning?: string) => {
        const scan = await prepareScan(stage, list(1, 1), { at });
        return stage.store.saveScan({ ...scan, ...(warning !== undefined && { warning }) });
      };
      expect(await warn(AT, 'odd')).toMatchObject({ outcome: 'ok', warning: 'odd' });
      expect(await stage.store.latestScans(1)).toMatchObject([{ warning: 'odd' }]);
      expect(await stage.store.lastReading(SOURCE, { day: DAY })).toMatchObject({ warning: 'odd' });
      const other = { scope: { day: '2026-08-19' }, warning: 'strange' };
      await idle('unchanged', `${DAY}T13:00:00Z`, other);
      expect(await health()).toMatchObject({ outcome: 'unchanged', warning: 'strange' });
      await idle('unchanged', `${DAY}T14:00:00Z`, { scope: other.scope });
      expect(await health()).toMatchObject({ warning: 'odd' });
      await warn(`${DAY}T15:00:00Z`);
      expect(await health()).not.toHaveProperty('warning');
      await warn(`${DAY}T15:30:00Z`, 'old');
      await idle('unchanged', '2026-08-22T15:30:00Z', { scope: other.scope });
      expect(await health()).not.toHaveProperty('warning');
    });

    it('are noted once where they end the same way for the same reason', async () => {
      const once = (reason: string, outcome: IdleScan['outcome'] = 'forbidden') =>
        idle(outcome, AT, { once: true, reason });
      const first = await once('its robots.txt says so');
      expect(await once('its robots.txt says so')).toEqual(first);
      expect((await once('it says otherwise')).id).not.toBe(first.id);
      await idle('unchanged');
      await once('it says otherwise');
      await once('it says otherwise', 'blocked');
      expect(await stage.store.latestScans(10)).toHaveLength(5);
    });

    it('do not fail a source while its site is busy, nor mend one that fails', async () => {
      await readPage(stage, list(1, 1), { at: AT });
      await idle('resting');
      expect(await health()).toMatchObject({ outcome: 'resting', reason: 'why', lastGoodAt: new Date(AT) });
      expect(await health()).not.toHaveProperty('failingSince');
      await idle('failed');
      await idle('resting');
      expect(await health()).toMatchObject({ outcome: 'failed', failingSince: new Date(AT) });
    });
  });
}
