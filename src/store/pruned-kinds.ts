import type { KeptDays } from './store.js';

/** How one kind of trace is found and pruned. In `pruneSql`, `$1` and `$2` bound the stretch of time and `$3` the rows. */
export interface PrunedKind {
  name: string;
  days: keyof KeptDays;
  /** Ages are counted from the start of it (UTC). */
  whole: 'day' | 'week';
  /** Gone through by whole days or weeks, each once: for what keeps some of its rows. */
  inStretches: boolean;
  /** The first moment from `$1` and before `$2` of which something may be there. */
  nextSql: string;
  /** Answers how many rows it has changed and, when it went by time, the moment it got to. */
  pruneSql: string;
}

const firstAt = (table: string, at: string, where = 'true') =>
  `SELECT min(${at}) AS at FROM ${table} WHERE ${at} >= $1 AND ${at} < $2 AND ${where}`;

/** Rows go from the oldest on. What was protected before may have lost its protector, so it is looked for from the start of time. */
function forgets(
  name: string,
  days: keyof KeptDays,
  of: { table: string; at: string; where?: string; set?: string },
): PrunedKind {
  const { table, at, where = 'true', set } = of;
  const some = `ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${at} < $2 AND ${where} ORDER BY ${at} LIMIT $3))`;
  const act = set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`;
  return {
    ...{ name, days, whole: 'day', inStretches: false },
    nextSql: `SELECT min(${at}) AS at FROM ${table} WHERE $1::timestamptz < $2 AND ${at} < $2 AND ${where}`,
    // The stretch has no start: see above.
    pruneSql: `WITH gone AS (${act} WHERE $1::timestamptz < $2 AND ${some} RETURNING 1) SELECT count(*)::int AS rows FROM gone`,
  };
}

/** Later readings of the same thing within the stretch. */
const isFollowed = (table: string, at: string, same: string) =>
  `EXISTS (SELECT FROM ${table} l WHERE ${same} AND l.${at} > s.${at} AND l.${at} < $2)`;

const samePaper = 'l.paper_id = s.paper_id AND l.source_id = s.source_id';

/**
 * The day's last reading stays, with the votes that were gained on the whole of it: what a day gained, and what was
 * counted at its end, are as they were.
 */
const thinSightings = `
  WITH extra AS (
    SELECT s.paper_id, s.source_id, s.seen_at FROM sightings s
    WHERE s.seen_at >= $1 AND s.seen_at < $2 AND ${isFollowed('sightings', 'seen_at', samePaper)}
    ORDER BY s.seen_at LIMIT $3),
  gone AS (
    DELETE FROM sightings s USING extra e
    WHERE s.paper_id = e.paper_id AND s.source_id = e.source_id AND s.seen_at = e.seen_at
    RETURNING s.paper_id, s.source_id, s.seen_at, s.gained),
  gained AS (
    SELECT g.paper_id, g.source_id, sum(g.gained)::int AS gained, (
      SELECT max(s.seen_at) FROM sightings s
      WHERE s.paper_id = g.paper_id AND s.source_id = g.source_id AND s.seen_at < $2) AS last_at
    FROM gone g WHERE g.gained IS NOT NULL GROUP BY g.paper_id, g.source_id),
  kept AS (
    UPDATE sightings s SET gained = coalesce(s.gained, 0) + g.gained FROM gained g
    WHERE s.paper_id = g.paper_id AND s.source_id = g.source_id AND s.seen_at = g.last_at)
  SELECT count(*)::int AS rows, max(seen_at) AS at FROM gone`;

const sameProfile = 'l.source_id = s.source_id AND l.source_key = s.source_key';

const thinSamples = `
  WITH gone AS (
    DELETE FROM profile_samples WHERE ctid = ANY (ARRAY(
      SELECT s.ctid FROM profile_samples s WHERE s.sampled_at >= $1 AND s.sampled_at < $2
        AND ${isFollowed('profile_samples', 'sampled_at', sameProfile)} LIMIT $3))
    RETURNING 1)
  SELECT count(*)::int AS rows FROM gone`;

/**
 * What a scan is the last to say of its scope: that it was read and held papers, that it was read and held something,
 * that it was read, that it was asked, that anything was done. Each includes those before it.
 */
const said = (row: string) => `
  CASE WHEN cardinality(${row}.paper_ids) > 0 THEN 4 WHEN ${row}.paper_ids IS NOT NULL THEN 3
    WHEN ${row}.outcome IN ('ok', 'unchanged') THEN 2 WHEN ${row}.outcome <> 'resting' THEN 1 ELSE 0 END`;

/**
 * The last scan of a scope that says what it says stays, however old: it is what the next reading is compared with, what
 * awaits an operator's word, and how it is known that a day was read. With the scans of a stretch go those before them
 * that were such a last one until then.
 */
const forgetScans = `
  WITH scopes AS (SELECT DISTINCT source_id, scope FROM scans WHERE finished_at >= $1 AND finished_at < $2),
  gone AS (
    DELETE FROM scans WHERE id = ANY (ARRAY(
      SELECT c.id FROM scopes x JOIN scans c ON c.source_id = x.source_id AND c.scope = x.scope
      WHERE c.finished_at < $2 AND EXISTS (
        SELECT FROM scans l WHERE l.source_id = c.source_id AND l.scope = c.scope AND l.id > c.id AND ${said('l')} >= ${said('c')})
      LIMIT $3))
    RETURNING 1)
  SELECT count(*)::int AS rows FROM gone`;

/**
 * The row stays: it says that this reader was sent this edition, and nobody gets one twice. Why a mail was left out stays
 * too: it is one of the program's own words, and tells no more of the reader.
 */
const forgetMails = (at: string, states: string) => `
  WITH gone AS (
    UPDATE deliveries SET paper_ids = NULL, refusal = NULL, reason = CASE WHEN state = 'skipped' THEN reason END
    WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM deliveries WHERE ${at} >= $1 AND ${at} < $2 AND state IN (${states})
        AND (paper_ids IS NOT NULL OR refusal IS NOT NULL OR (reason IS NOT NULL AND state <> 'skipped'))
      ORDER BY ${at} LIMIT $3))
    RETURNING ${at} AS at)
  SELECT count(*)::int AS rows, max(at) AS at FROM gone`;

/** A body is kept while the reading that doubted it is the last word on its scope. */
const isDecided = `kept_body IS NOT NULL AND NOT EXISTS (
  SELECT FROM scans c WHERE c.source_id = pages.source_id AND c.finished_at = pages.kept_at AND c.outcome = 'quarantined'
    AND NOT EXISTS (SELECT FROM scans l WHERE l.source_id = c.source_id AND l.scope = c.scope AND l.id > c.id))`;

const byDay = { whole: 'day', inStretches: true } as const;

/** All that is kept for a while. Papers, editions, readers and suppressions are kept for good. */
export const prunedKinds: readonly PrunedKind[] = [
  { name: 'scans', days: 'scans', ...byDay, nextSql: firstAt('scans', 'finished_at'), pruneSql: forgetScans },
  {
    name: 'sightings',
    days: 'sightings',
    ...byDay,
    nextSql: firstAt('sightings', 'seen_at'),
    pruneSql: thinSightings,
  },
  {
    ...{ name: 'profiles', days: 'profiles', whole: 'week', inStretches: true },
    nextSql: firstAt('profile_samples', 'sampled_at'),
    pruneSql: thinSamples,
  },
  {
    ...{ name: 'deliveries', days: 'deliveries', ...byDay },
    nextSql: firstAt('deliveries', 'finished_at'),
    pruneSql: forgetMails('finished_at', `'sent', 'refused', 'skipped'`),
  },
  {
    // Of unknown fate, until an operator has left it at that.
    ...{ name: 'settled', days: 'deliveries', ...byDay },
    nextSql: firstAt('deliveries', 'settled_at'),
    pruneSql: forgetMails('settled_at', `'unknown'`),
  },
  forgets('bounces', 'bounces', { table: 'bounces', at: 'bounced_at' }),
  forgets('letters', 'letters', { table: 'letters', at: 'finished_at' }),
  forgets('bodies', 'pages', {
    ...{ table: 'pages', at: 'kept_at', where: isDecided },
    set: 'kept_body = NULL, kept_at = NULL, kept_reason = NULL',
  }),
  forgets('pages', 'pages', { table: 'pages', at: 'read_at', where: 'kept_body IS NULL' }),
  forgets('summaries', 'summaries', { table: 'written_summaries', at: 'written_at', where: 'NOT shown' }),
  forgets('audit', 'audit', { table: 'audit', at: 'at' }),
];
