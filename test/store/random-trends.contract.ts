import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { PERIODS, type Period } from '../../src/model/period.js';
import { refreshTrends } from '../../src/store/refresh-trends.js';
import type { NewsPaper } from '../../src/store/store.js';
import { emptyTables, type Stage } from './stage.js';

const UNTIL = '2026-08-21';
const NOW = new Date('2026-08-21T20:00:00Z');
const DAY_MS = 86_400_000;

/** Days before the last on which papers are listed. */
const DAYS_AGO = [0, 6, 7, 29, 30];

/** A paper: days ago of its lists, readings as hours ago with counts, code, topics. */
const RandomPaper = fc.record({
  listed: fc.uniqueArray(fc.constantFrom(...DAYS_AGO), { minLength: 1, maxLength: 2 }),
  sources: fc.integer({ min: 1, max: 3 }),
  counted: fc.uniqueArray(
    fc.record({
      hoursAgo: fc.constantFrom(1, 5, 22, 23, 24, 40, 200),
      upvotes: fc.oneof(fc.constantFrom(0, 1, 3, 7), fc.nat(300)),
      comments: fc.nat(20),
      gained: fc.option(fc.integer({ min: -3, max: 60 }), { nil: null }),
    }),
    { selector: ({ hoursAgo }) => hoursAgo, maxLength: 5 },
  ),
  stars: fc.option(fc.nat(5000), { nil: null }),
  topics: fc.subarray(['graphs', 'robots']),
});

const weight = fc.constantFrom(0, 0.5, 1, 1, 1.5, 4);
const Weights = fc.record({
  ...{
    votes: weight,
    velocity: weight,
    comments: weight,
    code: weight,
    sources: weight,
    freshness: fc.constantFrom(0, 0.5, 4),
  },
  ageDecay: fc.constantFrom(0.3, 0.85, 1),
});

const Asked = fc.record({
  period: fc.constantFrom<Period>('day', 'week', 'month'),
  topicId: fc.constantFrom(undefined, 'graphs', 'robots'),
  limit: fc.constantFrom(1, 1, 2, 3, 50),
  offset: fc.constantFrom(0, 0, 0, 2),
});

/** The query that leaves most papers aside, and the function that scores every one of them. */
export function describeRandomTrends(stage: () => Stage): void {
  describe('the ranking', () => {
    it('is the same in the database and in the program, whatever the papers and the weights', async () => {
      const papers = fc.array(RandomPaper, { minLength: 1, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(
          papers,
          Weights,
          fc.array(Asked, { minLength: 4, maxLength: 4 }),
          async (made, weights, asked) => {
            await insertPapers(stage(), made);
            for (const { period, topicId, limit, offset } of asked) {
              const span = { until: UNTIL, days: PERIODS[period] };
              const narrowing = topicId === undefined ? {} : { topicId };
              const best = await stage().store.trending({
                ...span,
                ...narrowing,
                weights,
                now: NOW,
                limit,
                offset,
              });
              const all = await allPapers(stage(), span.days, topicId);
              const rank = (news: NewsPaper[]) => rankPapers(news, weights, NOW, [], { period });
              const expected = rank(all).slice(offset, offset + limit);
              // Which of several with the same score stands at the edge of a page is not the score's to say.
              expect(rank(best).map(({ score }) => score)).toEqual(expected.map(({ score }) => score));
              const scores = new Map(rank(all).map(({ paperId, score }) => [paperId, score]));
              expect(rank(best).map(({ paperId }) => scores.get(paperId))).toEqual(
                rank(best).map(({ score }) => score),
              );
            }
          },
        ),
        { numRuns: 40, seed: 20_260_821 },
      );
    });
  });
}

type Made = typeof RandomPaper extends fc.Arbitrary<infer T> ? T : never;

async function insertPapers({ database }: Stage, made: Made[]): Promise<void> {
  await emptyTables(database);
  const rows = made.map((paper, at) => ({
    ...paper,
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
  }));
  const insert = (table: string, columns: string, list: object[]) =>
    database.query(
      `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [JSON.stringify(list)],
    );
  const dayOf = (daysAgo: number) =>
    new Date(Date.parse(UNTIL) - daysAgo * DAY_MS).toISOString().slice(0, 10);
  await insert(
    'papers',
    'id, title, title_key, authors, author_count, code_url, keywords, categories, first_seen_at',
    rows.map(({ id, stars }) => ({
      ...{
        id,
        title: `Paper ${id}`,
        title_key: id,
        authors: [],
        author_count: 0,
        keywords: [],
        categories: [],
      },
      code_url: stars === null ? null : 'https://example.org/code',
      first_seen_at: NOW,
    })),
  );
  await insert(
    'listings',
    'paper_id, source_id, day',
    rows.flatMap(({ id, listed, sources }) =>
      listed.flatMap((daysAgo) =>
        Array.from({ length: sources }, (_, at) => ({
          paper_id: id,
          source_id: `source-${at}`,
          day: dayOf(daysAgo),
        })),
      ),
    ),
  );
  await insert(
    'sightings',
    'paper_id, source_id, seen_at, upvotes, comments, stars, gained',
    rows.flatMap(({ id, counted, stars }) =>
      counted.map(({ hoursAgo, ...counts }) => ({
        ...{ paper_id: id, source_id: 'source-0', stars, ...counts },
        seen_at: new Date(NOW.getTime() - hoursAgo * 3_600_000),
      })),
    ),
  );
  await insert(
    'matches',
    'paper_id, topic_id, score, evidence, classifier_id',
    rows.flatMap(({ id, topics }) =>
      topics.map((topicId) => ({
        paper_id: id,
        topic_id: topicId,
        score: 1,
        evidence: [],
        classifier_id: 'test',
      })),
    ),
  );
  await refreshTrends(
    database,
    rows.map(({ id }) => id),
  );
}

/** Every paper of the span by the plain reading of its days, latest day first. */
async function allPapers({ store }: Stage, days: number, topicId?: string): Promise<NewsPaper[]> {
  const found = new Map<string, NewsPaper>();
  for (const daysAgo of DAYS_AGO.filter((each) => each < days)) {
    const day = new Date(Date.parse(UNTIL) - daysAgo * DAY_MS).toISOString().slice(0, 10);
    for (const news of await store.papersOfDay(day, NOW))
      if (!found.has(news.paper.id)) found.set(news.paper.id, { ...news, featuredOn: day });
  }
  return [...found.values()].filter(
    ({ matches }) => topicId === undefined || matches.some((match) => match.topicId === topicId),
  );
}
