import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.js';
import type { Database } from '../../src/store/database.js';
import type { Bounce } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { addReaders, lease, NOW, publish } from './deliveries.contract.js';
import { askedLink } from './letter-stage.js';
import { emptyTables, type Stage } from './stage.js';

const DAY_MS = 86_400_000;

/** What the program relies on the store for when mail comes back, whichever database it is over. */
export function describeBounces(name: string, open: () => Promise<Database>): void {
  describe(`bounces: ${name}`, () => {
    let stage: Stage;
    let reader: Subscriber;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(async () => {
      await emptyTables(stage.database);
      const [added] = await addReaders(stage, { email: 'ada@example.org' });
      if (!added) throw new Error('no reader was added');
      reader = added;
    });
    afterAll(() => stage.database.close());

    const bounce = (over: Partial<Bounce>) =>
      stage.store.recordBounce({
        ...{ subscriberId: reader.id, report: 'r1', kind: 'soft', reason: '452 4.2.2 full', at: NOW },
        ...over,
      });
    const reason = (email = 'ada@example.org') => stage.store.suppressionOf(email);

    it.each([
      ['hard', 'bounced'],
      ['complaint', 'complained'],
    ] as const)('one that is %s ends mail to the address', async (kind, expected) => {
      expect(await bounce({ kind })).toBe('suppressed');
      expect(await reason()).toBe(expected);
    });

    it('keeps the mail of a suppressed reader from the wire', async () => {
      const { edition } = await publish(stage);
      await lease(stage, edition.id);
      await bounce({ kind: 'hard' });
      expect(
        await stage.store.markSending(edition.id, 'one', [{ subscriberId: reader.id, paperIds: [] }]),
      ).toEqual([]);
    });

    it('the fifth soft one within fourteen days ends it', async () => {
      const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
      const outcomes = [];
      for (const days of [13, 9, 6, 3, 0]) outcomes.push(await bounce({ report: `r${days}`, at: at(days) }));
      expect(outcomes).toEqual(['recorded', 'recorded', 'recorded', 'recorded', 'suppressed']);
      expect(await reason()).toBe('bounced');
    });

    it('four soft ones and one before the fourteen days do not end it', async () => {
      const at = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
      for (const days of [14, 9, 6, 3, 0])
        expect(await bounce({ report: `r${days}`, at: at(days) })).toBe('recorded');
      expect(await reason()).toBeUndefined();
    });

    it('five at once are counted as five', async () => {
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((at) => bounce({ report: `r${at}` })));
      expect(outcomes.filter((outcome) => outcome === 'suppressed')).toHaveLength(1);
    });

    it('any number that speak of the mail and not of the address end nothing', async () => {
      for (const at of [1, 2, 3, 4, 5, 6])
        expect(await bounce({ report: `r${at}`, kind: 'policy' })).toBe('recorded');
      expect(await reason()).toBeUndefined();
    });

    it('counts once for a mail, however many reports of it come', async () => {
      const { edition } = await publish(stage);
      const of = { edition: { cadence: edition.cadence, date: edition.date } };
      const outcomes = [];
      for (const at of [1, 2, 3, 4, 5, 6]) outcomes.push(await bounce({ ...of, report: `r${at}` }));
      expect(outcomes).toEqual(['recorded', 'known', 'known', 'known', 'known', 'known']);
      expect(await bounce({ ...of, kind: 'complaint' })).toBe('suppressed');
      expect(await bounce({ ...of, kind: 'complaint' })).toBe('known');
    });

    it('completes the reason of the delivery', async () => {
      const { edition } = await publish(stage);
      const of = { edition: { cadence: edition.cadence, date: edition.date } };
      await bounce(of);
      await bounce(of);
      await bounce({ ...of, kind: 'complaint', reason: 'abuse' });
      expect(await stage.store.deliveries(edition.id, 10)).toMatchObject([
        { reason: 'came back: 452 4.2.2 full; complaint: abuse' },
      ]);
    });

    it('of the address that a reader has left behind changes nothing', async () => {
      const { linkGeneration: generation } = reader;
      await stage.store.revokeLinks(reader.id);
      expect(await bounce({ kind: 'hard', generation })).toBe('gone');
      expect(await reason()).toBeUndefined();
      expect(await bounce({ kind: 'hard', generation: generation + 1 })).toBe('suppressed');
    });

    it('stands in what a reader is given of everything known', async () => {
      await bounce({});
      const hash = await askedLink(stage, reader.id, 'export');
      expect(await stage.store.exportReader(hash, NOW)).toMatchObject({
        bounces: [{ kind: 'soft', reason: '452 4.2.2 full', at: NOW }],
      });
    });

    it('is recorded too for an edition that is not known here', async () => {
      expect(await bounce({ edition: { cadence: 'weekly', date: '2020-01-06' } })).toBe('recorded');
      expect(await bounce({ edition: { cadence: 'weekly', date: '2020-01-06' } })).toBe('known');
    });

    it('lets a worse reason take the place of having left, and no other', async () => {
      await stage.store.suppress(reader.email, 'left');
      expect(await bounce({ kind: 'hard' })).toBe('suppressed');
      expect(await bounce({ kind: 'complaint' })).toBe('recorded');
      expect(await reason()).toBe('bounced');
    });

    it('is forgotten when an operator lifts the suppression', async () => {
      for (const at of [1, 2, 3, 4, 5]) await bounce({ report: `r${at}` });
      expect(await stage.store.unsuppress(reader.email)).toBe(true);
      expect(await bounce({ report: 'r6' })).toBe('recorded');
    });

    it('changes nothing for a reader who is gone, or was never there', async () => {
      await stage.store.removeSubscriber(reader.email);
      expect(await bounce({ kind: 'hard' })).toBe('gone');
      expect(await bounce({ kind: 'hard', subscriberId: 'nobody' })).toBe('gone');
      expect(await reason()).toBeUndefined();
    });
  });
}
