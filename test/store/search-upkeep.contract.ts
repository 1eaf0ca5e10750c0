import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, readPage, type Stage, sighting, writtenRows } from './stage.js';

/** What is looked through keeps to what is stored. */
export function describeUpkeep(name: string, open: () => Promise<Database>): void {
  describe(`what is searched: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const now = new Date('2026-08-21T20:00:00Z');
    const titles = async (text: string) =>
      (await stage.store.searchPapers({ text, limit: 10, now })).papers.map(({ paper }) => paper.title);

    it('follows a paper that is revised', async () => {
      await readPage(stage, [sighting(1, { title: 'On comets' })], { at: '2026-08-20T12:00:00Z' });
      await readPage(stage, [sighting(1, { title: 'On asteroids' })], { at: '2026-08-20T13:00:00Z' });
      expect(await titles('comets')).toEqual([]);
      expect(await titles('asteroids')).toEqual(['On asteroids']);
    });

    it('is not written when a page is read again', async () => {
      const page = [sighting(1, { title: 'On comets', abstract: 'They have tails.' })];
      await readPage(stage, page, { at: '2026-08-20T12:00:00Z' });
      const before = await writtenRows(stage, ['paper_words', 'title_words']);
      await readPage(stage, page, { at: '2026-08-20T13:00:00Z' });
      await readPage(stage, [{ ...page[0], upvotes: 77 } as Sighting], { at: '2026-08-20T14:00:00Z' });
      expect(await writtenRows(stage, ['paper_words', 'title_words'])).toEqual(before);
      expect(before.length).toBeGreaterThan(1);
    });

    it('holds two papers that were found to be one once', async () => {
      const first = sighting(1, { title: 'On comets', ids: { arxiv: '2508.00001' } });
      const second = sighting(2, { title: 'Of comets', ids: { doi: '10.5555/comets' } });
      await readPage(stage, [first, second], { at: '2026-08-20T12:00:00Z' });
      expect(await titles('comets')).toHaveLength(2);
      const both = { ...first, ids: { ...first.ids, ...second.ids } };
      await readPage(stage, [both], { at: '2026-08-20T13:00:00Z', source: 'arxiv' });
      expect(await titles('comets')).toHaveLength(1);
    });

    it('takes a day that is none, and one that has not come, for one that is', async () => {
      for (const [at, publishedAt] of [
        '2026-02-30',
        '9999-12-31',
        '2026',
        'soon',
        '0000-00-00T00:00:00Z',
      ].entries())
        await readPage(stage, [sighting(at + 1, { title: `Comet ${at}`, publishedAt })], {
          at: '2026-08-20T12:00:00Z',
        });
      const rows = await stage.database.query<{ day: string }>('SELECT day FROM paper_words ORDER BY day');
      expect(rows.map(({ day }) => day)).toEqual(['2026-03-02', ...Array(4).fill('2026-08-20')]);
    });

    it('lists the newest of very many, and says that there are more', async () => {
      await stage.database.query(
        `INSERT INTO papers (id, title, title_key, authors, author_count, keywords, categories, first_seen_at)
         SELECT md5(n::text)::uuid, 'Comet number ' || n, n::text, '{}', 0, '{}', '{}', '2020-01-01'::timestamptz + n * interval '1 day'
         FROM generate_series(1, 2500) n`,
      );
      const common = await stage.store.searchPapers({ text: 'comet', limit: 3, now });
      expect(common).toMatchObject({ isPartial: true });
      expect(common).not.toHaveProperty('total');
      expect(common.papers.map(({ paper }) => paper.title)).toEqual(
        [2500, 2499, 2498].map((n) => `Comet number ${n}`),
      );
      expect(await stage.store.searchPapers({ text: 'comet 7', limit: 3, now })).toMatchObject({
        total: 1,
        isPartial: false,
      });
      expect(await stage.store.searchPapers({ limit: 3, now })).not.toHaveProperty('total');
    });
  });
}
