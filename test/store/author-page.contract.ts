import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../src/model/paper.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, prepareScan, type Stage, sighting } from './stage.js';

interface Visit {
  sourceId?: string;
  at: string;
  papers?: Parameters<typeof sighting>[];
  metrics?: Profile['metrics'];
  name?: string;
}

/** What the page of a person is made from, whichever database it is over. */
export function describeAuthorPage(name: string, open: () => Promise<Database>): void {
  describe(`the page of a person: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const visit = async ({ sourceId = 'scholarfeed', at, papers = [[1]], metrics = {}, ...over }: Visit) => {
      const { name: named = 'Ada Byron' } = over;
      const key = sourceId === 'scholarfeed' ? '118365' : named;
      const scan = await prepareScan(
        stage,
        papers.map((one) => sighting(...one)),
        { at, source: sourceId },
      );
      const profile = { ids: {}, name: named, field: 'Engines', metrics };
      await stage.store.saveScan({
        ...scan,
        scope: { profile: key },
        profile: {
          key,
          profile,
          linked: [{ sourceId: 'scholarfeed', key: '118365' }],
          held: [],
          orcid: '0000-0001-2345-6789',
        },
      });
    };
    const author = async () => {
      const [row] = await stage.database.query<{ id: string }>(
        'SELECT id FROM authors ORDER BY number LIMIT 1',
      );
      return row?.id ?? '';
    };

    it('holds what each source says over time, and when each was last read', async () => {
      await visit({ at: '2026-08-18T08:00:00Z', metrics: { hIndex: 8, citations: 210, novelty: 0.5 } });
      await visit({ at: '2026-08-19T08:00:00Z', metrics: { hIndex: 9, citations: 231, novelty: 0.5 } });
      await visit({ at: '2026-08-20T08:00:00Z', metrics: { hIndex: 9, citations: 231, novelty: 0.5 } });
      await visit({ sourceId: 'catalyzex', at: '2026-08-20T09:00:00Z', papers: [[2]] });
      expect(await stage.store.authorPage(await author())).toMatchObject({
        name: 'Ada Byron',
        papers: 2,
        profiles: [
          { sourceId: 'catalyzex', key: 'Ada Byron', samples: [], readAt: new Date('2026-08-20T09:00:00Z') },
          {
            ...{ sourceId: 'scholarfeed', key: '118365', field: 'Engines', orcid: '0000-0001-2345-6789' },
            readAt: new Date('2026-08-20T08:00:00Z'),
            samples: [
              { sampledAt: new Date('2026-08-18T08:00:00Z'), hIndex: 8, citations: 210, novelty: 0.5 },
              { sampledAt: new Date('2026-08-19T08:00:00Z'), hIndex: 9, citations: 231, novelty: 0.5 },
            ],
          },
        ],
      });
    });

    it('names the institutions on their papers, the most frequent first', async () => {
      await visit({
        at: '2026-08-18T08:00:00Z',
        papers: [
          [1, { institutions: ['Analytical Society', 'Royal Society'] }],
          [2, { institutions: ['Royal Society'] }],
        ],
      });
      const { institutions } = (await stage.store.authorPage(await author())) ?? {};
      expect(institutions).toEqual([
        { name: 'Royal Society', papers: 2 },
        { name: 'Analytical Society', papers: 1 },
      ]);
    });

    it('has papers newest first, in parts, by when they were published or else first seen', async () => {
      await visit({
        at: '2026-08-18T08:00:00Z',
        papers: [
          [1, { publishedAt: '2024-05-01' }],
          [2, { publishedAt: '2026-02-30' }],
          [3, { publishedAt: '2025-05-01T10:00:00Z' }],
          [4, { publishedAt: 'some day' }],
        ],
      });
      const id = await author();
      const days = async (limit: number, offset: number) =>
        (await stage.store.papersOfAuthor(id, { limit, offset })).map(({ title, day }) => [title, day]);
      expect(await days(3, 0)).toEqual([
        ['Paper number 4', '2026-08-18'],
        ['Paper number 2', '2026-03-02'],
        ['Paper number 3', '2025-05-01'],
      ]);
      expect(await days(3, 3)).toEqual([['Paper number 1', '2024-05-01']]);
    });

    it('is there for somebody who is followed and was never read', async () => {
      const { id } = await stage.store.followProfile({
        sourceId: 'catalyzex',
        key: 'Ada Byron',
        name: 'Ada Byron',
      });
      expect(await stage.store.authorPage(id)).toEqual({
        ...{ id, name: 'Ada Byron', papers: 0, institutions: [] },
        profiles: [{ sourceId: 'catalyzex', key: 'Ada Byron', name: 'Ada Byron', samples: [] }],
      });
      expect(await stage.store.papersOfAuthor(id, { limit: 5, offset: 0 })).toEqual([]);
    });

    it.each(['', 'nobody', "' OR true --", '00000000-0000-4000-8000-000000000000'])(
      'is not there for %j',
      async (id) => {
        expect(await stage.store.authorPage(id)).toBeUndefined();
        expect(await stage.store.authorInsteadOf(id)).toBeUndefined();
        expect(await stage.store.papersOfAuthor(id, { limit: 5, offset: 0 })).toEqual([]);
      },
    );

    it('leads on from an author who was found to be another', async () => {
      const one = await stage.store.followProfile({ sourceId: 'scholarfeed', key: '1', name: 'Ada Byron' });
      const other = await stage.store.followProfile({
        sourceId: 'catalyzex',
        key: 'Ada Byron',
        name: 'Ada Byron',
      });
      const [pair] = await stage.store.likelyPeople(5);
      expect(pair).toBeDefined();
      await stage.store.decidePeople(
        [
          { sourceId: 'catalyzex', key: 'Ada Byron' },
          { sourceId: 'scholarfeed', key: '1' },
        ],
        { same: true, by: 'test', at: new Date('2026-08-20T08:00:00Z') },
      );
      const kept = await author();
      const gone = kept === one.id ? other.id : one.id;
      expect(await stage.store.authorPage(gone)).toBeUndefined();
      expect(await stage.store.authorInsteadOf(gone)).toBe(kept);
    });
  });
}
