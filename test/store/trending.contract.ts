import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import type { Database } from '../../src/store/database.js';
import type { TrendingPart } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { describeGains } from './gains.contract.js';
import { describeRandomTrends } from './random-trends.contract.js';
import { emptyTables, prepareScan, readPage, type Stage, sighting } from './stage.js';

const migrations = new URL('../../src/store/migrations/', import.meta.url);
const weights = {
  votes: 1,
  velocity: 1.5,
  comments: 0.5,
  code: 1,
  sources: 1,
  freshness: 0.5,
  ageDecay: 0.85,
};

/** Counts over time, and the lists that are made of them. */
export function describeTrending(name: string, open: () => Promise<Database>): void {
  describe(`trending: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    describeGains(() => stage);
    describeLists(() => stage);
    describeRandomTrends(() => stage);
  });
}

function describeLists(stage: () => Stage): void {
  const now = new Date('2026-08-21T20:00:00Z');
  const part = (over: Partial<TrendingPart> = {}): TrendingPart => ({
    ...{ until: '2026-08-21', days: 7, weights, now, limit: 10 },
    ...over,
  });
  const titles = async (over: Partial<TrendingPart> = {}) =>
    (await stage().store.trending(part(over))).map(({ paper }) => paper.title);
  const list = (day: string, page: Parameters<typeof sighting>[], topics: Record<number, string> = {}) =>
    readPage(
      stage(),
      page.map(([number, over]) => sighting(number, { featuredOn: day, ...over })),
      {
        at: `${day}T12:00:00Z`,
        day,
        matches: (paperId) =>
          Object.values(topics).map((topicId) => ({ paperId, topicId, score: 0.9, evidence: [] })),
      },
    );

  describe('a trending list', () => {
    it('holds the papers of its days in falling score, each as of the last day it stands in', async () => {
      await list('2026-08-14', [[1, { upvotes: 900 }]]);
      await list('2026-08-17', [
        [2, { upvotes: 40 }],
        [3, { upvotes: 3 }],
      ]);
      await list('2026-08-21', [
        [3, { upvotes: 100 }],
        [4, { upvotes: 10 }],
      ]);
      expect(await titles()).toEqual(['Paper number 3', 'Paper number 2', 'Paper number 4']);
      expect(await titles({ days: 1 })).toEqual(['Paper number 3', 'Paper number 4']);
      expect(await titles({ until: '2026-08-18' })).toEqual([
        'Paper number 1',
        'Paper number 3',
        'Paper number 2',
      ]);
      expect(await titles({ days: 30 })).toHaveLength(4);
      const [first] = await stage().store.trending(part());
      expect(first).toMatchObject({ featuredOn: '2026-08-21', counts: { upvotes: 100 } });
      expect(first).not.toHaveProperty('gained');
    });

    it('is not led by what rose long ago, nor by a good paper of an earlier day', async () => {
      await list('2026-08-18', [[3, { upvotes: 9 }]]);
      const today = { day: '2026-08-21' };
      const read = (upvotes: number, at: string) =>
        readPage(stage(), [sighting(1, { featuredOn: '2026-08-21', upvotes })], { at, ...today });
      await read(0, '2026-08-20T06:00:00Z');
      await read(3, '2026-08-20T08:00:00Z');
      await list('2026-08-21', [
        [1, { upvotes: 3 }],
        [2, { upvotes: 7 }],
      ]);
      expect(await titles({ limit: 1 })).toEqual(['Paper number 2']);
      expect(await titles({ limit: 1, weights: { ...weights, freshness: 0 } })).toEqual(['Paper number 3']);
    });

    it('is cut into pages that leave nothing out and repeat nothing', async () => {
      await list(
        '2026-08-21',
        [1, 2, 3, 4, 5, 6, 7].map((number) => [number, { upvotes: number % 2 }]),
      );
      const pages = await Promise.all([0, 3, 6].map((offset) => titles({ limit: 3, offset })));
      expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
      expect(new Set(pages.flat()).size).toBe(7);
    });

    it('follows a paper that is counted, filed, released with code or listed by another source', async () => {
      await list('2026-08-20', [[1, { upvotes: 8 }]], { 1: 'graphs' });
      await list(
        '2026-08-20',
        [
          [1, { upvotes: 8 }],
          [2, { upvotes: 4 }],
        ],
        { 2: 'robots' },
      );
      expect(await titles({ topicId: 'graphs' })).toEqual(['Paper number 1']);
      expect(await titles({ topicId: 'robots' })).toEqual(['Paper number 2']);
      expect(await titles()).toEqual(['Paper number 1', 'Paper number 2']);
      const released = sighting(2, { codeUrl: 'https://github.com/ada/fold', stars: 90, upvotes: 4 });
      await readPage(stage(), [sighting(1, { upvotes: 8 }), released], { at: '2026-08-20T14:00:00Z' });
      expect(await titles()).toEqual(['Paper number 2', 'Paper number 1']);
      await readPage(stage(), [sighting(1, { upvotes: 8 })], { at: '2026-08-20T15:00:00Z', source: 'arxiv' });
      const [, first] = await stage().store.trending(part());
      expect(first).toMatchObject({ listedBy: 2, paper: { title: 'Paper number 1' } });
      await readPage(stage(), [sighting(1, { upvotes: 800 }), released], { at: '2026-08-20T16:00:00Z' });
      expect(await titles()).toEqual(['Paper number 1', 'Paper number 2']);
    });

    it('says how much there is of each topic that is asked for, and what it gained', async () => {
      await list('2026-08-20', [[1, { upvotes: 8 }]], { 1: 'graphs', 2: 'robots' });
      await list('2026-08-21', [[2, { upvotes: 1 }]], { 2: 'robots' });
      await readPage(stage(), [sighting(1, { upvotes: 20 })], { at: '2026-08-21T08:00:00Z' });
      const topics = (days: number) =>
        stage().store.trendingTopics({ until: '2026-08-21', days }, ['graphs', 'robots', 'vision'], now);
      expect(await topics(7)).toEqual([
        { papers: 2, gained: 12 },
        { topicId: 'graphs', papers: 1, gained: 12 },
        { topicId: 'robots', papers: 2, gained: 12 },
      ]);
      expect(await topics(1)).toEqual([
        { papers: 1, gained: 0 },
        { topicId: 'robots', papers: 1, gained: 0 },
      ]);
    });

    it('leaves nothing out when several sources count the same papers at one moment', async () => {
      const numbers = [1, 2, 3, 4, 5, 6];
      const at = '2026-08-20T14:00:00Z';
      await readPage(
        stage(),
        numbers.map((number) => sighting(number)),
        { at: '2026-08-20T12:00:00Z' },
      );
      const scans = await Promise.all(
        [10, 20, 30, 40].map((upvotes) => {
          const page = numbers.map((number) => sighting(number, { upvotes: upvotes + number }));
          return prepareScan(stage(), upvotes % 20 ? page : page.reverse(), {
            at,
            source: `source-${upvotes}`,
          });
        }),
      );
      await Promise.all(scans.map((scan) => stage().store.saveScan(scan)));
      const rows = await stage().database.query<{ upvotes: number; sources: number }>(
        'SELECT upvotes, sources FROM trends ORDER BY upvotes',
      );
      expect(rows).toEqual(numbers.map((number) => ({ upvotes: 40 + number, sources: 5 })));
    });

    it('is there at once for papers that were stored before there were such lists', async () => {
      await list('2026-08-20', [[1, { upvotes: 8, codeUrl: 'https://example.org/code', stars: 7 }]], {
        1: 'graphs',
      });
      await list('2026-08-21', [
        [1, { upvotes: 9 }],
        [2, {}],
      ]);
      const rows = () =>
        stage().database.query(
          'SELECT topic_id, day, next_day, paper_id, upvotes, comments, stars, sources FROM trends ORDER BY 1, 2, 4',
        );
      const before = await rows();
      expect(before).toHaveLength(5);
      const migration = await readFile(new URL('0008-trending.sql', migrations), 'utf8');
      await stage().database.script(
        `DELETE FROM trends; ${migration.slice(migration.indexOf('INSERT INTO trends'))}`,
      );
      expect(await rows()).toEqual(before);
    });

    it('ranks as an edition of the same papers does', async () => {
      await list(
        '2026-08-21',
        [1, 2, 3, 4, 5].map((number) => [number, { upvotes: (number * 7) % 5 }]),
      );
      const news = await stage().store.newsFor('daily', now);
      const edition = rankPapers(news, weights, now, []).map(({ title, score }) => [title, score]);
      const listed = rankPapers(await stage().store.trending(part({ days: 1 })), weights, now, []);
      expect(listed.map(({ title, score }) => [title, score])).toEqual(edition);
    });
  });
}
