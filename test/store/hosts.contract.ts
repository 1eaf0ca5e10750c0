import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostOutcome, HostTurn, HostWait } from '../../src/model/host.js';
import type { Database } from '../../src/store/database.js';
import type { Store } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';

const LEASE = 60_000;
const good: HostOutcome = { gapMs: 0, failures: 0, refusals: 0 };

function mustHold(found: HostTurn | HostWait): HostTurn {
  if ('id' in found) return found;
  throw new Error(`expected a turn, was told to wait ${found.waitMs} ms`);
}

/** What politeness relies on the store for, whichever database it is over. */
export function describeHosts(name: string, open: () => Promise<Database>): void {
  describe(`hosts: ${name}`, () => {
    let database: Database;
    let store: Store;
    beforeAll(async () => {
      database = await open();
      store = createTestStore(database);
    });
    afterAll(() => database.close());

    const take = async (key: string) => mustHold(await store.takeTurn(key, LEASE));
    const state = async (key: string) => (await store.hostStates()).find((host) => host.key === key);

    it('gives the turn at a host to one of many', async () => {
      const found = await Promise.all(Array.from({ length: 8 }, () => store.takeTurn('many.test', LEASE)));
      expect(found.filter((one) => 'id' in one)).toHaveLength(1);
      for (const one of found) if (!('id' in one)) expect(one.waitMs).toBeLessThanOrEqual(200);
    });

    it('gives turns at different hosts at once', async () => {
      await take('one.test');
      await take('other.test');
    });

    it('says how long the gap still is', async () => {
      await store.leaveTurn('gap.test', await take('gap.test'), { ...good, gapMs: 60_000 });
      const wait = (await store.takeTurn('gap.test', LEASE)) as HostWait;
      expect(wait.rest).toBeUndefined();
      expect(wait.waitMs).toBeGreaterThan(50_000);
      expect(wait.waitMs).toBeLessThanOrEqual(60_000);
    });

    it('takes a turn back that was never given back, and is not confused by a late one', async () => {
      const lost = mustHold(await store.takeTurn('lost.test', 0));
      const next = await take('lost.test');
      await store.leaveTurn('lost.test', lost, good);
      expect('id' in (await store.takeTurn('lost.test', LEASE))).toBe(false);
      await store.leaveTurn('lost.test', next, good);
      await take('lost.test');
    });

    it('remembers the counts between turns', async () => {
      await store.leaveTurn('counts.test', await take('counts.test'), { ...good, failures: 3, refusals: 2 });
      expect(await take('counts.test')).toMatchObject({ failures: 3, refusals: 2 });
    });

    it('closes a host with a reason, and only ever for longer', async () => {
      const turn = await take('closed.test');
      const rest = { forMs: 60_000, reason: 'it is tired' };
      expect(await store.leaveTurn('closed.test', turn, { ...good, rest })).toBeCloseTo(60_000, -2);
      await store.leaveTurn('closed.test', turn, { ...good, rest: { forMs: 1000, reason: 'a little' } });
      await store.leaveTurn('closed.test', turn, good);
      const wait = (await store.takeTurn('closed.test', LEASE)) as HostWait;
      expect(wait.rest?.reason).toBe('it is tired');
      expect(wait.waitMs).toBeGreaterThan(50_000);
      expect(await state('closed.test')).toMatchObject({
        reason: 'it is tired',
        closedUntil: expect.any(Date),
      });
    });

    it('shows a host without what is over', async () => {
      const turn = await take('over.test');
      const quota = { left: 5, limit: 10, resetsInMs: 0 };
      await store.leaveTurn('over.test', turn, { ...good, rest: { forMs: 0, reason: 'past' }, quota });
      expect(await state('over.test')).toEqual({ key: 'over.test', failures: 0, quotaLimit: 10 });
    });

    it('keeps the quota an answer did not speak of', async () => {
      const turn = await take('quota.test');
      await store.leaveTurn('quota.test', turn, { ...good, quota: { left: 5, resetsInMs: LEASE } });
      await store.leaveTurn('quota.test', turn, good);
      expect(await state('quota.test')).toMatchObject({ quotaLeft: 5, quotaResetsAt: expect.any(Date) });
    });

    it('keeps robots.txt until it is old, and the old one where no new one could be had', async () => {
      expect(await store.robotsOf('a.test')).toBeUndefined();
      await store.saveRobots('a.test', { body: 'Disallow: /', forMs: 60_000 });
      expect(await store.robotsOf('a.test')).toEqual({ body: 'Disallow: /', fresh: true });
      await store.saveRobots('a.test', { forMs: 0 });
      expect(await store.robotsOf('a.test')).toEqual({ body: 'Disallow: /', fresh: false });
      await store.saveRobots('b.test', { forMs: 60_000 });
      expect(await store.robotsOf('b.test')).toEqual({ fresh: true });
    });
  });
}
