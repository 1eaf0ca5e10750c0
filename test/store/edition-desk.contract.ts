import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/model/message.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { addReaders, lease, NOW, publish } from './deliveries.contract.js';
import { emptyTables, freeze, type Stage } from './stage.js';

const LATER = new Date('2026-08-21T09:00:00Z');
const lost: Receipt = { outcome: 'unknown', reason: 'it broke' };

/** What an operator decides about an edition on its way, whichever database the store is over. */
export function describeEditionDesk(name: string, open: () => Promise<Database>): void {
  describe(`an operator's word on an edition: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    /** An edition for `count` readers, with what it holds. */
    const plan = async (count: number) => {
      const readers = await addReaders(stage, ...Array.from({ length: count }, () => ({})));
      const { edition } = await publish(stage);
      const paperIds = edition.papers.map(({ paperId }) => paperId);
      return { id: edition.id, ids: readers.map(({ id }) => id), paperIds };
    };
    const mark = (id: string, ids: string[], paperIds: string[] = []) =>
      stage.store.markSending(
        id,
        'one',
        ids.map((subscriberId) => ({ subscriberId, paperIds })),
      );
    const record = (id: string, ids: string[], receipt: Receipt) =>
      stage.store.recordReceipts(
        id,
        ids.map((subscriberId) => ({ subscriberId, receipt })),
        NOW,
      );
    /** An edition that was sent to all, and nobody knows what came of it. */
    const lose = async (count: number) => {
      const planned = await plan(count);
      await lease(stage, planned.id);
      await mark(planned.id, planned.ids, planned.paperIds);
      await record(planned.id, planned.ids, lost);
      return planned;
    };
    const counts = (id: string) => stage.store.deliveryCounts(id);
    const troubled = (id: string) => stage.store.troubledDeliveries(id, { limit: 200, offset: 0 });

    describe('on mails of unknown fate', () => {
      it('plans the chosen ones, or all, again and due now, and leaves what is sent alone', async () => {
        const { id, ids } = await lose(4);
        await record(id, ids.slice(3), { outcome: 'sent', response: '250 ok' });
        expect(await stage.store.editionDesk(id)).toMatchObject({ open: 3, deliveries: { unknown: 3 } });
        expect(await stage.store.resendUnknown(id, ids.slice(0, 1), LATER)).toBe(1);
        expect(await stage.store.resendUnknown(id, ids.slice(0, 1), LATER)).toBe(0);
        expect(await stage.store.dueEditions(NOW)).toEqual([]);
        expect(await stage.store.dueEditions(LATER)).toEqual([id]);
        expect(await stage.store.resendUnknown(id, 'all', LATER)).toBe(2);
        expect(await counts(id)).toMatchObject({ planned: 3, sent: 1, unknown: 0 });
        expect(await stage.store.editionDesk(id)).toMatchObject({ open: 0 });
      });

      it('sends nothing again to who left or was suppressed; they stay listed, as such', async () => {
        const { id, ids } = await lose(3);
        await stage.store.leave(ids[0] ?? '');
        await stage.database.query('INSERT INTO suppressions (address_hmac, reason) VALUES ($1, $2)', [
          'hmac of reader1@example.org',
          'bounced',
        ]);
        expect(await stage.store.resendUnknown(id, 'all', NOW)).toBe(1);
        expect(await troubled(id)).toMatchObject([
          { subscriberId: ids[0], email: 'reader0@example.org', open: true, mayBeWrittenTo: false },
          { subscriberId: ids[1], reason: 'it broke', open: true, mayBeWrittenTo: false },
        ]);
      });

      it('keeps what the first mail held as had, whatever becomes of the second', async () => {
        const { id, ids, paperIds } = await lose(1);
        await stage.store.resendUnknown(id, 'all', NOW);
        await stage.database.query(`UPDATE subscribers SET cadence = 'weekly', weekday = 5`);
        const weekly = await freeze(stage, { at: '2026-08-21T05:00:00Z', cadence: 'weekly' });
        const hadBefore = async (owner: string) => {
          const leased = await lease(stage, weekly.edition.id, owner);
          await stage.store.returnDeliveries(owner);
          return leased.map((delivery) => delivery.hadBefore);
        };
        expect(await hadBefore('planned')).toEqual([paperIds]);
        await lease(stage, id);
        await mark(id, ids, paperIds);
        await record(id, ids, { outcome: 'refused', reason: '550 no' });
        expect(await hadBefore('refused')).toEqual([paperIds]);
      });

      it('leaves them unknown for the record and asks no more, until the fate is unknown anew', async () => {
        const { id, ids } = await lose(3);
        expect(await stage.store.settleUnknown(id, ids.slice(0, 1), NOW)).toBe(1);
        expect(await stage.store.settleUnknown(id, ids.slice(0, 1), NOW)).toBe(0);
        expect((await troubled(id)).map(({ subscriberId, open }) => [subscriberId, open])).toEqual([
          [ids[1], true],
          [ids[2], true],
          [ids[0], false],
        ]);
        expect(await stage.store.resendUnknown(id, ids.slice(0, 2), NOW)).toBe(1);
        await lease(stage, id);
        await mark(id, ids.slice(1, 2));
        await record(id, ids.slice(1, 2), lost);
        expect(await stage.store.settleUnknown(id, 'all', NOW)).toBe(2);
        expect(await stage.store.editionDesk(id)).toMatchObject({ open: 0, deliveries: { unknown: 3 } });
      });

      it('lists a page at a time, what waits for a decision first', async () => {
        const { id, ids } = await plan(3);
        const leased = await lease(stage, id);
        await stage.store.skipDeliveries(id, 'one', [{ subscriberId: ids[0] ?? '', reason: 'no news' }]);
        await mark(id, ids.slice(1));
        await record(id, ids.slice(1, 2), { outcome: 'refused', reason: '550 no' });
        await record(id, ids.slice(2), lost);
        expect(leased).toHaveLength(3);
        const page = (offset: number) => stage.store.troubledDeliveries(id, { limit: 2, offset });
        expect((await page(0)).map(({ state, reason }) => [state, reason])).toEqual([
          ['unknown', 'it broke'],
          ['refused', '550 no'],
        ]);
        expect(await page(2)).toMatchObject([{ state: 'skipped', reason: 'no news', open: false }]);
      });
    });

    describe('to pause it', () => {
      it('leases nothing, marks nothing and is not due, until it is resumed', async () => {
        const { id, ids } = await plan(2);
        await lease(stage, id, 'one', 1);
        expect(await stage.store.pauseEdition(id)).toBe(true);
        expect(await stage.store.pauseEdition(id)).toBe(false);
        expect(await stage.store.editionDesk(id)).toMatchObject({ halt: 'paused' });
        expect(await stage.store.latestEditions(1)).toMatchObject([{ halt: 'paused' }]);
        expect(await lease(stage, id, 'two')).toEqual([]);
        expect(await stage.store.dueEditions(NOW)).toEqual([]);
        expect(await mark(id, ids)).toEqual([]);
        expect(await counts(id)).toMatchObject({ claimed: 1, planned: 1, skipped: 0 });
        expect(await stage.store.returnDeliveries('one')).toBe(1);
        expect(await stage.store.resumeEdition(id)).toBe(true);
        expect(await stage.store.resumeEdition(id)).toBe(false);
        expect(await stage.store.editionDesk(id)).not.toHaveProperty('halt');
        expect(await stage.store.dueEditions(NOW)).toEqual([id]);
        await lease(stage, id);
        expect((await mark(id, ids)).sort()).toEqual([...ids].sort());
      });

      it('still skips who left after the lease', async () => {
        const { id, ids } = await plan(2);
        await lease(stage, id);
        await stage.store.leave(ids[0] ?? '');
        await stage.store.pauseEdition(id);
        expect(await mark(id, ids)).toEqual([]);
        expect(await counts(id)).toMatchObject({ claimed: 1, skipped: 1 });
      });

      it('halts no other edition', async () => {
        const { id } = await plan(2);
        await stage.store.pauseEdition(id);
        await stage.database.query(`UPDATE subscribers SET cadence = 'weekly', weekday = 5`);
        const weekly = await freeze(stage, { at: '2026-08-21T05:00:00Z', cadence: 'weekly' });
        expect(await stage.store.dueEditions(NOW)).toEqual([weekly.edition.id]);
        expect(await lease(stage, weekly.edition.id)).toHaveLength(2);
      });
    });

    describe('to stop it', () => {
      it('skips what is not on the wire, claimed or not, for good, and lets what is there end', async () => {
        const { id, ids } = await plan(4);
        const leased = await lease(stage, id, 'one', 3);
        const [first, ...others] = leased.map(({ subscriber }) => subscriber.id);
        await mark(id, [first ?? '']);
        expect(await stage.store.stopEdition(id)).toBe(3);
        expect(await stage.store.stopEdition(id)).toBeUndefined();
        expect(await mark(id, others)).toEqual([]);
        await record(id, [first ?? ''], { outcome: 'sent', response: '250 ok' });
        expect(await counts(id)).toMatchObject({ sent: 1, skipped: 3, planned: 0, claimed: 0 });
        expect(new Set((await troubled(id)).map(({ reason }) => reason))).toEqual(
          new Set(['stopped by an operator']),
        );
        expect(await stage.store.resumeEdition(id)).toBe(false);
        expect(await stage.store.pauseEdition(id)).toBe(false);
        expect(ids).toHaveLength(4);
      });

      it('also ends what the mail server puts off afterwards, when the watch looks next', async () => {
        const { id, ids } = await plan(1);
        await lease(stage, id);
        await mark(id, ids);
        await stage.store.stopEdition(id);
        await record(id, ids, { outcome: 'deferred', reason: '451 not now' });
        expect(await counts(id)).toMatchObject({ planned: 1 });
        expect(await stage.store.dueEditions(LATER)).toEqual([]);
        await stage.store.recoverDeliveries();
        expect(await counts(id)).toMatchObject({ planned: 0, skipped: 1 });
      });

      it('calls unknown again what was only asked to be sent again, and sends none of it after', async () => {
        const { id } = await lose(2);
        await stage.store.resendUnknown(id, 'all', NOW);
        expect(await stage.store.stopEdition(id)).toBe(2);
        expect(await stage.store.editionDesk(id)).toMatchObject({ halt: 'stopped', open: 2 });
        expect(await stage.store.resendUnknown(id, 'all', NOW)).toBe(0);
        expect(await stage.store.settleUnknown(id, 'all', NOW)).toBe(2);
      });
    });

    it('finds no edition by an id that is none', async () => {
      expect(await stage.store.editionDesk('none')).toBeUndefined();
      expect(await stage.store.pauseEdition('none')).toBe(false);
      expect(await stage.store.resumeEdition('none')).toBe(false);
      expect(await stage.store.stopEdition('none')).toBeUndefined();
    });
  });
}
