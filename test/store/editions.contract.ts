import { describe, expect, it } from 'vitest';
import { freeze, readPage, type Stage, sighting, titlesOf, writtenRows } from './stage.js';

const EDITION_TABLES = ['editions', 'edition_papers', 'deliveries'];

/** News is told once, and an edition never changes. */
export function describeEditions(stage: () => Stage): void {
  const reader = { email: 'ada@example.org', state: 'active' } as const;

  describe('an edition', () => {
    it('tells a paper once a cadence; what comes late is in the next', async () => {
      await readPage(stage(), [sighting(1), sighting(2)], { at: '2026-08-20T12:00:00Z' });
      const first = await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      await readPage(stage(), [sighting(1), sighting(2), sighting(3)], { at: '2026-08-21T04:00:01Z' });
      const second = await freeze(stage(), { at: '2026-08-22T04:00:00Z' });
      const third = await freeze(stage(), { at: '2026-08-23T04:00:00Z' });
      const weekly = await freeze(stage(), { at: '2026-08-24T04:00:00Z', cadence: 'weekly' });
      expect([first, second, third, weekly].map(({ edition }) => titlesOf(edition))).toEqual([
        ['Paper number 1', 'Paper number 2'],
        ['Paper number 3'],
        [],
        ['Paper number 1', 'Paper number 2', 'Paper number 3'],
      ]);
    });

    it('tells a paper again when it was revised after it was told', async () => {
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      await readPage(stage(), [sighting(1, { codeUrl: 'https://github.com/ada/fold' })], {
        at: '2026-08-21T12:00:00Z',
      });
      const { edition } = await freeze(stage(), { at: '2026-08-22T04:00:00Z' });
      expect(edition.papers).toMatchObject([{ title: 'Paper number 1', revised: true }]);
    });

    it('tells a paper that was revised before it was told as new', async () => {
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      await readPage(stage(), [sighting(1, { title: 'Renamed' })], { at: '2026-08-20T14:00:00Z' });
      const { edition } = await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      expect(edition.papers).toMatchObject([{ title: 'Renamed', revised: false }]);
      expect((await freeze(stage(), { at: '2026-08-22T04:00:00Z' })).edition.papers).toEqual([]);
    });

    it('does not tell what became news more than thirty days ago, or after the freeze', async () => {
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      const told = async (now: string) => (await stage().store.newsFor('daily', new Date(now))).length;
      expect(await told('2026-09-19T11:59:59Z')).toBe(1);
      expect(await told('2026-09-19T12:00:00Z')).toBe(0);
      expect(await told('2026-08-20T11:59:59Z')).toBe(0);
    });

    it('counts votes as they stood, with those of a day ago beside them', async () => {
      const counted = (upvotes: number, at: string) => readPage(stage(), [sighting(1, { upvotes })], { at });
      await counted(4, '2026-08-19T12:00:00Z');
      await counted(10, '2026-08-20T02:00:00Z');
      await counted(25, '2026-08-20T20:00:00Z');
      await counted(90, '2026-08-21T09:00:00Z');
      const [news] = await stage().store.newsFor('daily', new Date('2026-08-21T04:00:00Z'));
      expect(news).toMatchObject({ counts: { upvotes: 25 }, gained: 15 });
    });

    it('never changes: frozen again it is the same, and writes nothing', async () => {
      await stage().store.addSubscriber(reader);
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      const first = await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      expect(first).toMatchObject({ frozen: true, planned: 1, edition: { number: 1 } });
      const before = await writtenRows(stage(), EDITION_TABLES);
      await readPage(stage(), [sighting(1), sighting(2)], { at: '2026-08-21T05:00:00Z' });
      const second = await freeze(stage(), { at: '2026-08-21T06:00:00Z' });
      expect(second).toEqual({ edition: first.edition, planned: 0, frozen: false });
      expect(await writtenRows(stage(), EDITION_TABLES)).toEqual(before);
    });

    it('shows a paper as it was when it froze, whatever becomes of it', async () => {
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      const { edition } = await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      await readPage(stage(), [sighting(1, { title: 'Renamed', upvotes: 99 })], {
        at: '2026-08-21T05:00:00Z',
      });
      expect(await stage().store.edition(edition.id)).toEqual(edition);
      expect(await stage().store.editionOf('daily', '2026-08-21')).toEqual(edition);
      expect(edition.papers).toMatchObject([{ title: 'Paper number 1', upvotes: 1 }]);
    });

    it('is numbered from 1 for each cadence, without a gap or a double, though many freeze at once', async () => {
      const days = ['2026-08-17', '2026-08-18', '2026-08-19', '2026-08-20', '2026-08-20', '2026-08-21'];
      const daily = await Promise.all(days.map((day) => freeze(stage(), { at: `${day}T04:00:00Z` })));
      const weekly = await freeze(stage(), { at: '2026-08-17T04:00:00Z', cadence: 'weekly' });
      const numbers = daily.filter(({ frozen }) => frozen).map(({ edition }) => edition.number);
      expect(numbers.sort()).toEqual([1, 2, 3, 4, 5]);
      expect(weekly.edition.number).toBe(1);
    });

    it('is found by its id or its day, and nothing is found for others', async () => {
      expect(await stage().store.edition('no such id')).toBeUndefined();
      expect(await stage().store.editionOf('weekly', '2026-08-21')).toBeUndefined();
    });

    it('is listed newest first, with its papers and deliveries counted', async () => {
      await stage().store.addSubscriber(reader);
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      await freeze(stage(), { at: '2026-08-21T04:00:00Z' });
      await freeze(stage(), { at: '2026-08-22T04:00:00Z' });
      expect(await stage().store.latestEditions(5)).toMatchObject([
        { date: '2026-08-22', paperCount: 0, deliveries: { planned: 1, sent: 0 } },
        { date: '2026-08-21', paperCount: 1, deliveries: { planned: 1, sent: 0 } },
      ]);
      expect(await stage().store.latestEditions(1)).toHaveLength(1);
    });
  });

  describe("a day's list", () => {
    it('holds what was featured on that day, and knows the days around it', async () => {
      await readPage(stage(), [sighting(1)], { at: '2026-08-20T12:00:00Z' });
      const friday = { featuredOn: '2026-08-21' };
      await readPage(stage(), [sighting(1, friday), sighting(2, friday)], {
        at: '2026-08-21T12:00:00Z',
        day: '2026-08-21',
      });
      const now = new Date('2026-08-22T00:00:00Z');
      expect(await stage().store.papersOfDay('2026-08-20', now)).toHaveLength(1);
      expect(await stage().store.papersOfDay('2026-08-21', now)).toHaveLength(2);
      const around = (day: string) => stage().store.daysAround(day);
      expect(await around('2026-08-23')).toEqual({ day: '2026-08-21', previous: '2026-08-20' });
      expect(await around('2026-08-20')).toEqual({ day: '2026-08-20', next: '2026-08-21' });
      expect(await around('2026-08-01')).toEqual({});
    });
  });
}
