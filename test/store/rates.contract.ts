import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/model/bounce.js';
import type { Receipt } from '../../src/model/message.js';
import type { Database } from '../../src/store/database.js';
import type { Rates } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { addReaders, NOW } from './deliveries.contract.js';
import { emptyTables, readPage, type Stage, sighting } from './stage.js';

const free = { perSecond: 0, perHour: 0 };
const ratesOf = (over: Partial<Rates>): Rates => ({ ...free, perDomain: free, domains: {}, ...over });
/** So slow that no second turn comes while a test runs. */
const SLOW = { perSecond: 0.001, perHour: 0 };

const sent: Receipt = { outcome: 'sent', response: '250 ok' };
const busy: Receipt = { outcome: 'deferred', reason: '451 4.7.1 too many', code: 451 };
const full: Receipt = { outcome: 'deferred', reason: '452 4.2.2 full', code: 452 };
const away: Receipt = { outcome: 'deferred', reason: 'connection refused', about: 'server' };
const policy: Refusal = { kind: 'policy', about: 'policy' };
const mailbox: Refusal = { kind: 'soft', about: 'mailbox' };
const unknown: Refusal = { kind: 'hard', about: 'address' };

/** Who has their turn, and who waits, whichever database the store is over. */
export function describeRates(name: string, open: () => Promise<Database>): void {
  describe(`rates: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    /** An edition for so many readers of each domain, all due. */
    const plan = async (domains: Record<string, number>, rates = ratesOf({})) => {
      const emails = Object.entries(domains).flatMap(([domain, count]) =>
        Array.from({ length: count }, (_, at) => ({ email: `reader${at}@${domain}`, hour: 6 })),
      );
      await addReaders(stage, ...emails);
      await readPage(stage, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      const draft = {
        cadence: 'daily',
        date: '2026-08-21',
        frozenAt: new Date('2026-08-21T04:00:00Z'),
      } as const;
      const { edition } = await stage.store.freezeEdition({ ...draft, missing: [], papers: [], rates });
      const lease = async (given = rates, limit = 100) => {
        const request = { editionId: edition.id, owner: 'one', limit, leaseSeconds: 60, now: NOW };
        const leased = await stage.store.leaseDeliveries({ ...request, rates: given });
        return leased.map(({ subscriber }) => subscriber);
      };
      type Leased = Awaited<ReturnType<typeof lease>>;
      const settle = async (readers: Leased, receipt: Receipt, refusal?: Refusal) => {
        const rows = readers.map(({ id }) => ({ subscriberId: id, paperIds: [] }));
        const marked = await stage.store.markSending(edition.id, 'one', rows);
        const settled = marked.map((subscriberId) => ({
          subscriberId,
          receipt,
          ...(refusal && { refusal }),
        }));
        await stage.store.recordReceipts(edition.id, settled, NOW);
      };
      const turn = () => stage.store.nextTurn(edition.id, NOW);
      return { id: edition.id, lease, settle, turn };
    };
    const domainsOf = (readers: { email: string }[]) => {
      const domains = readers.map(({ email }) => email.replace(/^.*@/, ''));
      return Object.fromEntries([...new Set(domains)].sort().map((one) => [one, countOf(domains, one)]));
    };
    const countOf = (list: string[], one: string) => list.filter((each) => each === one).length;
    const skipRest = () => stage.database.query(`UPDATE mail_lines SET rests_until = now()`);
    /** So that a busy machine does not sleep through one. */
    const stretchRests = () =>
      stage.database.query(
        `UPDATE mail_lines SET rests_until = now() + interval '1 hour' WHERE rests_until > used_at`,
      );
    const later = (seconds: number) =>
      stage.database.query(
        `UPDATE mail_lines SET next_at = next_at - $1::int * interval '1 second', hour_at = hour_at - $1::int * interval '1 second'`,
        [seconds],
      );

    it('without any gives all that is due, of whatever domain', async () => {
      const { lease } = await plan({ 'big.example': 60, 'small.example': 2 });
      expect(await lease()).toHaveLength(62);
    });

    it('gives one domain a turn at its gap, and the others go past it', async () => {
      const { id, lease, turn } = await plan(
        { 'big.example': 5, 'other.example': 4, 'one.example': 1 },
        ratesOf({ perDomain: SLOW }),
      );
      expect(domainsOf(await lease())).toEqual({ 'big.example': 1, 'one.example': 1, 'other.example': 1 });
      expect(await lease()).toEqual([]);
      expect(await turn()).toBeGreaterThan(0);
      expect(await turn()).toBeLessThanOrEqual(1_000_000);
      expect(await stage.store.dueEditions(NOW)).toEqual([]);
      await later(1000);
      expect(await stage.store.dueEditions(NOW)).toEqual([id]);
      expect(domainsOf(await lease())).toEqual({ 'big.example': 1, 'other.example': 1 });
    });

    it('never lets more than half a second’s worth go at once, however long nobody asked', async () => {
      const { lease } = await plan(
        { 'big.example': 90 },
        ratesOf({ perDomain: { perSecond: 40, perHour: 0 } }),
      );
      expect(await lease()).toHaveLength(20);
      await later(3600);
      expect(await lease()).toHaveLength(20);
    });

    it('lets a quarter of an hour’s mails go at once, and the rest so that no hour holds more', async () => {
      const perDomain = { perSecond: 0, perHour: 40 };
      const { lease } = await plan({ 'big.example': 60 }, ratesOf({ perDomain }));
      let inHour = (await lease()).length;
      expect(inHour).toBe(10);
      for (let minute = 1; minute < 60; minute += 1) {
        await later(60);
        inHour += (await lease()).length;
      }
      expect(inHour).toBeGreaterThan(35);
      expect(inHour).toBeLessThanOrEqual(40);
    });

    it('holds a domain to the rate of its own, also one with few readers', async () => {
      const rates = ratesOf({ domains: { 'strict.example': SLOW } });
      const { lease } = await plan({ 'strict.example': 2, 'big.example': 9 }, rates);
      expect(domainsOf(await lease())).toEqual({ 'strict.example': 1, 'big.example': 9 });
    });

    it('shares the rate of all mails between whoever asks at once', async () => {
      const { lease } = await plan(
        { 'a.example': 9, 'b.example': 9 },
        ratesOf({ perSecond: 0, perHour: 16 }),
      );
      const leased = await Promise.all([1, 2, 3, 4].map(() => lease()));
      expect(leased.flat()).toHaveLength(4);
      expect(await lease()).toEqual([]);
      await later(900);
      expect(await lease()).toHaveLength(3);
    });

    it('shares a domain’s turns between whoever asks at once', async () => {
      const rates = ratesOf({ perDomain: { perSecond: 0, perHour: 40 } });
      const { lease } = await plan({ 'big.example': 60 }, rates);
      const leased = await Promise.all([1, 2, 3, 4].map(() => lease()));
      const ids = leased.flat().map(({ id }) => id);
      expect([ids.length, new Set(ids).size]).toEqual([10, 10]);
    });

    it('slows down the domain that puts mail off, and it alone', async () => {
      const { lease, settle } = await plan({ 'busy.example': 12, 'free.example': 12 });
      const first = (await lease()).filter(({ email }) => email.endsWith('busy.example')).slice(0, 6);
      await stage.store.returnDeliveries('one');
      await stage.database.query(
        `UPDATE deliveries SET state = 'claimed', owner = 'one' WHERE subscriber_id = ANY ($1)`,
        [first.map(({ id }) => id)],
      );
      await settle(first, busy, policy);
      const second = await lease();
      expect(domainsOf(second)).toEqual({ 'busy.example': 1, 'free.example': 12 });
      await settle(
        second.filter(({ email }) => email.endsWith('busy.example')),
        busy,
        policy,
      );
      const [line] = await stage.database.query(
        `SELECT strikes, extract(epoch FROM rests_until - used_at)::int AS seconds FROM mail_lines WHERE domain = 'busy.example'`,
      );
      expect(line).toEqual({ strikes: 2, seconds: 15 });
      await stretchRests();
      expect(domainsOf(await lease())).toEqual({});
    });

    it('rests longer each time, at most an hour, and heals by half with each mail that is taken', async () => {
      const { lease, settle } = await plan({ 'busy.example': 20 });
      const rests: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        await skipRest();
        const [reader] = await lease(undefined, 1);
        await settle(reader ? [reader] : [], busy, policy);
        const [line] = await stage.database.query<{ seconds: number }>(
          `SELECT round(extract(epoch FROM rests_until - used_at))::int AS seconds FROM mail_lines WHERE domain = 'busy.example'`,
        );
        rests.push(line?.seconds ?? 0);
      }
      expect(rests).toEqual([0, 15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
      const room: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        await skipRest();
        const readers = await lease(undefined, 4);
        room.push(readers.length);
        await settle(readers, sent);
      }
      expect(room).toEqual([1, 1, 1, 1, 3]);
    });

    it('holds a full mailbox against no domain', async () => {
      const { lease, settle } = await plan({ 'some.example': 8 });
      await settle(await lease(undefined, 4), full, mailbox);
      expect(await lease()).toHaveLength(4);
    });

    it('lets a mail server that cannot be used rest, then tries it with one mail', async () => {
      const { id, lease, settle, turn } = await plan({ 'a.example': 9, 'b.example': 9 });
      await settle(await lease(undefined, 8), away);
      await stretchRests();
      expect(await lease()).toEqual([]);
      expect(await turn()).toBeGreaterThan(0);
      expect(await stage.store.dueEditions(NOW)).toEqual([]);
      expect(await stage.store.deliveryProgress(id, NOW)).toMatchObject({
        deferred: 8,
        resting: [{ domain: '', reason: 'connection refused' }],
      });
      await skipRest();
      const tried = await lease();
      expect(tried).toHaveLength(1);
      await settle(tried, sent);
      expect(await lease()).toHaveLength(9);
    });

    it('rests too when many conversations break off, before all mails are unknown', async () => {
      const { lease, settle } = await plan({ 'a.example': 30 });
      await settle(await lease(undefined, 8), { outcome: 'unknown', reason: 'it broke' });
      await stretchRests();
      expect(await lease()).toEqual([]);
    });

    it('leaves an edition alone whose line waits while another edition’s mails go', async () => {
      const rates = ratesOf({ perDomain: SLOW });
      const { lease } = await plan({ 'big.example': 3, 'one.example': 1 }, rates);
      expect(domainsOf(await lease())).toEqual({ 'big.example': 1, 'one.example': 1 });
      await stage.store.addSubscriber({ email: 'late@one.example', state: 'active' });
      const [edition] = await stage.store.latestEditions(1);
      expect(await stage.store.planLate(edition?.id ?? '', NOW)).toBe(1);
      expect(domainsOf(await lease())).toEqual({ 'one.example': 1 });
    });

    describe('a refusal in the session', () => {
      it('of an address that does not exist suppresses it, and stands with its class', async () => {
        const { id, lease, settle } = await plan({ 'some.example': 2 });
        const [gone, other] = await lease();
        const receipt = { outcome: 'refused', reason: '550 5.1.1 no such user', code: 550 } as const;
        await settle(gone ? [gone] : [], receipt, unknown);
        expect(await stage.store.suppressionOf(gone?.email ?? '')).toBe('bounced');
        expect(await stage.store.suppressionOf(other?.email ?? '')).toBeUndefined();
        expect(await stage.store.troubledDeliveries(id, { limit: 9, offset: 0 })).toMatchObject([
          { state: 'refused', refusal: 'address', reason: '550 5.1.1 no such user', mayBeWrittenTo: false },
        ]);
      });

      it('by policy or for the content suppresses nobody; a full mailbox does the fifth time in fourteen days', async () => {
        const { lease, settle } = await plan({ 'some.example': 2 });
        const [unwanted, stuffed] = await lease();
        await settle(
          unwanted ? [unwanted] : [],
          { outcome: 'refused', reason: '550 5.7.1 no', code: 550 },
          policy,
        );
        expect(await stage.store.suppressionOf(unwanted?.email ?? '')).toBeUndefined();
        const soft = { subscriberId: stuffed?.id ?? '', kind: 'soft', reason: 'full', at: NOW } as const;
        for (const report of ['r1', 'r2', 'r3', 'r4']) await stage.store.recordBounce({ ...soft, report });
        await settle(
          stuffed ? [stuffed] : [],
          { outcome: 'refused', reason: '552 5.2.2 full', code: 552 },
          mailbox,
        );
        expect(await stage.store.suppressionOf(stuffed?.email ?? '')).toBe('bounced');
      });

      it('says nothing of the address that the reader has moved to meanwhile', async () => {
        const { id, lease } = await plan({ 'some.example': 1 });
        const [reader] = await lease();
        const rows = [{ subscriberId: reader?.id ?? '', paperIds: [], linkGeneration: 0 }];
        await stage.store.markSending(id, 'one', rows);
        await stage.store.revokeLinks(reader?.id ?? '');
        const receipt = { outcome: 'refused', reason: '550 5.1.1 gone', code: 550 } as const;
        const settled = { subscriberId: reader?.id ?? '', linkGeneration: 0, receipt, refusal: unknown };
        await stage.store.recordReceipts(id, [settled], NOW);
        expect(await stage.store.suppressionOf(reader?.email ?? '')).toBeUndefined();
      });
    });
  });
}
