import { describe, expect, it } from 'vitest';
import { addReaders, lease, publish } from './deliveries.contract.js';
import {
  askedLink,
  askedMove,
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

/** What a reader may do with a fresh link: take everything away, have it deleted, move to another address. */
export function describeRights(stage: () => Stage): void {
  describe('an export', () => {
    it('holds everything that is known of the reader', async () => {
      const author = await stage().store.followProfile({
        sourceId: 'scholarfeed',
        key: '7',
        name: 'Ada Byron',
      });
      const reader = await confirmed(stage(), EMAIL, { authors: [author.id], keywords: ['graph nets'] });
      const { edition } = await publish(stage());
      const paperIds = edition.papers.map(({ paperId }) => paperId);
      await lease(stage(), edition.id);
      await stage().store.markSending(edition.id, 'one', [{ subscriberId: reader.id, paperIds }]);
      const receipt = { outcome: 'sent', response: '250 ok' } as const;
      await stage().store.recordReceipts(edition.id, [{ subscriberId: reader.id, receipt }], NOW);
      const hash = await askedLink(stage(), reader.id, 'export');
      const known = await stage().store.exportReader(hash, NOW);
      expect(known).toEqual({
        subscriber: reader,
        confirmedAt: NOW,
        followedAuthors: [{ id: author.id, name: 'Ada Byron' }],
        deliveries: [
          {
            cadence: 'daily',
            date: '2026-08-21',
            state: 'sent',
            finishedAt: NOW,
            papers: ['Paper number 1'],
          },
        ],
        letters: expect.arrayContaining([
          { kind: 'confirm', state: 'sent', createdAt: NOW },
          { kind: 'welcome', state: 'planned', createdAt: NOW },
          { kind: 'export', state: 'sent', createdAt: NOW },
        ]),
      });
      expect(await stage().store.exportReader(hash, NOW)).toBeUndefined();
    });

    it('tells also what waits, that the reader left, and why nothing is sent', async () => {
      const { id } = await confirmed(stage());
      await stage().store.leave(id);
      await askToConfirm(stage(), EMAIL, { hour: 4 });
      const hash = await askedLink(stage(), id, 'export');
      await stage().store.suppress(EMAIL, 'operator');
      expect(await stage().store.exportReader(hash, NOW)).toMatchObject({
        ...{ leftAt: expect.any(Date), suppressed: 'operator', askedChoices: { hour: 4 } },
      });
    });
  });

  describe('deletion', () => {
    it('leaves nothing of the reader but the keyed HMAC of the address, and a goodbye until it is sent', async () => {
      const reader = await confirmed(stage(), EMAIL, { keywords: ['graph nets'] });
      const hash = await askedLink(stage(), reader.id, 'delete');
      const done = await stage().store.deleteReader(hash, NOW);
      expect(await stage().store.deleteReader(hash, NOW)).toBeUndefined();
      const sent = await sendLetter(stage(), done?.letterId);
      expect(sent?.letter).toEqual({ id: done?.letterId, kind: 'goodbye', to: EMAIL });
      const left = await everything(stage());
      for (const trace of [reader.id, 'graph nets']) expect(left).not.toContain(trace);
      expect(left.replaceAll(`hmac of ${EMAIL}`, '')).not.toContain(EMAIL);
      expect(await stage().store.suppressionOf(EMAIL)).toBe('left');
    });

    it('forgets the address of a goodbye whose fate is unknown, too', async () => {
      const { id } = await confirmed(stage());
      const done = await stage().store.deleteReader(await askedLink(stage(), id, 'delete'), NOW);
      await leaseLetter(stage(), done?.letterId);
      await stage().store.markLetter(done?.letterId ?? '', 'one', undefined, NOW);
      await stage().database.query(`UPDATE letters SET lease_until = now() - interval '1 second'`);
      expect(await stage().store.recoverLetters()).toEqual({ returned: 0, unknown: 1 });
      expect((await everything(stage())).replaceAll(`hmac of ${EMAIL}`, '')).not.toContain(EMAIL);
    });

    it('keeps a worse reason for silence than having left', async () => {
      const { id } = await confirmed(stage());
      const hash = await askedLink(stage(), id, 'delete');
      await stage().store.suppress(EMAIL, 'complained');
      expect(await stage().store.deleteReader(hash, NOW)).toEqual({});
      expect(await stage().store.suppressionOf(EMAIL)).toBe('complained');
    });
  });

  describe('a move', () => {
    const NEW = 'countess@example.org';

    it('happens when the new address confirms, and ends every earlier link and token', async () => {
      const reader = await confirmed(stage());
      const old = await askedLink(stage(), reader.id, 'delete');
      const hash = await askedMove(stage(), reader.id, NEW);
      expect(await stage().store.readToken(hash, 'move', NOW)).toMatchObject({ newEmail: NEW });
      expect((await stage().store.subscriber(reader.id))?.email).toBe(EMAIL);
      const moved = await stage().store.move(hash, NOW);
      expect(moved).toEqual({ ...reader, email: NEW, linkGeneration: reader.linkGeneration + 1 });
      expect(await stage().store.deleteReader(old, NOW)).toBeUndefined();
      expect(await stage().store.move(hash, NOW)).toBeUndefined();
      expect((await stage().store.addSubscriber({ email: EMAIL, state: 'pending' })).id).not.toBe(reader.id);
    });

    it('never takes the address of another reader, who may have come meanwhile', async () => {
      const reader = await confirmed(stage());
      const hash = await askedMove(stage(), reader.id, NEW);
      await confirmed(stage(), NEW);
      expect(await stage().store.move(hash, NOW)).toBeUndefined();
      expect((await stage().store.subscriber(reader.id))?.email).toBe(EMAIL);
    });

    it('of two to one address at the same moment lets one through', async () => {
      const readers = await addReaders(stage(), {}, {});
      const hashes: string[] = [];
      for (const [at, { id }] of readers.entries())
        hashes.push(await askedMove(stage(), id, NEW, hoursOn(at)));
      const moved = await Promise.all(hashes.map((hash) => stage().store.move(hash, hoursOn(2))));
      expect(moved.filter((each) => each !== undefined)).toHaveLength(1);
      expect((await stage().store.subscribers()).map(({ email }) => email)).toContain(NEW);
    });

    it('goes to an address that had left before, and to none that bounced', async () => {
      const [one, two] = await addReaders(stage(), {}, {});
      await stage().store.suppress(NEW, 'left');
      await stage().store.move(await askedMove(stage(), one?.id ?? '', NEW), NOW);
      expect(await stage().store.suppressionOf(NEW)).toBeUndefined();
      const hash = await askedMove(stage(), two?.id ?? '', 'gone@example.org');
      await stage().store.suppress('gone@example.org', 'bounced');
      expect(await stage().store.move(hash, NOW)).toBeUndefined();
    });

    it('lets no letter follow that was asked for at the old address', async () => {
      const reader = await confirmed(stage());
      const hash = await askedMove(stage(), reader.id, NEW);
      const { letterId } = await stage().store.askLink({ subscriberId: reader.id, kind: 'delete', now: NOW });
      await stage().store.move(hash, NOW);
      expect(await sendLetter(stage(), letterId)).toBeUndefined();
      expect(await subscribe(stage(), NEW)).toHaveProperty('letterId');
    });
  });

  describe('coming back', () => {
    it('is for readers who had confirmed and left, and whose address may be written to', async () => {
      const { id } = await confirmed(stage());
      const pending = await stage().store.addSubscriber({ email: 'pending@example.org', state: 'pending' });
      const { store } = stage();
      expect(await store.comeBack(id)).toBe(false);
      for (const each of [id, pending.id]) await store.leave(each);
      expect(await store.comeBack(pending.id)).toBe(false);
      expect(await store.comeBack(id)).toBe(true);
      expect((await store.subscriber(id))?.state).toBe('active');
      await store.leave(id);
      await store.suppress(EMAIL, 'complained');
      expect(await store.comeBack(id)).toBe(false);
      for (const nobody of ['nobody', '00000000-0000-4000-8000-000000000000', ''])
        expect(await store.comeBack(nobody)).toBe(false);
    });
  });
}
