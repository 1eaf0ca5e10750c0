import { randomUUID } from 'node:crypto';
import type { Edition, Halt, ProfileChange } from '../model/edition.js';
import { paperNow } from './aliases.js';
import type { Database, Sql } from './database.js';
import { toCounts } from './deliveries.js';
import { openLines } from './mail-lines.js';
import { type NewsRow, newsColumns, toNewsPaper } from './papers.js';
import { dropNulls, json } from './rows.js';
import type { EditionDraft, EditionStore, EditionSummary, ProfileFigures } from './store.js';

export function createEditionStore(database: Database): EditionStore {
  return {
    async newsFor(cadence, now) {
      return (await database.query<NewsRow>(newsSql, [now, cadence])).map(toNewsPaper);
    },

    async profileFigures(cadence, now) {
      const rows = await database.query<ProfileFigures>(profileFiguresSql, [cadence, now]);
      return rows.map((row) => ({ ...row, before: dropNulls(row.before), now: dropNulls(row.now) }));
    },

    freezeEdition: (draft) =>
      database.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`freeze.${draft.cadence}`]);
        const frozen = await insertEdition(tx, draft);
        const planned = frozen ? await planDeliveries(tx, draft) : 0;
        const edition = await findEdition(tx, 'e.cadence = $1 AND e.date = $2::date', [
          draft.cadence,
          draft.date,
        ]);
        if (!edition) throw new Error('an edition that was just frozen cannot be read');
        return { edition, planned, frozen };
      }),

    edition: (id) => findEdition(database, 'e.id::text = $1', [id]),

    editionOf: (cadence, date) =>
      findEdition(database, 'e.cadence = $1 AND e.date = $2::date', [cadence, date]),

    async latestEditions(limit) {
      return (await database.query<SummaryRow>(latestEditionsSql, [limit])).map(toSummary);
    },
  };
}

type EditionRow = Omit<Edition, 'profiles'> & { profiles: ProfileChange[] | null };

/** An edition as `summaryColumns` give it. */
export type SummaryRow = Omit<EditionSummary, 'deliveries' | 'open' | 'halt' | 'problem'> & {
  halt: Halt | null;
  problem: string | null;
  states: { state: string; count: number; open: number }[];
};

/** Fills in the states in which nothing stands. */
export function toSummary({ states, halt, problem, ...row }: SummaryRow): EditionSummary {
  const open = states.find(({ state }) => state === 'unknown')?.open ?? 0;
  return { ...row, ...(halt && { halt }), ...(problem && { problem }), open, deliveries: toCounts(states) };
}

/** False when the edition exists already: it stays as it is. */
async function insertEdition(tx: Sql, draft: EditionDraft): Promise<boolean> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO editions (id, cadence, date, number, frozen_at, missing, profiles, halt)
     SELECT $1, $2, $3::date, 1 + count(*), $4, $5::text[], nullif($6::jsonb, '[]'), $7 FROM editions WHERE cadence = $2
     ON CONFLICT (cadence, date) DO NOTHING RETURNING id`,
    [
      ...[randomUUID(), draft.cadence, draft.date, draft.frozenAt, draft.missing, json(draft.profiles ?? [])],
      draft.paused ? 'paused' : null,
    ],
  );
  if (row) await insertPapers(tx, row.id, draft.papers);
  return row !== undefined;
}

async function insertPapers(tx: Sql, editionId: string, papers: EditionDraft['papers']): Promise<void> {
  const rows = papers.map(({ changeId, ...shown }) => ({ ...shown, change_id: changeId, shown }));
  await tx.query(
    `INSERT INTO edition_papers (edition_id, paper_id, change_id, rank, shown)
     SELECT $1, "paperId", change_id, rank, shown FROM jsonb_to_recordset($2::jsonb)
       AS r("paperId" uuid, change_id uuid, rank integer, shown jsonb)`,
    [editionId, json(rows)],
  );
}

/** One row a reader who is due, suppressed addresses left out; the hour is the reader's own (see `dueAt`). */
async function planDeliveries(tx: Sql, { cadence, date, frozenAt, rates }: EditionDraft): Promise<number> {
  await openLines(tx, cadence, rates);
  const [row] = await tx.query<{ planned: number }>(
    `WITH zones AS (SELECT z.name, known_zone(z.name) AS known FROM (SELECT DISTINCT time_zone AS name FROM subscribers) z),
     times AS MATERIALIZED (
       SELECT s.time_zone, s.hour, s.weekday, ${dueAt} AS due_at
       FROM (SELECT DISTINCT time_zone, hour, weekday, cadence FROM subscribers WHERE cadence = $1 AND state = 'active') s
         JOIN zones z ON z.name = s.time_zone),
     planned AS (
       INSERT INTO deliveries (edition_id, subscriber_id, due_at, line)
       SELECT e.id, s.id, t.due_at, coalesce(m.domain, '')
       FROM editions e, subscribers s
         JOIN times t ON t.time_zone = s.time_zone AND t.hour = s.hour AND t.weekday = s.weekday
         LEFT JOIN mail_lines m ON m.domain = s.domain
       WHERE e.cadence = $1 AND e.date = $2::date AND s.state = 'active' AND s.cadence = $1
         AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac)
       RETURNING 1)
     SELECT count(*)::int AS planned FROM planned`,
    [cadence, date, frozenAt],
  );
  const planned = row?.planned ?? 0;
  // Else the database takes the new edition for a small one, and goes through all of it for every handful.
  if (planned > FEW) await tx.script('ANALYZE deliveries');
  return planned;
}

const FEW = 1000;

/**
 * The first moment at or after the freeze ($3) at which the reader's clock shows their hour (weekly: on their weekday).
 * PostgreSQL reads an hour that the clock skips as the one after it, and one that it shows twice as the second.
 */
const daysAhead = `CASE s.cadence WHEN 'weekly' THEN (s.weekday - extract(isodow FROM today.shown)::int + 7) % 7 ELSE 0 END`;
const step = `CASE s.cadence WHEN 'weekly' THEN 7 ELSE 1 END`;
// OFFSET 0 keeps the planner from working out one expression again wherever it is used.
const dueAt = `(
  SELECT min(moment) FROM
    (SELECT date_trunc('day', $3::timestamptz AT TIME ZONE z.known) + make_interval(hours => s.hour) AS shown
       OFFSET 0) AS today,
    LATERAL (VALUES (${daysAhead}), (${daysAhead} + ${step})) AS later (days),
    LATERAL (SELECT today.shown + make_interval(days => later.days) AS shown OFFSET 0) AS day,
    LATERAL (SELECT day.shown AT TIME ZONE z.known AS last OFFSET 0) AS clock,
    LATERAL (VALUES (last - interval '1 hour'), (last)) AS candidates (moment)
  WHERE moment >= $3::timestamptz AND (moment = last OR moment AT TIME ZONE z.known = day.shown))`;

async function findEdition(sql: Sql, where: string, values: unknown[]): Promise<Edition | undefined> {
  const [row] = await sql.query<EditionRow>(
    `SELECT ${editionColumns}, e.profiles,
       (SELECT coalesce(jsonb_agg(x.shown ORDER BY x.rank), '[]') FROM edition_papers x WHERE x.edition_id = e.id) AS papers
     FROM editions e WHERE ${where}`,
    values,
  );
  if (!row) return undefined;
  const { profiles, ...edition } = row;
  return { ...edition, ...(profiles && { profiles }) };
}

const editionColumns = 'e.id, e.cadence, e.date, e.number, e.frozen_at AS "frozenAt", e.missing';

/** A paper stays news for thirty days; it has been told once an edition of the cadence, frozen after the change, holds it. */
const newsSql = `
  SELECT DISTINCT ON (p.id) ${newsColumns}, c.id AS "changeId", c.kind = 'revised' AS revised, c.changed_at AS "newsAt"
  FROM changes c JOIN papers p ON p.id = c.paper_id
  WHERE c.news AND c.changed_at <= $1 AND c.changed_at > $1::timestamptz - interval '30 days'
    AND NOT EXISTS (
      SELECT FROM edition_papers x JOIN editions e ON e.id = x.edition_id
      WHERE ${paperNow('x.paper_id')} = c.paper_id AND e.cadence = $2 AND e.frozen_at >= c.changed_at)
  ORDER BY p.id, c.kind = 'revised', c.changed_at`;

const figures = (sample: string) => `jsonb_build_object(
  'hIndex', ${sample}.h_index, 'citations', ${sample}.citations, 'papers', ${sample}.papers)`;

/** Samples are written when a figure moved, so the last one before a moment is what was known then. */
const profileFiguresSql = `
  WITH last AS (SELECT max(frozen_at) AS at FROM editions WHERE cadence = $1 AND frozen_at < $2)
  SELECT f.author_id AS "authorId", a.name, f.source_id AS "sourceId", ${figures('old')} AS before, ${figures('new')} AS now
  FROM last, profiles f JOIN authors a ON a.id = f.author_id,
    LATERAL (SELECT * FROM profile_samples m WHERE m.source_id = f.source_id AND m.source_key = f.source_key
       AND m.sampled_at <= $2 ORDER BY m.sampled_at DESC LIMIT 1) new,
    LATERAL (SELECT * FROM profile_samples m WHERE m.source_id = f.source_id AND m.source_key = f.source_key
       AND m.sampled_at <= last.at ORDER BY m.sampled_at DESC LIMIT 1) old
  WHERE new.sampled_at > last.at
  ORDER BY a.name, f.author_id, f.source_id, f.source_key`;

/** What is shown of an edition `e` in a list of them: see `SummaryRow`. */
export const summaryColumns = `${editionColumns}, e.halt, e.problem,
    (SELECT count(*)::int FROM edition_papers x WHERE x.edition_id = e.id) AS "paperCount",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('state', d.state, 'count', d.count, 'open', d.open)), '[]')
       FROM (SELECT state, count(*), count(*) FILTER (WHERE settled_at IS NULL) AS open
         FROM deliveries WHERE edition_id = e.id GROUP BY state) d) AS states`;

const latestEditionsSql = `SELECT ${summaryColumns} FROM editions e ORDER BY e.frozen_at DESC, e.cadence LIMIT $1`;
