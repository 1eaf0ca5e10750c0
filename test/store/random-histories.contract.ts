import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERIODS } from '../../src/model/period.js';
import { refreshTrends } from '../../src/store/refresh-trends.js';
import { DAYS, insertRows, NOW, numbered, pruneSteps } from './retention-stage.js';
import type { Stage } from './stage.js';

const HOUR_MS = 3_600_000;

/** One reading of one paper by one source; hours are counted back from now, around the edge of the thirty days. */
const Reading = fc.record({
  paper: fc.integer({ min: 0, max: 3 }),
  source: fc.constantFrom('hf-daily', 'hf-trending'),
  hoursAgo: fc.oneof(fc.integer({ min: 715, max: 800 }), fc.integer({ min: 0, max: 60 })),
  upvotes: fc.nat(200),
  comments: fc.nat(9),
  gained: fc.option(fc.integer({ min: -3, max: 60 }), { nil: null }),
});
type Reading = typeof Reading extends fc.Arbitrary<infer T> ? T : never;

const Readings = fc.uniqueArray(Reading, {
  selector: ({ paper, source, hoursAgo }) => `${paper} ${source} ${hoursAgo}`,
  minLength: 10,
  maxLength: 40,
});

const OUTCOMES = ['ok', 'empty', 'unchanged', 'failed', 'quarantined', 'resting'] as const;
const RandomScan = fc.record({
  scope: fc.integer({ min: 1, max: 3 }),
  daysAgo: fc.integer({ min: 80, max: 130 }),
  outcome: fc.constantFrom(...OUTCOMES),
});
type RandomScan = typeof RandomScan extends fc.Arbitrary<infer T> ? T : never;

/** Whatever was read, thinning it out changes nothing that is told of the days. */
export function describeRandomHistories(stage: () => Stage): void {
  describe('whatever the history', () => {
    it('keeps the last count of each old day and what the day gained, and every trending list', async () => {
      const most = fc.integer({ min: 2, max: 20 });
      await fc.assert(
        fc.asyncProperty(Readings, most, async (readings, rows) => {
          await insertReadings(stage(), readings);
          const [before, days] = [await rankings(stage()), expectDays(readings)];
          const steps = await pruneSteps(stage(), NOW, rows);
          expect(Math.max(0, ...steps.map((step) => step.rows))).toBeLessThanOrEqual(rows);
          expect(await rankings(stage())).toEqual(before);
          expect(await storedReadings(stage())).toEqual(days);
          await refreshTrends(stage().database, [0, 1, 2, 3].map(numbered));
          expect(await rankings(stage())).toEqual(before);
        }),
        { numRuns: 12 },
      );
    });

    it('keeps of old scans those that are the last to say what they say of their scope', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(RandomScan, { minLength: 10, maxLength: 40 }), async (scans) => {
          const ordered = scans.toSorted((a, b) => b.daysAgo - a.daysAgo);
          await empty(stage());
          await insertRows(stage(), 'scans', ordered.map(scanRow));
          await pruneSteps(stage(), NOW, 7);
          const rows = await stage().database.query<{ place: string }>(
            'SELECT asked_by AS place FROM scans ORDER BY id',
          );
          const stays = ordered.flatMap((scan, at) =>
            isNeeded(scan, ordered.slice(at + 1)) ? [String(at)] : [],
          );
          expect(rows.map(({ place }) => place)).toEqual(stays);
        }),
        { numRuns: 15 },
      );
    });
  });
}

/** Quicker than to empty them all. */
const TABLES = ['trends', 'sightings', 'listings', 'papers', 'scans', 'pruned'];
const empty = ({ database }: Stage) => database.script(TABLES.map((name) => `DELETE FROM ${name}`).join(';'));

async function insertReadings(stage: Stage, readings: Reading[]): Promise<void> {
  await empty(stage);
  const papers = [0, 1, 2, 3].map((number) => ({
    ...{ id: numbered(number), title: `Paper ${number}`, title_key: String(number), first_seen_at: NOW },
    ...{ authors: [], author_count: 0, keywords: [], categories: [] },
  }));
  await insertRows(stage, 'papers', papers);
  const days = ['2026-07-21', '2026-08-20'];
  const listings = papers.flatMap(({ id }) =>
    days.map((day) => ({ paper_id: id, source_id: 'hf-daily', day })),
  );
  await insertRows(stage, 'listings', listings);
  const rows = readings.map(({ paper, source, hoursAgo, ...counts }) => ({
    ...{ paper_id: numbered(paper), source_id: source, seen_at: momentOf(hoursAgo), ...counts },
  }));
  await insertRows(stage, 'sightings', rows);
  await refreshTrends(
    stage.database,
    papers.map(({ id }) => id),
  );
}

const momentOf = (hoursAgo: number) => new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString();

const weights = {
  votes: 1,
  velocity: 1.5,
  comments: 0.5,
  code: 1,
  sources: 1,
  freshness: 0.5,
  ageDecay: 0.85,
};

/** The lists of today and of the old day, each with its papers' counts. */
async function rankings({ store }: Stage) {
  const spans = [
    ...[
      { until: '2026-08-21', days: PERIODS.month },
      { until: '2026-08-21', days: PERIODS.week },
    ],
    { until: '2026-07-21', days: PERIODS.day },
  ];
  const lists = spans.map(async (span) => {
    const news = await store.trending({ ...span, weights, now: NOW, limit: 10 });
    return news
      .map(({ paper, counts, ...rest }) => [paper.id, counts, 'gained' in rest ? rest.gained : undefined])
      .sort();
  });
  return Promise.all(lists);
}

interface Line {
  paper: string;
  source: string;
  at: string;
  upvotes: number;
  gained: number | null;
}

/** What should be left: all of the last thirty days, and of each day before them the last reading with the day's gain. */
function expectDays(readings: Reading[]): Line[] {
  const edge = new Date(NOW.getTime() - DAYS.sightings * 24 * HOUR_MS).toISOString().slice(0, 10);
  const groups = new Map<string, Reading[]>();
  for (const reading of readings) {
    const at = momentOf(reading.hoursAgo);
    const key = `${reading.paper} ${reading.source} ${at < edge ? at.slice(0, 10) : at}`;
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  return [...groups.values()].map(joinDay).sort(inOrder);
}

function joinDay(readings: Reading[]): Line {
  const last = readings.reduce((a, b) => (a.hoursAgo < b.hoursAgo ? a : b));
  const gains = readings.flatMap(({ gained }) => gained ?? []);
  const gained = gains.length === 0 ? null : gains.reduce((a, b) => a + b);
  const { paper, source, hoursAgo, upvotes } = last;
  return { paper: numbered(paper), source, at: momentOf(hoursAgo), upvotes, gained };
}

const inOrder = (a: Line, b: Line) => JSON.stringify(a).localeCompare(JSON.stringify(b));

async function storedReadings({ database }: Stage): Promise<Line[]> {
  const rows = await database.query<Line & { at: Date }>(
    'SELECT paper_id AS paper, source_id AS source, seen_at AS at, upvotes, gained FROM sightings',
  );
  return rows
    .map(({ paper, source, at, upvotes, gained }) => ({
      paper,
      source,
      at: new Date(at).toISOString(),
      upvotes,
      gained,
    }))
    .sort(inOrder);
}

function scanRow({ scope, daysAgo, outcome }: RandomScan, at: number) {
  const moment = new Date(NOW.getTime() - daysAgo * 24 * HOUR_MS);
  const held = outcome === 'ok' ? [numbered(1)] : [];
  return {
    ...{
      source_id: 'hf-daily',
      scope: { day: `2026-01-0${scope}` },
      started_at: moment,
      finished_at: moment,
    },
    ...{ asked_by: String(at), outcome: outcome === 'empty' ? 'ok' : outcome, counts: {} },
    paper_ids: outcome === 'ok' || outcome === 'empty' ? held : null,
  };
}

/** Each says all that those after it in the list say, except that a failure and a doubt say the same. */
const SAYS = { ok: 4, empty: 3, unchanged: 2, failed: 1, quarantined: 1, resting: 0 };

const isNeeded = ({ scope, daysAgo, outcome }: RandomScan, later: RandomScan[]) =>
  daysAgo <= DAYS.scans ||
  !later.some((other) => other.scope === scope && SAYS[other.outcome] >= SAYS[outcome]);
