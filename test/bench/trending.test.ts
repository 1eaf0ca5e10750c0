import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Figure } from '../../src/bench/figure.js';
import { fillTrends } from '../../src/bench/fill-trends.js';
import { obviousSql, obviousValues } from '../../src/bench/obvious-trending.js';
import { openHistory } from '../../src/bench/open-history.js';
import { predictDays } from '../../src/bench/predict-days.js';
import { predictFinal } from '../../src/bench/predict-final.js';
import { type Config, loadConfig } from '../../src/config.js';
import { newsOf } from '../digest/news.js';
import { emptyTables, readPage, type Stage, sighting } from '../store/stage.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';

let stage: Stage;
let config: Config;

beforeAll(async () => {
  config = await loadConfig({});
  const database = await openEmbeddedDatabase();
  stage = { database, store: createTestStore(database) };
});
beforeEach(() => emptyTables(stage.database));
afterAll(() => stage.database.close());

const numbers = Array.from({ length: 12 }, (_, at) => at + 1);

async function collect(figures: AsyncIterable<Figure>): Promise<Figure[]> {
  const all: Figure[] = [];
  for await (const figure of figures) all.push(figure);
  return all;
}

describe('a filled database', () => {
  it('holds lists that the obvious query finds the same papers in', async () => {
    const filling = { papers: 400, weekdays: 20, until: '2026-08-21', topicIds: ['graphs', 'robots'] };
    const done: number[] = [];
    for await (const papers of fillTrends(stage.database, filling)) done.push(papers);
    expect(done).toEqual([400]);
    for (const days of [1, 7, 30]) {
      const part = {
        until: '2026-08-21',
        days,
        now: new Date('2026-08-21T20:00:00Z'),
        weights: config.trending,
        limit: 5,
      };
      const best = await stage.store.trending({ ...part, topicId: 'graphs' });
      const obvious = await stage.database.query<{ id: string }>(
        obviousSql,
        obviousValues({ ...part, topicId: 'graphs' }),
      );
      expect(best).toHaveLength(5);
      expect(best.map(({ paper }) => paper.id)).toEqual(obvious.map(({ id }) => id));
    }
  });
});

describe('the history of an installation', () => {
  const read = (at: string, votesOf: (number: number) => number) =>
    readPage(
      stage,
      numbers.map((number) => sighting(number, { upvotes: votesOf(number) })),
      { at },
    );

  it('shows how much of the final top ten the morning knew', async () => {
    await read('2026-08-20T12:00:00Z', (number) => 100 - number);
    // Those that rise over night are those that lead in the end.
    await read('2026-08-21T02:00:00Z', (number) => 100 - number + (number > 10 ? 60 : 0));
    await read('2026-08-22T06:00:00Z', (number) => 100 - number + (number > 10 ? 90 : 0));
    const [days, recall] = await collect(predictDays(stage.database, config));
    expect(days).toMatchObject({
      value: 1,
      unit: 'days',
      note: expect.stringContaining('too little history'),
    });
    expect(recall).toMatchObject({ value: 100, obvious: 100, unit: '%' });
  });

  it('says so when no day was counted again', async () => {
    expect(await collect(predictDays(stage.database, config))).toMatchObject([{ value: 0, unit: 'days' }]);
    await read('2026-08-20T12:00:00Z', (number) => number);
    await read('2026-08-21T12:00:00Z', (number) => 2 * number);
    expect(await collect(predictDays(stage.database, config))).toMatchObject([
      { value: 0, note: 'of 1 listed; too little history: 20 would be a start' },
    ]);
  });

  it('is looked for where there is a database of this version', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'broadsheet-history-'));
    await expect(openHistory(dir)).rejects.toThrow('holds no database');
    await rm(dir, { recursive: true });
  });
});

describe('a prediction', () => {
  it('counts the ranking and the votes of the morning against the votes in the end', () => {
    const morning = numbers.map((number) =>
      newsOf(`${number}`, { counts: { upvotes: number }, ...(number <= 2 && { gained: 50 }) }),
    );
    const final = new Map(numbers.map((number) => [`${number}`, number <= 2 ? 90 : number]));
    const at = new Date('2026-08-21T04:00:00Z');
    expect(predictFinal(morning, final, config.trending, at)).toEqual({
      papers: 12,
      byRanking: 1,
      byVotes: 0.8,
    });
  });

  it('takes any of those that share the tenth place', () => {
    const morning = numbers.map((number) => newsOf(`${number}`, { counts: { upvotes: number } }));
    const final = new Map(numbers.map((number) => [`${number}`, number < 6 ? 5 : number]));
    expect(predictFinal(morning, final, config.trending, new Date()).byVotes).toBe(1);
  });
});
