import type { Database } from './database.js';
import { toCounts } from './delivery-counts.js';
import { readProgress } from './delivery-progress.js';
import { dueEditionsSql, goesOut, isOfThese, leaseDeliveries, nextTurnSql } from './lease-deliveries.js';
import { dropNulls, json } from './rows.js';
import { recordReceipts } from './settle-deliveries.js';
import type { DeliveryRow, DeliveryStore } from './store.js';

export { toCounts } from './delivery-counts.js';

export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    leaseDeliveries: (request) => leaseDeliveries(database, request),

    async nextTurn(editionId, now) {
      const [row] = await database.query<{ ms: number | null }>(nextTurnSql, [editionId, now]);
      return row?.ms ?? undefined;
    },

    async makeDue(editionId, now) {
      const rows = await database.query(
        `UPDATE deliveries SET due_at = $2 WHERE edition_id = $1 AND state = 'planned' AND attempts = 0 AND due_at > $2
         RETURNING 1`,
        [editionId, now],
      );
      return rows.length;
    },

    async planLate(editionId, now) {
      return (await database.query(planLateSql, [editionId, now])).length;
    },

    async skipDeliveries(editionId, owner, rows) {
      if (rows.length > 0) await database.query(skipSql, [editionId, owner, json(rows)]);
    },

    async markSending(editionId, owner, rows) {
      const marked = await database.query<{ subscriberId: string }>(markSql, [
        editionId,
        owner,
        json(rows),
        rows.map(({ subscriberId }) => subscriberId),
      ]);
      return marked.map(({ subscriberId }) => subscriberId);
    },

    recordReceipts: (editionId, rows, now) => recordReceipts(database, editionId, rows, now),

    async returnDeliveries(owner) {
      const rows = await database.query(
        `UPDATE deliveries SET state = 'planned', owner = NULL, lease_until = NULL
         WHERE owner = $1 AND state = 'claimed' RETURNING 1`,
        [owner],
      );
      return rows.length;
    },

    recoverDeliveries: () =>
      database.transaction(async (tx) => {
        const [row] = await tx.query<{ returned: number; unknown: number }>(recoverSql);
        // What was on the wire when its edition was stopped may have been put off by the mail server since.
        await tx.query(stopSql);
        await tx.query(forgetLinesSql);
        return row ?? { returned: 0, unknown: 0 };
      }),

    async dueEditions(now) {
      return (await database.query<{ id: string }>(dueEditionsSql, [now])).map(({ id }) => id);
    },

    async countDue(editionId, now, most) {
      const [row] = await database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM (SELECT FROM deliveries
           WHERE edition_id = $1 AND state = 'planned' AND due_at <= $2 LIMIT $3) due`,
        [editionId, now, most],
      );
      return row?.count ?? 0;
    },

    async noteProblem(editionId, problem) {
      await database.query('UPDATE editions SET problem = $2 WHERE id = $1 AND problem IS DISTINCT FROM $2', [
        editionId,
        problem ?? null,
      ]);
    },

    deliveryProgress: (editionId, now) => readProgress(database, editionId, now),

    async papersMailed(editionId, subscriberId) {
      const [row] = await database.query<{ paperIds: string[] | null }>(
        `SELECT paper_ids AS "paperIds" FROM deliveries WHERE edition_id = $1 AND subscriber_id = $2`,
        [editionId, subscriberId],
      );
      return row?.paperIds ?? undefined;
    },

    skipReasons: (editionId) => database.query(skipReasonsSql, [editionId]),

    async deliveryCounts(editionId) {
      const rows = await database.query<{ state: string; count: number }>(
        'SELECT state, count(*)::int AS count FROM deliveries WHERE edition_id = $1 GROUP BY state',
        [editionId],
      );
      return toCounts(rows);
    },

    async deliveries(editionId, limit) {
      const rows = await database.query<DeliveryRow>(deliveriesSql, [editionId, limit]);
      return rows.map(dropNulls) as DeliveryRow[];
    },
  };
}

const planLateSql = `
  INSERT INTO deliveries (edition_id, subscriber_id, due_at, line)
  SELECT e.id, s.id, $2, coalesce((SELECT m.domain FROM mail_lines m WHERE m.domain = s.domain), '') FROM editions e JOIN subscribers s ON s.cadence = e.cadence AND s.state = 'active'
  WHERE e.id = $1 AND e.halt IS DISTINCT FROM 'stopped'
    AND NOT EXISTS (SELECT FROM editions l WHERE l.cadence = e.cadence AND l.frozen_at > e.frozen_at)
    AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac)
  ON CONFLICT DO NOTHING RETURNING 1`;

/** A reader who was never planned has no row: their state says why. */
const skipReasonsSql = `
  SELECT reason, count(*)::int AS count FROM (
    SELECT d.reason FROM deliveries d WHERE d.edition_id = $1 AND d.state = 'skipped'
    UNION ALL
    SELECT CASE s.state WHEN 'left' THEN 'has left' WHEN 'pending' THEN 'has not confirmed yet'
      ELSE 'mail to this address is suppressed' END
    FROM subscribers s JOIN editions e ON e.id = $1 AND e.cadence = s.cadence
    WHERE NOT EXISTS (SELECT FROM deliveries d WHERE d.edition_id = $1 AND d.subscriber_id = s.id)
      AND (s.state <> 'active' OR EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac))) why
  GROUP BY reason ORDER BY count(*) DESC, reason`;

const skipSql = `
  UPDATE deliveries d SET state = 'skipped', reason = r.reason, finished_at = now(), owner = NULL, lease_until = NULL
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid, reason text)
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'`;

const isKept = `(s.state <> 'active' OR EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac))`;

/**
 * The last look before the wire: the reader may have left, or been suppressed, since the edition was planned; that ends
 * the delivery, of a paused edition too. Five minutes is more than any conversation with a mail server is given.
 */
const markSql = `
  WITH asked AS MATERIALIZED (
    SELECT r.*, ${isKept} AS kept, s.state, s.link_generation = coalesce(r."linkGeneration", s.link_generation) AS theirs
    FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid, "paperIds" uuid[], "linkGeneration" integer)
      JOIN subscribers s ON s.id = r."subscriberId"),
  dropped AS (
    UPDATE deliveries d SET state = 'skipped', finished_at = now(), owner = NULL, lease_until = NULL,
      reason = CASE a.state WHEN 'active' THEN 'mail to this address is suppressed' ELSE 'left before it was sent' END
    FROM asked a
    WHERE a.kept AND ${isOfThese} AND d.subscriber_id = a."subscriberId" AND d.owner = $2 AND d.state = 'claimed')
  UPDATE deliveries d SET state = 'sending', paper_ids = a."paperIds", settled_at = NULL,
    lease_until = now() + interval '5 minutes'
  FROM asked a
  WHERE NOT a.kept AND a.theirs AND ${isOfThese} AND d.subscriber_id = a."subscriberId" AND d.owner = $2
    AND d.state = 'claimed' AND ${goesOut}
  RETURNING d.subscriber_id AS "subscriberId"`;

/** A line that nobody stands in and that needs no rest is forgotten: a domain may be a person's. */
const forgetLinesSql = `
  DELETE FROM mail_lines m WHERE m.used_at < now() - interval '7 days'
    AND NOT EXISTS (SELECT FROM deliveries d WHERE d.line = m.domain AND d.state = 'planned')`;

const recoverSql = `
  WITH expired AS (
    UPDATE deliveries SET state = CASE state WHEN 'claimed' THEN 'planned' ELSE 'unknown' END,
      reason = CASE state WHEN 'claimed' THEN reason ELSE 'the sending process ended before it heard the answer' END,
      finished_at = CASE state WHEN 'claimed' THEN NULL ELSE now() END, owner = NULL, lease_until = NULL
    WHERE state IN ('claimed', 'sending') AND lease_until < now() RETURNING state)
  SELECT count(*) FILTER (WHERE state = 'planned')::int AS returned,
    count(*) FILTER (WHERE state = 'unknown')::int AS unknown FROM expired`;

/** Ends what a stopped edition has left: what is claimed is not on the wire yet, and its owner may mark it no more. */
export const stopSql = `
  UPDATE deliveries d SET state = CASE WHEN d.resent_at IS NULL THEN 'skipped' ELSE 'unknown' END,
    reason = 'stopped by an operator', finished_at = now(), owner = NULL, lease_until = NULL
  FROM editions e WHERE e.id = d.edition_id AND e.halt = 'stopped' AND d.state IN ('planned', 'claimed')`;

const deliveriesSql = `
  SELECT d.edition_id AS "editionId", d.subscriber_id AS "subscriberId", s.email, d.state, d.due_at AS "dueAt", d.attempts,
    coalesce(cardinality(d.paper_ids), 0) AS papers,
    d.reason, d.refusal, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id WHERE d.edition_id = $1 ORDER BY d.due_at, s.email LIMIT $2`;
