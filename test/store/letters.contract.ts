import { describe, expect, it } from 'vitest';
import { createToken } from '../../src/access/tokens.js';
import {
  askToConfirm,
  confirmed,
  EMAIL,
  hoursOn,
  leaseLetter,
  NOW,
  sendLetter,
  subscribe,
} from './letter-stage.js';
import type { Stage } from './stage.js';

/** The ledger of single mails, and what a reader chooses and follows. */
export function describeLetters(stage: () => Stage): void {
  const planned = async () => (await subscribe(stage())).letterId ?? '';
  const counts = async () =>
    Object.fromEntries((await stage().store.letterCounts()).map((row) => [row.state, row.count]));
  const expire = () => stage().database.query(`UPDATE letters SET lease_until = now() - interval '1 second'`);

  describe('a letter', () => {
    it('is due at once, and is taken by one process only', async () => {
      const id = await planned();
      expect(await stage().store.dueLetters(NOW)).toEqual([id]);
      const taken = await Promise.all(Array.from({ length: 5 }, () => leaseLetter(stage(), id)));
      expect(taken.filter((letter) => letter !== undefined)).toHaveLength(1);
      expect(await stage().store.dueLetters(NOW)).toEqual([]);
    });

    it('that nobody planned cannot be taken', async () => {
      expect(await leaseLetter(stage(), '00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });

    it('is marked only by who holds it', async () => {
      const id = await planned();
      await leaseLetter(stage(), id);
      const { stored } = createToken('confirm', NOW);
      expect(await stage().store.markLetter(id, 'another', stored, NOW)).toBe(false);
      expect(await stage().store.readToken(stored.hash, 'confirm', NOW)).toBeUndefined();
      expect(await stage().store.markLetter(id, 'one', stored, NOW)).toBe(true);
      expect(await stage().store.readToken(stored.hash, 'confirm', NOW)).toBeDefined();
    });

    it.each(['sent', 'refused', 'unknown'] as const)('ends as %s', async (outcome) => {
      const receipt = outcome === 'sent' ? { outcome, response: '250 ok' } : { outcome, reason: 'as it was' };
      await sendLetter(stage(), await planned(), { receipt });
      expect(await counts()).toEqual({ [outcome]: 1 });
      expect(await stage().store.dueLetters(hoursOn(1000))).toEqual([]);
    });

    it('that was put off is due again later', async () => {
      const id = await planned();
      await sendLetter(stage(), id, { receipt: { outcome: 'deferred', reason: '451 not now' } });
      expect(await stage().store.dueLetters(NOW)).toEqual([]);
      expect(await leaseLetter(stage(), id)).toBeUndefined();
      expect(await stage().store.dueLetters(hoursOn(0.1))).toEqual([id]);
      expect((await sendLetter(stage(), id, { now: hoursOn(0.1) }))?.letter.to).toBe(EMAIL);
    });

    it('of a crashed process is planned again, or unknown when it was on the wire', async () => {
      const id = await planned();
      await leaseLetter(stage(), id);
      expect(await stage().store.recoverLetters()).toEqual({ returned: 0, unknown: 0 });
      await expire();
      expect(await stage().store.recoverLetters()).toEqual({ returned: 1, unknown: 0 });
      expect(await stage().store.dueLetters(NOW)).toEqual([id]);
      await leaseLetter(stage(), id);
      await stage().store.markLetter(id, 'one', createToken('confirm', NOW).stored, NOW);
      await expire();
      expect(await stage().store.recoverLetters()).toEqual({ returned: 0, unknown: 1 });
      await stage().store.recordLetter(id, { outcome: 'deferred', reason: '451' }, NOW);
      expect(await counts()).toEqual({ unknown: 1 });
      await stage().store.recordLetter(id, { outcome: 'sent', response: '250' }, NOW);
      expect(await counts()).toEqual({ sent: 1 });
    });

    it('that cannot be written is refused, by who holds it', async () => {
      const id = await planned();
      await leaseLetter(stage(), id);
      await stage().store.refuseLetter(id, 'another', 'no', NOW);
      expect(await counts()).toEqual({ claimed: 1 });
      await stage().store.refuseLetter(id, 'one', 'no', NOW);
      expect(await counts()).toEqual({ refused: 1 });
    });

    it.each([
      ['the address was suppressed', () => stage().store.suppress(EMAIL, 'bounced')],
      [
        'the reader confirmed meanwhile',
        async () => {
          await stage().database.query(`UPDATE subscribers SET state = 'active'`);
        },
      ],
    ])('is kept back when %s', async (_why, happen) => {
      const id = await planned();
      await leaseLetter(stage(), id);
      await happen();
      const { stored } = createToken('confirm', NOW);
      expect(await stage().store.markLetter(id, 'one', stored, NOW)).toBe(false);
      expect(await counts()).toEqual({ skipped: 1 });
      expect(await stage().store.readToken(stored.hash, 'confirm', NOW)).toBeUndefined();
    });

    it('of welcome is kept back when the reader has left', async () => {
      const done = await stage().store.confirm(await askToConfirm(stage()), NOW);
      await stage().store.leave(done?.subscriber.id ?? '');
      expect(await sendLetter(stage(), done?.letterId)).toBeUndefined();
      expect(await counts()).toEqual({ sent: 1, skipped: 1 });
    });

    it.each(['planned', 'put off', 'taken'] as const)(
      'that asks to confirm is kept back when the reader leaves while it is %s',
      async (how) => {
        const id = await planned();
        if (how === 'put off')
          await sendLetter(stage(), id, { receipt: { outcome: 'deferred', reason: '451 not now' } });
        if (how === 'taken') await leaseLetter(stage(), id);
        await stage().store.leave((await stage().store.subscriberByEmail(EMAIL))?.id ?? '');
        expect(await counts()).toEqual({ skipped: 1 });
        const { stored } = createToken('confirm', NOW);
        expect(await stage().store.markLetter(id, 'one', stored, NOW)).toBe(false);
        expect(await stage().store.dueLetters(hoursOn(1000))).toEqual([]);
        expect(await subscribe(stage(), EMAIL, { now: hoursOn(1) })).toHaveProperty('letterId');
      },
    );

    it('takes away the tokens of its reader that are past their time', async () => {
      await askToConfirm(stage());
      await askToConfirm(stage(), EMAIL, {}, hoursOn(49));
      expect(await stage().database.query('SELECT 1 FROM tokens')).toHaveLength(1);
    });
  });

  describe('a choice', () => {
    it('is laid over what was there; what is not given stays', async () => {
      const reader = await confirmed(stage(), EMAIL, { hour: 18, topics: ['robotics'] });
      const changed = await stage().store.changeChoices(reader.id, { topics: [], maxPapers: 7 });
      expect(changed).toEqual({ ...reader, topics: [], maxPapers: 7 });
      expect(await stage().store.subscriber(reader.id)).toEqual(changed);
      expect(await stage().store.changeChoices('nobody', { hour: 3 })).toBeUndefined();
    });

    it('of new links ends the old ones', async () => {
      const reader = await confirmed(stage());
      await stage().store.revokeLinks(reader.id);
      expect((await stage().store.subscriber(reader.id))?.linkGeneration).toBe(reader.linkGeneration + 1);
    });

    it('can be read of all readers in pages', async () => {
      const rows = Array.from({ length: 7 }, (_, at) => ({
        email: `r${at}@example.org`,
        state: 'active' as const,
      }));
      await stage().store.importSubscribers(rows);
      const found: string[] = [];
      let last: string | undefined;
      for (;;) {
        const some = await stage().store.subscribersAfter(last, 3);
        if (some.length === 0) break;
        found.push(...some.map(({ email }) => email));
        last = some.at(-1)?.id;
      }
      expect(found.sort()).toEqual(rows.map(({ email }) => email));
    });
  });

  describe('who never confirms', () => {
    it('is forgotten after thirty days, with the token, and nobody else is', async () => {
      const hash = await askToConfirm(stage(), 'old@example.org');
      await subscribe(stage(), 'late@example.org', { now: hoursOn(20 * 24) });
      await stage().store.addSubscriber({ email: 'active@example.org', state: 'active', createdAt: NOW });
      const later = hoursOn(31 * 24);
      expect(await stage().store.forgetUnconfirmed(later)).toBe(1);
      expect(await stage().store.forgetUnconfirmed(later)).toBe(0);
      const left = (await stage().store.subscribers()).map(({ email }) => email).sort();
      expect(left).toEqual(['active@example.org', 'late@example.org']);
      expect(await stage().store.readToken(hash, 'confirm', NOW)).toBeUndefined();
    });
  });

  describe('a person to follow', () => {
    const ada = { sourceId: 'scholarfeed', key: '7', name: 'Ada Byron' };

    it('is made once, however many follow the same profile at once', async () => {
      const all = await Promise.all(Array.from({ length: 5 }, () => stage().store.followProfile(ada)));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      expect(all[0]).toMatchObject({ name: 'Ada Byron', sources: ['scholarfeed'], papers: 0 });
    });

    it('is found by any part of the name, in any order, and by nothing else', async () => {
      const { id } = await stage().store.followProfile(ada);
      await stage().store.followProfile({ sourceId: 'catalyzex', key: 'Charles', name: 'Charles 100%_' });
      const find = async (query: string) =>
        (await stage().store.findAuthors(query, 5)).map((author) => author.name);
      expect(await find('byr ADA')).toEqual(['Ada Byron']);
      expect(await find('%_')).toEqual(['Charles 100%_']);
      for (const nothing of ['', '  ', 'grace', 'ada charles', '_d_'])
        expect(await find(nothing)).toEqual([]);
      expect(await stage().store.authorsOf([id, 'nobody'])).toMatchObject([{ id }]);
    });

    it('is found with accents and without them', async () => {
      await stage().store.followProfile({ ...ada, name: 'José Ångström' });
      const find = async (query: string) =>
        (await stage().store.findAuthors(query, 5)).map((author) => author.name);
      for (const query of ['jose angstrom', 'José', 'ÅNG', 'angström'])
        expect(await find(query)).toEqual(['José Ångström']);
    });

    it('has the name that their page gives, once it was read', async () => {
      const { id } = await stage().store.followProfile({ ...ada, name: 'scholarfeed 7' });
      await stage().database.query(`UPDATE profiles SET name = 'Ada Byron'`);
      expect(await stage().store.authorsOf([id])).toMatchObject([{ name: 'Ada Byron' }]);
    });
  });
}
