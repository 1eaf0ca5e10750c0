import { describe, expect, it } from 'vitest';
import { createToken } from '../../src/access/tokens.js';
import { titleKey } from '../../src/papers/title-key.js';
import { createStore } from '../../src/store/create-store.js';
import {
  askedLink,
  askToConfirm,
  confirmed,
  EMAIL,
  everything,
  hoursOn,
  leaseLetter,
  NOW,
  sendLetter,
  subscribe,
} from './letter-stage.js';
import type { Stage } from './stage.js';

/** Asking for mail, and saying yes to it. */
export function describeAsking(stage: () => Stage): void {
  const reader = (email = EMAIL) => stage().store.subscriberByEmail(email);

  describe('asking for mail', () => {
    it('keeps a new address as pending, with what was chosen, and plans one letter that asks to confirm', async () => {
      const asked = await subscribe(stage(), EMAIL, { choices: { hour: 18, topics: ['robotics'] } });
      expect(await reader()).toMatchObject({
        state: 'pending',
        hour: 18,
        topics: ['robotics'],
        createdAt: NOW,
      });
      expect(await leaseLetter(stage(), asked.letterId)).toMatchObject({ kind: 'confirm', to: EMAIL });
    });

    it('gives what the operator has set to whoever does not choose', async () => {
      const readers = { hour: 5, timeZone: 'Asia/Tokyo', maxPapers: 9 };
      const store = createStore(stage().database, { titleKey, hashAddress: (email) => email, readers });
      await store.subscribe({ email: EMAIL, choices: { hour: 18 }, now: NOW });
      expect(await reader()).toMatchObject({ ...readers, hour: 18 });
    });

    it('tells a reader who gets mail already that somebody asked, and leaves their choices alone', async () => {
      await confirmed(stage(), EMAIL, { hour: 18 });
      const asked = await subscribe(stage(), EMAIL, { choices: { hour: 3 } });
      expect(await leaseLetter(stage(), asked.letterId)).toMatchObject({ kind: 'known', to: EMAIL });
      expect(await reader()).toMatchObject({ state: 'active', hour: 18 });
      expect(await everything(stage())).not.toContain('"hour": 3');
    });

    it('answers alike whatever was known of the address', async () => {
      await confirmed(stage(), 'active@example.org');
      await subscribe(stage(), 'pending@example.org');
      await stage().store.leave((await confirmed(stage(), 'left@example.org')).id);
      for (const email of ['new@example.org', 'active@example.org', 'left@example.org'])
        expect(await subscribe(stage(), email)).toEqual({ letterId: expect.any(String) });
    });

    it('plans nothing more while a letter of the kind waits', async () => {
      expect(await subscribe(stage())).toHaveProperty('letterId');
      expect(await subscribe(stage())).toEqual({});
    });

    it('sends three letters of a kind to one address in a day, and the next when a day has passed', async () => {
      for (const hour of [0, 1, 2]) await askToConfirm(stage(), EMAIL, {}, hoursOn(hour));
      expect(await subscribe(stage(), EMAIL, { now: hoursOn(3) })).toEqual({});
      expect(await subscribe(stage(), EMAIL, { now: hoursOn(23.9) })).toEqual({});
      expect(await subscribe(stage(), EMAIL, { now: hoursOn(24) })).toHaveProperty('letterId');
      expect(await subscribe(stage(), 'grace@example.org', { now: hoursOn(3) })).toHaveProperty('letterId');
    });

    it('of one address by many at once makes one reader and one letter', async () => {
      const asked = await Promise.all(Array.from({ length: 8 }, () => subscribe(stage())));
      expect(asked.filter(({ letterId }) => letterId !== undefined)).toHaveLength(1);
      expect(await stage().store.subscribers()).toHaveLength(1);
      expect(await stage().store.letterCounts()).toEqual([{ kind: 'confirm', state: 'planned', count: 1 }]);
    });

    it('keeps nothing of an address that must not be written to', async () => {
      await stage().store.suppress(EMAIL, 'bounced');
      const before = await everything(stage());
      expect(await subscribe(stage())).toEqual({});
      expect(await everything(stage())).toBe(before);
    });
  });

  describe('a confirmation', () => {
    it('makes the reader active, and plans a welcome', async () => {
      const done = await stage().store.confirm(await askToConfirm(stage()), NOW);
      expect(done?.subscriber).toMatchObject({ email: EMAIL, state: 'active' });
      expect((await leaseLetter(stage(), done?.letterId))?.kind).toBe('welcome');
    });

    it('brings what was chosen when it was asked for last, and leaves the rest as it was', async () => {
      await askToConfirm(stage(), EMAIL, { hour: 18, keywords: ['graph nets'] });
      const hash = await askToConfirm(stage(), EMAIL, { hour: 6, timeZone: 'Europe/Paris' });
      expect((await stage().store.confirm(hash, NOW))?.subscriber).toMatchObject({
        ...{ hour: 6, timeZone: 'Europe/Paris', keywords: ['graph nets'] },
      });
    });

    it('is good once, and lets no other letter of the time before undo a later leaving', async () => {
      const [first, second] = [await askToConfirm(stage()), await askToConfirm(stage())];
      const done = await stage().store.confirm(second, NOW);
      for (const spent of [second, first]) expect(await stage().store.confirm(spent, NOW)).toBeUndefined();
      await stage().store.leave(done?.subscriber.id ?? '');
      expect(await stage().store.confirm(first, NOW)).toBeUndefined();
      expect((await reader())?.state).toBe('left');
    });

    it('that was asked for before leaving is worth nothing after it', async () => {
      const hash = await askToConfirm(stage());
      await stage().store.leave((await reader())?.id ?? '');
      expect(await stage().store.confirm(hash, NOW)).toBeUndefined();
    });

    it('is good for two days and not a moment longer', async () => {
      const hash = await askToConfirm(stage());
      expect(await stage().store.readToken(hash, 'confirm', hoursOn(47.9))).toBeDefined();
      expect(await stage().store.readToken(hash, 'confirm', hoursOn(48))).toBeUndefined();
      expect(await stage().store.confirm(hash, hoursOn(48))).toBeUndefined();
      expect((await reader())?.state).toBe('pending');
    });

    it('by a token that was made up, cut short or meant for something else changes nothing', async () => {
      const hash = await askToConfirm(stage());
      const { id } = (await reader()) ?? { id: '' };
      const other = await askedLink(stage(), id, 'export');
      const before = await everything(stage());
      const { store } = stage();
      for (const wrong of [
        createToken('confirm', NOW).stored.hash,
        hash.slice(0, -1),
        '',
        `${hash}A`,
        other,
      ]) {
        expect(await store.readToken(wrong, 'confirm', NOW)).toBeUndefined();
        expect(await store.confirm(wrong, NOW)).toBeUndefined();
      }
      for (const refused of [
        store.exportReader(hash, NOW),
        store.deleteReader(hash, NOW),
        store.askMove(hash, 'grace@example.org', NOW),
        store.move(hash, NOW),
      ])
        expect(await refused).toBeUndefined();
      expect(await everything(stage())).toBe(before);
      expect(await store.readToken(hash, 'confirm', NOW)).toMatchObject({ subscriber: { id } });
    });

    it('is all that lifts having left, also when everything was deleted', async () => {
      const { id } = await confirmed(stage());
      await stage().store.deleteReader(await askedLink(stage(), id, 'delete'), NOW);
      expect(await stage().store.suppressionOf(EMAIL)).toBe('left');
      const rows = [{ email: EMAIL, state: 'active' as const }];
      expect(await stage().store.importSubscribers(rows)).toEqual(['suppressed']);
      expect(await stage().store.invite([{ email: EMAIL }], NOW)).toEqual([{ outcome: 'suppressed' }]);
      const hash = await askToConfirm(stage());
      expect(await stage().store.suppressionOf(EMAIL)).toBe('left');
      await stage().store.confirm(hash, NOW);
      expect(await stage().store.suppressionOf(EMAIL)).toBeUndefined();
    });

    it.each(['bounced', 'complained', 'operator'] as const)(
      'does not lift that an address %s',
      async (reason) => {
        const hash = await askToConfirm(stage());
        await stage().store.suppress(EMAIL, 'left');
        await stage().store.suppress(EMAIL, reason);
        expect(await stage().store.confirm(hash, NOW)).toBeUndefined();
        expect(await stage().store.suppressionOf(EMAIL)).toBe(reason);
        expect((await reader())?.state).toBe('pending');
        await stage().store.suppress(EMAIL, 'left');
        expect(await stage().store.suppressionOf(EMAIL)).toBe(reason);
      },
    );
  });

  describe('an invitation', () => {
    it('adds many as pending with a letter each, and leaves known ones alone', async () => {
      await confirmed(stage(), 'known@example.org');
      await stage().store.suppress('bounced@example.org', 'bounced');
      const rows = ['one', 'known', 'bounced', 'two', 'one'].map((name) => ({
        email: `${name}@example.org`,
      }));
      const invited = await stage().store.invite(rows, NOW);
      expect(invited.map(({ outcome }) => outcome)).toEqual([
        'added',
        'exists',
        'suppressed',
        'added',
        'exists',
      ]);
      expect(invited.map(({ letterId }) => letterId !== undefined)).toEqual([
        true,
        false,
        false,
        true,
        false,
      ]);
      const sent = await sendLetter(stage(), invited[3]?.letterId);
      expect(sent?.letter).toMatchObject({ kind: 'confirm', to: 'two@example.org' });
      expect((await stage().store.confirm(sent?.hash ?? '', NOW))?.subscriber.state).toBe('active');
    });
  });
}
