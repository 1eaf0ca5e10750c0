import { describe, expect, it } from 'vitest';
import { byArxiv, byBoth, byDoi } from './merging-pages.js';
import { freeze, readPage, type Stage } from './stage.js';

/** Nobody is told, or sent, one paper as two. */
export function describeMergedEditions(stage: () => Stage): void {
  const read = (at: string, page: typeof byDoi, featuredOn = '2026-08-20') =>
    readPage(stage(), [{ ...page, featuredOn }], { at });

  const subscribe = () => stage().store.addSubscriber({ email: 'ada@example.org', state: 'active' });

  const freezeOn = async (date: string, cadence: 'daily' | 'weekly' = 'daily') =>
    (await freeze(stage(), { at: `${date}T04:00:00Z`, cadence })).edition;

  /** Sends what the reader has not had of an edition, as `deliver-batch` does; returns the ids of those papers. */
  const deliver = async (editionId: string, date: string): Promise<string[]> => {
    const { store } = stage();
    const now = new Date(`${date}T08:00:00Z`);
    const [leased] = await store.leaseDeliveries({
      editionId,
      owner: 'one',
      limit: 1,
      leaseSeconds: 60,
      now,
    });
    const edition = await store.edition(editionId);
    const ids = edition?.papers.map(({ paperId }) => paperId) ?? [];
    const paperIds = ids.filter((id) => !leased?.hadBefore.includes(id));
    const subscriberId = leased?.subscriber.id ?? '';
    await store.markSending(editionId, 'one', [{ subscriberId, paperIds }]);
    await store.recordReceipts(
      editionId,
      [{ subscriberId, receipt: { outcome: 'sent', response: '250' } }],
      now,
    );
    return paperIds;
  };

  describe('a paper that was stored as two', () => {
    it('is not told again when one of them was told before, but for the week', async () => {
      await read('2026-08-20T08:00:00Z', byDoi);
      const first = await freezeOn('2026-08-21');
      await read('2026-08-21T08:00:00Z', byArxiv);
      await read('2026-08-21T09:00:00Z', byBoth);
      expect((await freezeOn('2026-08-22')).papers).toEqual([]);
      const week = await freezeOn('2026-08-24', 'weekly');
      expect(week.papers).toMatchObject([{ paperId: first.papers[0]?.paperId, title: 'Paper number 1' }]);
    });

    it('is told once when neither was told yet', async () => {
      await read('2026-08-20T08:00:00Z', byDoi);
      await read('2026-08-20T09:00:00Z', byArxiv);
      await read('2026-08-20T10:00:00Z', byBoth);
      expect((await freezeOn('2026-08-21')).papers).toMatchObject([
        { title: 'Paper number 1', revised: false },
      ]);
      expect((await freezeOn('2026-08-22')).papers).toEqual([]);
    });

    it('is not sent again by an edition that froze before they were one, and that stays as it was', async () => {
      await subscribe();
      await read('2026-08-20T08:00:00Z', byDoi);
      expect(await deliver((await freezeOn('2026-08-21')).id, '2026-08-21')).toHaveLength(1);
      await read('2026-08-21T08:00:00Z', byArxiv);
      const second = await freezeOn('2026-08-22');
      expect(second.papers).toHaveLength(1);
      await read('2026-08-22T05:00:00Z', byBoth);
      expect(await stage().store.edition(second.id)).toEqual(second);
      expect(await deliver(second.id, '2026-08-22')).toEqual([]);
    });

    it('counts as had by whoever was sent the one that is no more', async () => {
      await subscribe();
      await read('2026-08-19T08:00:00Z', byDoi, '2026-08-01');
      await read('2026-08-20T08:00:00Z', byArxiv);
      expect(await deliver((await freezeOn('2026-08-21')).id, '2026-08-21')).toHaveLength(1);
      await read('2026-08-21T08:00:00Z', byBoth);
      await read('2026-08-21T09:00:00Z', byBoth, '2026-08-21');
      await read('2026-08-21T10:00:00Z', { ...byBoth, title: 'Renamed' });
      const second = await freezeOn('2026-08-22');
      expect(second.papers).toMatchObject([{ title: 'Renamed', revised: true }]);
      expect(await deliver(second.id, '2026-08-22')).toEqual([]);
    });

    it('is sent once by an edition that holds both, as the higher of them', async () => {
      await subscribe();
      await read('2026-08-20T08:00:00Z', byDoi);
      await read('2026-08-20T09:00:00Z', byArxiv);
      const edition = await freezeOn('2026-08-21');
      await read('2026-08-21T05:00:00Z', byBoth);
      expect(edition.papers).toHaveLength(2);
      expect(await deliver(edition.id, '2026-08-21')).toEqual([edition.papers[0]?.paperId]);
    });

    it('becomes news when only the younger was, unless the older has been known for long', async () => {
      const news = async () =>
        (await stage().store.newsFor('daily', new Date('2026-08-21T04:00:00Z'))).length;
      await read('2026-08-10T08:00:00Z', byDoi, '2026-08-01');
      await read('2026-08-20T08:00:00Z', byArxiv);
      await read('2026-08-20T09:00:00Z', byBoth);
      expect(await news()).toBe(1);
      const [mag, all] = [{ mag: '7' }, { ...byBoth.ids, mag: '7' }];
      await read('2026-07-01T08:00:00Z', { ...byDoi, ids: mag, title: 'An Old Record' }, '2026-06-01');
      await read('2026-08-20T10:00:00Z', { ...byBoth, ids: all });
      expect(await news()).toBe(0);
    });
  });
}
