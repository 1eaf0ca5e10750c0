import type { DeliveryCounts, DeliveryState, LeasedDelivery } from '../model/delivery.js';
import type { Receipt } from '../model/message.js';
import type { Database } from './database.js';
import { editionNames, hadBefore } from './had-before.js';
import { dropNulls, json } from './rows.js';
import type { DeliveryRow, DeliveryStore } from './store.js';
import { subscriberColumns } from './subscribers.js';

const states: DeliveryState[] = ['planned', 'claimed', 'sending', 'sent', 'refused', 'unknown', 'skipped'];

/** Fills in the states in which nothing stands. */
export function toCounts(rows: { state: string; count: number }[]): DeliveryCounts {
  const found = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(states.map((state) => [state, found.get(state) ?? 0])) as DeliveryCounts;
}

export function createDeliveryStore(database: Database): DeliveryStore {
  return {
    async leaseDeliveries({ editionId, owner, limit, leaseSeconds, now }) {
      const rows = await database.query<LeaseRow>(leaseSql, [
        editionId,
        now ?? null,
        limit,
        owner,
        leaseSeconds,
      ]);
      return rows.map(({ hadBefore, ...subscriber }) => ({ editionId, subscriber, hadBefore }));
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

    markSending: (editionId, owner, rows) =>
      database.transaction(async (tx) => {
        const marked = await tx.query<{ subscriberId: string }>(markSql, [editionId, owner, json(rows)]);
        const may = new Set(marked.map(({ subscriberId }) => subscriberId));
        const not = rows.filter(({ subscriberId }) => !may.has(subscriberId));
        if (not.length > 0) await tx.query(dropSql, [editionId, owner, json(not)]);
        return [...may];
      }),

    async recordReceipts(editionId, rows, now) {
      const flat = rows.map(({ subscriberId, receipt }) => ({ subscriberId, ...outcomeOf(receipt) }));
      if (flat.length > 0) await database.query(recordSql, [editionId, json(flat), now]);
    },

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
        return row ?? { returned: 0, unknown: 0 };
      }),

    async dueEditions(now) {
      const rows = await database.query<{ id: string }>(
        `SELECT DISTINCT d.edition_id AS id FROM deliveries d JOIN editions e ON e.id = d.edition_id
         WHERE d.state = 'planned' AND d.due_at <= $1 AND e.halt IS NULL`,
        [now],
      );
      return rows.map(({ id }) => id);
    },

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

type LeaseRow = LeasedDelivery['subscriber'] & { hadBefore: string[] };

function outcomeOf(receipt: Receipt): { outcome: Receipt['outcome']; reason: string | null } {
  return { outcome: receipt.outcome, reason: receipt.outcome === 'sent' ? null : receipt.reason };
}

/** An operator's word counts from the next lease on, and from the next mail that would be marked. */
const goesOut = 'EXISTS (SELECT FROM editions e WHERE e.id = $1 AND e.halt IS NULL)';

const leaseSql = `
  WITH due AS (
    SELECT subscriber_id FROM deliveries
    WHERE edition_id = $1 AND state = 'planned' AND due_at <= $2 AND ${goesOut}
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED), ${editionNames}
  UPDATE deliveries d SET state = 'claimed', owner = $4, lease_until = now() + $5::int * interval '1 second',
    attempts = d.attempts + 1
  FROM due, subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = due.subscriber_id AND s.id = due.subscriber_id
  RETURNING ${subscriberColumns}, ARRAY(${hadBefore}) AS "hadBefore"`;

const planLateSql = `
  INSERT INTO deliveries (edition_id, subscriber_id, due_at)
  SELECT e.id, s.id, $2 FROM editions e JOIN subscribers s ON s.cadence = e.cadence AND s.state = 'active'
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

/** Ends what the last look before the wire has kept back for good; of a paused edition nothing else. */
const dropSql = `
  UPDATE deliveries d SET state = 'skipped', finished_at = now(), owner = NULL, lease_until = NULL,
    reason = CASE s.state WHEN 'active' THEN 'mail to this address is suppressed' ELSE 'left before it was sent' END
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid), subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'
    AND s.id = d.subscriber_id
    AND (s.state <> 'active' OR EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac))`;

/**
 * The last look before the wire: the reader may have left, or been suppressed, since the edition was planned.
 * Five minutes is more than any conversation with a mail server is given.
 */
const markSql = `
  UPDATE deliveries d SET state = 'sending', paper_ids = r."paperIds", settled_at = NULL,
    lease_until = now() + interval '5 minutes'
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid, "paperIds" uuid[], "linkGeneration" integer), subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'
    AND s.id = d.subscriber_id AND s.state = 'active' AND ${goesOut}
    AND s.link_generation = coalesce(r."linkGeneration", s.link_generation)
    AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac)
  RETURNING d.subscriber_id AS "subscriberId"`;

/** A ledger's row and two expressions: the outcome of a receipt, and the moment it came. */
export interface ReceiptTerms {
  row: string;
  outcome: string;
  now: string;
}

/** Whether a mail is tried again: the server said "not now", and has not said so for three days. */
export const isPutOff = ({ row, outcome, now }: ReceiptTerms) =>
  `(${outcome} = 'deferred' AND coalesce(${row}.deferred_at, ${now}) >= ${now}::timestamptz - interval '3 days')`;

/** What a receipt makes of a row, as assignments: planned again after five minutes, then ten, at most six hours; or done. */
export function settleRow(terms: ReceiptTerms): string {
  const { row, outcome, now } = terms;
  return `
    state = CASE WHEN ${isPutOff(terms)} THEN 'planned' WHEN ${outcome} = 'deferred' THEN 'refused' ELSE ${outcome} END,
    due_at = CASE WHEN ${isPutOff(terms)}
      THEN ${now}::timestamptz + least(interval '6 hours', interval '5 minutes' * power(2, least(${row}.attempts, 8) - 1))
      ELSE ${row}.due_at END,
    deferred_at = CASE WHEN ${outcome} = 'deferred' THEN coalesce(${row}.deferred_at, ${now}) ELSE ${row}.deferred_at END,
    finished_at = CASE WHEN ${isPutOff(terms)} THEN NULL ELSE ${now}::timestamptz END`;
}

/** A receipt may still come in for a row whose lease ran out meanwhile and that was called unknown. */
const recordSql = `
  UPDATE deliveries d SET ${settleRow({ row: 'd', outcome: 'r.outcome', now: '$3' })},
    paper_ids = CASE WHEN r.outcome IN ('deferred', 'refused') AND d.resent_at IS NULL THEN NULL ELSE d.paper_ids END,
    reason = r.reason, owner = NULL, lease_until = NULL
  FROM jsonb_to_recordset($2::jsonb) AS r("subscriberId" uuid, outcome text, reason text)
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.state IN ('sending', 'unknown')`;

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
    d.reason, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id WHERE d.edition_id = $1 ORDER BY d.due_at, s.email LIMIT $2`;
