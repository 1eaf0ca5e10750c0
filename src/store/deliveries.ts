import type { DeliveryCounts, DeliveryState, LeasedDelivery } from '../model/delivery.js';
import type { Receipt } from '../model/message.js';
import type { Database } from './database.js';
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

    async recoverDeliveries() {
      const [row] = await database.query<{ returned: number; unknown: number }>(recoverSql);
      return row ?? { returned: 0, unknown: 0 };
    },

    async dueEditions(now) {
      const rows = await database.query<{ id: string }>(
        `SELECT DISTINCT edition_id AS id FROM deliveries WHERE state = 'planned' AND due_at <= $1`,
        [now],
      );
      return rows.map(({ id }) => id);
    },

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

const leaseSql = `
  WITH due AS (
    SELECT subscriber_id FROM deliveries
    WHERE edition_id = $1 AND state = 'planned' AND due_at <= $2
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE deliveries d SET state = 'claimed', owner = $4, lease_until = now() + $5::int * interval '1 second',
    attempts = d.attempts + 1
  FROM due, subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = due.subscriber_id AND s.id = due.subscriber_id
  RETURNING ${subscriberColumns}, ARRAY(
    SELECT DISTINCT had.paper_id::text FROM deliveries o, unnest(o.paper_ids) AS had(paper_id)
    WHERE o.subscriber_id = s.id AND o.edition_id <> $1 AND o.state IN ('sending', 'sent', 'unknown')
      AND had.paper_id IN (SELECT x.paper_id FROM edition_papers x WHERE x.edition_id = $1)) AS "hadBefore"`;

const skipSql = `
  UPDATE deliveries d SET state = 'skipped', reason = r.reason, finished_at = now(), owner = NULL, lease_until = NULL
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid, reason text)
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'`;

/** Ends what the last look before the wire has kept back. */
const dropSql = `
  UPDATE deliveries d SET state = 'skipped', finished_at = now(), owner = NULL, lease_until = NULL,
    reason = CASE s.state WHEN 'active' THEN 'mail to this address is suppressed' ELSE 'left before it was sent' END
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid), subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'
    AND s.id = d.subscriber_id`;

/**
 * The last look before the wire: the reader may have left, or been suppressed, since the edition was planned.
 * Five minutes is more than any conversation with a mail server is given.
 */
const markSql = `
  UPDATE deliveries d SET state = 'sending', paper_ids = r."paperIds",
    lease_until = now() + interval '5 minutes'
  FROM jsonb_to_recordset($3::jsonb) AS r("subscriberId" uuid, "paperIds" uuid[]), subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = r."subscriberId" AND d.owner = $2 AND d.state = 'claimed'
    AND s.id = d.subscriber_id AND s.state = 'active'
    AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac)
  RETURNING d.subscriber_id AS "subscriberId"`;

/**
 * A deferred mail is planned again, five minutes later, then ten, at most six hours, and refused after three days.
 * A receipt may still come in for a row whose lease ran out meanwhile and that was called unknown.
 */
const isPutOff = `(r.outcome = 'deferred' AND coalesce(d.deferred_at, $3) >= $3::timestamptz - interval '3 days')`;
const recordSql = `
  UPDATE deliveries d SET
    state = CASE WHEN ${isPutOff} THEN 'planned' WHEN r.outcome = 'deferred' THEN 'refused' ELSE r.outcome END,
    due_at = CASE WHEN ${isPutOff}
      THEN $3::timestamptz + least(interval '6 hours', interval '5 minutes' * power(2, least(d.attempts, 8) - 1)) ELSE d.due_at END,
    deferred_at = CASE WHEN r.outcome = 'deferred' THEN coalesce(d.deferred_at, $3) ELSE d.deferred_at END,
    paper_ids = CASE WHEN r.outcome IN ('deferred', 'refused') THEN NULL ELSE d.paper_ids END,
    finished_at = CASE WHEN ${isPutOff} THEN NULL ELSE $3::timestamptz END,
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

const deliveriesSql = `
  SELECT d.edition_id AS "editionId", d.subscriber_id AS "subscriberId", s.email, d.state, d.due_at AS "dueAt", d.attempts,
    coalesce(cardinality(d.paper_ids), 0) AS papers,
    d.reason, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id WHERE d.edition_id = $1 ORDER BY d.due_at, s.email LIMIT $2`;
