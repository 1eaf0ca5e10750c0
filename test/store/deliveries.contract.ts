import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.js';
import type { NewSubscriber } from '../../src/store/store.js';
import { freeze, readPage, type Stage, sighting } from './stage.js';

export const NOW = new Date('2026-08-21T08:00:00Z');

/** Adds readers; what is not said is an active reader of the daily edition at seven, UTC. */
export function addReaders({ store }: Stage, ...readers: Partial<NewSubscriber>[]): Promise<Subscriber[]> {
  return Promise.all(
    readers.map((reader, at) =>
      store.addSubscriber({ email: `reader${at}@example.org`, state: 'active', ...reader }),
    ),
  );
}

/** An edition of 2026-08-21 with one paper, and its deliveries. */
export async function publish(stage: Stage, at = '2026-08-21T04:00:00Z') {
  await readPage(stage, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
  return freeze(stage, { at });
}

export const lease = ({ store }: Stage, editionId: string, owner = 'one', limit = 100, leaseSeconds = 60) =>
  store.leaseDeliveries({ editionId, owner, limit, leaseSeconds, now: NOW });

/** Planning, leasing, skipping and marking: who gets a mail, and who may send it. */
export function describeDeliveries(stage: () => Stage): void {
  describe('planning', () => {
    it('is for active readers of the cadence whose address is not suppressed', async () => {
      const [active] = await addReaders(
        stage(),
        {},
        { email: 'pending@example.org', state: 'pending' },
        { email: 'left@example.org', state: 'left' },
        { email: 'weekly@example.org', cadence: 'weekly' },
        { email: 'bounced@example.org' },
      );
      await suppress('bounced@example.org');
      const { edition, planned } = await publish(stage());
      expect(planned).toBe(1);
      expect(await stage().store.deliveries(edition.id, 10)).toMatchObject([
        { subscriberId: active?.id, state: 'planned', attempts: 0, papers: 0 },
      ]);
    });
  });

  describe('planning late', () => {
    it('is for readers who came after the latest edition was frozen, once', async () => {
      const { edition: earlier } = await publish(stage(), '2026-08-20T04:00:00Z');
      const { edition } = await publish(stage());
      await addReaders(stage(), {}, { email: 'weekly@example.org', cadence: 'weekly' });
      await stage().store.addSubscriber({ email: 'pending@example.org', state: 'pending' });
      expect(await stage().store.planLate(earlier.id, NOW)).toBe(0);
      expect(await stage().store.planLate(edition.id, NOW)).toBe(1);
      expect(await stage().store.planLate(edition.id, NOW)).toBe(0);
      expect(await lease(stage(), edition.id)).toHaveLength(1);
    });
  });

  describe('leasing', () => {
    it('gives what is due, the longest due first, and no more than was asked for', async () => {
      await addReaders(stage(), { hour: 7 }, { hour: 6 }, { hour: 9 }, { hour: 8 });
      const { edition } = await publish(stage());
      expect(await stage().store.dueEditions(NOW)).toEqual([edition.id]);
      const first = await lease(stage(), edition.id, 'one', 2);
      expect(first.map(({ subscriber }) => subscriber.hour).sort()).toEqual([6, 7]);
      expect((await lease(stage(), edition.id)).map(({ subscriber }) => subscriber.hour)).toEqual([8]);
      expect(await lease(stage(), edition.id)).toEqual([]);
      expect(await stage().store.dueEditions(NOW)).toEqual([]);
    });

    it('never gives one delivery to two, however many ask at once', async () => {
      await addReaders(stage(), ...Array.from({ length: 40 }, () => ({})));
      const { edition } = await publish(stage());
      const owners = Array.from({ length: 8 }, (_, at) => `owner ${at}`);
      const leased = await Promise.all(owners.map((owner) => lease(stage(), edition.id, owner, 7)));
      const ids = leased.flat().map(({ subscriber }) => subscriber.id);
      const rest = await lease(stage(), edition.id, 'last');
      expect(new Set([...ids, ...rest.map(({ subscriber }) => subscriber.id)]).size).toBe(40);
      expect(ids.length + rest.length).toBe(40);
    });

    it('tells which papers of the edition the reader had before, in whatever digest', async () => {
      const [reader] = await addReaders(stage(), {});
      const { edition } = await publish(stage());
      expect(await lease(stage(), edition.id)).toMatchObject([{ hadBefore: [] }]);
      const paperIds = edition.papers.map(({ paperId }) => paperId);
      const rows = [{ subscriberId: reader?.id ?? '', paperIds }];
      await stage().store.markSending(edition.id, 'one', rows);
      await readPage(stage(), [sighting(1, { title: 'Renamed' }), sighting(2)], {
        at: '2026-08-21T05:00:00Z',
      });
      const next = await freeze(stage(), { at: '2026-08-22T04:00:00Z' });
      const tomorrow = new Date('2026-08-22T08:00:00Z');
      const [leased] = await stage().store.leaseDeliveries({
        editionId: next.edition.id,
        owner: 'one',
        limit: 1,
        leaseSeconds: 60,
        now: tomorrow,
      });
      expect(next.edition.papers).toHaveLength(2);
      expect(leased?.hadBefore).toEqual(paperIds);
    });

    it('can be brought forward for all that were not tried yet', async () => {
      await addReaders(stage(), { hour: 7 }, { hour: 20 }, { hour: 23 });
      const { edition } = await publish(stage());
      expect(await stage().store.makeDue(edition.id, NOW)).toBe(2);
      expect(await lease(stage(), edition.id)).toHaveLength(3);
    });
  });

  describe('giving back', () => {
    it('returns what was claimed and not marked, of this owner only', async () => {
      await addReaders(stage(), {}, {});
      const { edition } = await publish(stage());
      await lease(stage(), edition.id, 'one', 1);
      await lease(stage(), edition.id, 'two', 1);
      expect(await stage().store.returnDeliveries('one')).toBe(1);
      expect(await stage().store.deliveryCounts(edition.id)).toMatchObject({ planned: 1, claimed: 1 });
    });

    it('happens by itself when a lease runs out; what was being sent becomes unknown', async () => {
      const [first] = await addReaders(stage(), { hour: 6 }, { hour: 7 }, { hour: 8 });
      const { edition } = await publish(stage());
      await lease(stage(), edition.id, 'dead', 2);
      await lease(stage(), edition.id, 'alive', 1);
      const rows = [{ subscriberId: first?.id ?? '', paperIds: [] }];
      await stage().store.markSending(edition.id, 'dead', rows);
      expect(await stage().store.recoverDeliveries()).toEqual({ returned: 0, unknown: 0 });
      await expire('dead');
      expect(await stage().store.recoverDeliveries()).toEqual({ returned: 1, unknown: 1 });
      expect(await stage().store.deliveryCounts(edition.id)).toMatchObject({
        planned: 1,
        claimed: 1,
        unknown: 1,
      });
      const unknown = (await stage().store.deliveries(edition.id, 9)).find(
        ({ state }) => state === 'unknown',
      );
      expect(unknown).toMatchObject({ subscriberId: first?.id, reason: expect.stringContaining('ended') });
    });
  });

  describe('skipping', () => {
    it('ends a claimed delivery with its reason, and none that another holds', async () => {
      const readers = await addReaders(stage(), {}, {});
      const { edition } = await publish(stage());
      const [mine] = await lease(stage(), edition.id, 'one', 1);
      await lease(stage(), edition.id, 'two', 1);
      const rows = readers.map(({ id }) => ({ subscriberId: id, reason: 'nothing for you' }));
      await stage().store.skipDeliveries(edition.id, 'one', rows);
      const skipped = (await stage().store.deliveries(edition.id, 9)).filter(
        ({ state }) => state === 'skipped',
      );
      expect(skipped).toMatchObject([{ subscriberId: mine?.subscriber.id, reason: 'nothing for you' }]);
    });
  });

  describe('marking', () => {
    it('keeps back a mail that was written before the reader moved, for another to be written', async () => {
      const [reader] = await addReaders(stage(), {});
      const { edition } = await publish(stage());
      await lease(stage(), edition.id);
      await stage().store.revokeLinks(reader?.id ?? '');
      const mark = (linkGeneration: number) =>
        stage().store.markSending(edition.id, 'one', [
          { subscriberId: reader?.id ?? '', paperIds: [], linkGeneration },
        ]);
      expect(await mark(0)).toEqual([]);
      expect(await stage().store.deliveries(edition.id, 1)).toMatchObject([{ state: 'claimed' }]);
      expect(await stage().store.returnDeliveries('one')).toBe(1);
      await lease(stage(), edition.id);
      expect(await mark(1)).toEqual([reader?.id]);
    });

    it('skips who left or was suppressed after the lease, and says which', async () => {
      const readers = await addReaders(stage(), {}, {}, { email: 'bounced@example.org' });
      const [stays, leaves, bounces] = readers.map(({ id }) => id);
      const { edition } = await publish(stage());
      await lease(stage(), edition.id);
      expect(await stage().store.leave(leaves ?? '')).toBe(true);
      await suppress('bounced@example.org');
      const rows = readers.map(({ id }) => ({ subscriberId: id, paperIds: [] }));
      expect(await stage().store.markSending(edition.id, 'one', rows)).toEqual([stays]);
      const found = await stage().store.deliveries(edition.id, 9);
      const reasons = new Map(
        found.map(({ subscriberId, state, reason }) => [subscriberId, [state, reason]]),
      );
      expect(reasons.get(stays ?? '')?.[0]).toBe('sending');
      expect(reasons.get(leaves ?? '')).toEqual(['skipped', 'left before it was sent']);
      expect(reasons.get(bounces ?? '')).toEqual(['skipped', 'mail to this address is suppressed']);
    });

    it('is refused to an owner whose lease went to another, and leaves the row alone', async () => {
      const [reader] = await addReaders(stage(), {});
      const { edition } = await publish(stage());
      await lease(stage(), edition.id, 'slow');
      await expire('slow');
      await stage().store.recoverDeliveries();
      await lease(stage(), edition.id, 'quick');
      const rows = [{ subscriberId: reader?.id ?? '', paperIds: [] }];
      expect(await stage().store.markSending(edition.id, 'slow', rows)).toEqual([]);
      expect(await stage().store.deliveryCounts(edition.id)).toMatchObject({ claimed: 1 });
      expect(await stage().store.markSending(edition.id, 'quick', rows)).toEqual([reader?.id]);
      expect(await stage().store.markSending(edition.id, 'quick', rows)).toEqual([]);
    });
  });

  const suppress = (email: string) =>
    stage().database.query('INSERT INTO suppressions (address_hmac, reason) VALUES ($1, $2)', [
      `hmac of ${email}`,
      'bounced',
    ]);

  const expire = (owner: string) =>
    stage().database.query(
      `UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE owner = $1`,
      [owner],
    );
}
