import { PERIODS, type Period } from '../model/period.js';
import type { Database } from '../store/database.js';
import type { TrendingPart } from '../store/store.js';
import { topicsSql, topicsValues, trendingSql, trendingValues } from '../store/trending.js';
import type { BenchOptions } from './bench.js';
import { type BenchDatabase, openBenchDatabase } from './bench-database.js';
import { type Figure, medianOf, timeWork } from './figure.js';
import { fillTrends } from './fill-trends.js';
import { obviousSql, obviousValues } from './obvious-trending.js';

/** A server takes the size that is promised for; a database in memory as much as it can hold in the same time. */
const PAPERS = { PostgreSQL: 200_000, PGlite: 5_000 };
const WEEKDAYS = 133;
const UNTIL = '2026-08-21';
const NOW = new Date(`${UNTIL}T20:00:00Z`);
/** Papers on one page of a list. */
const LIMIT = 50;
const ROUNDS = 9;
const OBVIOUS_ROUNDS = 3;

/** Trending lists of a full store: planned and run by the database, by its own account, against the query without the table. */
export async function* measureTrending(options: BenchOptions): AsyncIterable<Figure> {
  const database = await openBenchDatabase(options.config.environment.DATABASE_URL);
  try {
    yield* measureFilling(database, options);
    for (const topicId of [undefined, options.config.topics[0]?.id])
      for (const period of Object.keys(PERIODS) as Period[])
        yield await measureList(database, { period, ...(topicId && { topicId }) }, options);
    yield await measureTopics(database, options);
  } finally {
    await database.close();
  }
}

async function* measureFilling(
  database: BenchDatabase,
  { config, signal, tell }: BenchOptions,
): AsyncIterable<Figure> {
  const papers = PAPERS[database.kind];
  const topicIds = config.topics.map(({ id }) => id);
  const ms = await timeWork(async () => {
    for await (const done of fillTrends(database, { papers, weekdays: WEEKDAYS, until: UNTIL, topicIds })) {
      signal.throwIfAborted();
      tell(done, papers, 'papers');
    }
  });
  yield {
    what: `fill ${papers.toLocaleString('en')} papers of ${WEEKDAYS} days`,
    value: ms / 1000,
    unit: 's',
    ...(database.kind === 'PostgreSQL' && { aim: { most: 60 } }),
    note: database.kind === 'PostgreSQL' ? 'PostgreSQL' : 'PGlite in memory: with DATABASE_URL 200,000',
  };
}

interface Asked {
  period: Period;
  topicId?: string;
}

async function measureList(
  database: BenchDatabase,
  { period, topicId }: Asked,
  { config, signal }: BenchOptions,
): Promise<Figure> {
  const span = { until: UNTIL, days: PERIODS[period] };
  const part: TrendingPart = {
    ...span,
    now: NOW,
    weights: config.trending,
    limit: LIMIT,
    ...(topicId && { topicId }),
  };
  const here = await explain(database, trendingSql, trendingValues(part), ROUNDS, signal);
  const obvious = await explain(database, obviousSql, obviousValues(part), OBVIOUS_ROUNDS, signal);
  return {
    what: `trending ${period}, ${topicId ?? 'all topics'}`,
    value: here.planMs + here.runMs,
    unit: 'ms',
    obvious: obvious.planMs + obvious.runMs,
    ...(database.kind === 'PostgreSQL' && { aim: { most: 20 } }),
    note: `plan ${here.planMs.toFixed(1)} + execution ${here.runMs.toFixed(1)} ms; best ${LIMIT} of ${await countPapers(database, part)}`,
  };
}

async function measureTopics(database: Database, { config, signal }: BenchOptions): Promise<Figure> {
  const topicIds = config.topics.map(({ id }) => id);
  const values = topicsValues({ until: UNTIL, days: PERIODS.month }, topicIds, NOW);
  const { planMs, runMs } = await explain(database, topicsSql, values, ROUNDS, signal);
  const note = `papers and gains of ${topicIds.length} topics, beside a month's list`;
  return { what: 'topics of a month', value: planMs + runMs, unit: 'ms', note };
}

async function countPapers(database: Database, { until, days, topicId = '' }: TrendingPart): Promise<string> {
  const [row] = await database.query<{ papers: number }>(
    'SELECT count(*)::int AS papers FROM trends WHERE topic_id = $1 AND day > $2::date - $3::int AND day <= $2::date',
    [topicId, until, days],
  );
  return (row?.papers ?? 0).toLocaleString('en');
}

type Plan = [{ 'Planning Time': number; 'Execution Time': number }];

/** Medians of what the server says. Without a clock on each row, which would cost more than the row. */
async function explain(
  database: Database,
  sql: string,
  values: unknown[],
  rounds: number,
  signal: AbortSignal,
) {
  const plans: Plan[0][] = [];
  for (let round = 0; round <= rounds; round += 1) {
    signal.throwIfAborted();
    const [row] = await database.query<{ 'QUERY PLAN': Plan }>(
      `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}`,
      values,
    );
    // The first one warms the server's memory.
    if (row && round > 0) plans.push(row['QUERY PLAN'][0]);
  }
  return {
    planMs: medianOf(plans.map((plan) => plan['Planning Time'])),
    runMs: medianOf(plans.map((plan) => plan['Execution Time'])),
  };
}
