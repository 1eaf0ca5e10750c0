import type { Database } from './database.js';
import { type NewsRow, newsColumns, toNewsPaper } from './papers.js';
import { findRelated } from './related-papers.js';
import { dropNulls } from './rows.js';
import type { CountReading, PaperPage, PaperPageStore } from './store.js';
import { isUuid } from './uuid.js';

/** More readings than this are shown by the day. */
const MOST_READINGS = 200;
const MOST_CHANGES = 60;
/** Readings of a paper that a small line is drawn through. */
const LATEST_READINGS = 60;

export function createPaperPageStore(database: Database): PaperPageStore {
  return {
    async paperPage(id, now) {
      if (!isUuid(id)) return undefined;
      const [row] = await database.query<PageRow>(pageSql, [now, id, MOST_READINGS, MOST_CHANGES]);
      return row && toPage(row);
    },

    relatedPapers: async (id, limit) => (isUuid(id) ? findRelated(database, id, limit) : []),

    async votesOver(paperIds) {
      const rows = await database.query<VotesRow>(votesSql, [paperIds, LATEST_READINGS]);
      return new Map(rows.map(({ paperId, readings }) => [paperId, readings.map(toReading)]));
    },
  };
}

/** Moments within JSON come as texts. */
type Told<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

type VotesRow = { paperId: string; readings: Told<CountReading>[] };

interface PageRow extends NewsRow {
  firstSeenAt: Date;
  listings: PaperPage['listings'];
  statements: Told<PaperPage['statements'][number]>[];
  readings: Told<CountReading>[];
  changes: Told<PaperPage['changes'][number]>[];
  editions: PaperPage['editions'];
}

function toPage({
  firstSeenAt,
  listings,
  statements,
  readings,
  changes,
  editions,
  ...row
}: PageRow): PaperPage {
  return {
    news: toNewsPaper(row),
    firstSeenAt,
    listings,
    statements: statements.map((one) => ({ ...one, saidAt: new Date(one.saidAt) })),
    readings: readings.map(toReading),
    changes: changes.map((one) => ({ ...one, changedAt: new Date(one.changedAt) })),
    editions,
  };
}

const toReading = (reading: Told<CountReading>): CountReading => ({
  ...dropNulls(reading),
  seenAt: new Date(reading.seenAt),
});

const listOf = (columns: Record<string, string>, order: string, rows: string) => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object(${Object.entries(columns)
    .map(([name, column]) => `'${name}', ${column}`)
    .join(', ')}) ORDER BY ${order}), '[]') FROM ${rows})`;

const counts = { sourceId: 's.source_id', seenAt: 's.seen_at', upvotes: 's.upvotes' };

/** The one chosen edition row of several changes of a paper is found by the change, which has an index. */
const pageSql = `
  SELECT ${newsColumns}, p.id::text AS "changeId", false AS revised, p.first_seen_at AS "newsAt", p.first_seen_at AS "firstSeenAt",
    ${listOf({ sourceId: 'l.source_id', day: 'l.day' }, 'l.day, l.source_id', 'listings l WHERE l.paper_id = p.id')} AS listings,
    ${listOf(
      { sourceId: 't.source_id', saidAt: 't.said_at', said: 't.said' },
      't.source_id',
      'statements t WHERE t.paper_id = p.id',
    )} AS statements,
    ${listOf(
      { ...counts, comments: 's.comments', stars: 's.stars' },
      's.seen_at, s.source_id',
      `(SELECT r.*, count(*) OVER () AS total,
          row_number() OVER (PARTITION BY r.source_id, (r.seen_at AT TIME ZONE 'UTC')::date ORDER BY r.seen_at DESC) AS late
        FROM sightings r WHERE r.paper_id = p.id) s WHERE s.total <= $3::int OR s.late = 1`,
    )} AS readings,
    ${listOf(
      { kind: 'c.kind', fields: 'c.fields', changedAt: 'c.changed_at' },
      'c.changed_at DESC, c.id',
      '(SELECT * FROM changes r WHERE r.paper_id = p.id ORDER BY r.changed_at DESC, r.id LIMIT $4::int) c',
    )} AS changes,
    ${listOf(
      { cadence: 'e.cadence', date: 'e.date', number: 'e.number' },
      'e.date DESC, e.cadence',
      `editions e WHERE e.id IN (
        SELECT x.edition_id FROM changes c JOIN edition_papers x ON x.change_id = c.id WHERE c.paper_id = p.id)`,
    )} AS editions
  FROM papers p WHERE p.id = $2::uuid`;

const votesSql = `
  SELECT asked.id AS "paperId", votes.readings FROM unnest($1::uuid[]) AS asked(id), LATERAL (
    SELECT ${listOf(
      counts,
      's.seen_at, s.source_id',
      `(SELECT r.source_id, r.seen_at, r.upvotes FROM sightings r WHERE r.paper_id = asked.id AND r.upvotes IS NOT NULL
         ORDER BY r.seen_at DESC LIMIT $2::int) s`,
    )} AS readings) votes
  WHERE votes.readings <> '[]'`;
