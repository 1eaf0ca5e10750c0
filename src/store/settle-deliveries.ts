import type { DeliveryState } from '../model/delivery.js';
import { recordRefusals } from './bounces.js';
import type { Database, Sql } from './database.js';
import { isOfThese } from './lease-deliveries.js';
import { json } from './rows.js';
import type { SettledDelivery } from './store.js';

/** A ledger's row and expressions: the outcome of a receipt, what it speaks of, and the moment it came. */
export interface ReceiptTerms {
  row: string;
  outcome: string;
  about: string;
  now: string;
}

/** Whether a mail is tried again: the server said "not now", and has not said so for three days. */
export const isPutOff = ({ row, outcome, now }: ReceiptTerms) =>
  `(${outcome} = 'deferred' AND coalesce(${row}.deferred_at, ${now}) >= ${now}::timestamptz - interval '3 days')`;

/**
 * What a receipt makes of a row, as assignments: planned again after five minutes, then ten, at most six hours; or done.
 * Where the mail server itself could not be used, after five seconds, at most ten minutes.
 */
export function settleRow(terms: ReceiptTerms): string {
  const { row, outcome, about, now } = terms;
  const longer = `power(2, least(${row}.attempts, 8) - 1)`;
  return `
    state = CASE WHEN ${isPutOff(terms)} THEN 'planned' WHEN ${outcome} = 'deferred' THEN 'refused' ELSE ${outcome} END,
    due_at = CASE WHEN NOT ${isPutOff(terms)} THEN ${row}.due_at
      WHEN ${about} = 'server' THEN ${now}::timestamptz + least(interval '10 minutes', interval '5 seconds' * ${longer})
      ELSE ${now}::timestamptz + least(interval '6 hours', interval '5 minutes' * ${longer}) END,
    deferred_at = CASE WHEN ${outcome} = 'deferred' THEN coalesce(${row}.deferred_at, ${now}) ELSE ${row}.deferred_at END,
    refusal = CASE WHEN ${outcome} IN ('deferred', 'refused') AND NOT ${isPutOff(terms)} THEN coalesce(nullif(${about}, 'server'), 'other') END,
    finished_at = CASE WHEN ${isPutOff(terms)} THEN NULL ELSE ${now}::timestamptz END`;
}

/** Settles what was on the wire: one statement where all was taken, some more in a transaction where it was not. */
export async function recordReceipts(
  database: Database,
  editionId: string,
  rows: SettledDelivery[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const values = [editionId, json(rows.map(flatten)), now, rows.map(({ subscriberId }) => subscriberId)];
  if (rows.every(({ receipt }) => receipt.outcome === 'sent')) {
    await database.query(recordSql, values);
    return;
  }
  await database.transaction(async (tx) => {
    const settled = await tx.query<Settled>(recordSql, values);
    const refused = new Set(
      settled.filter(({ state }) => state === 'refused').map(({ subscriberId }) => subscriberId),
    );
    await recordRefusals(
      tx,
      rows.flatMap(({ subscriberId, receipt, refusal, linkGeneration }) =>
        refused.has(subscriberId) && refusal && 'reason' in receipt
          ? [{ subscriberId, kind: refusal.kind, reason: receipt.reason, generation: linkGeneration ?? null }]
          : [],
      ),
      { mail: editionId, at: now },
    );
    await slowDown(tx, editionId, values[1] as string);
  });
}

interface Settled {
  subscriberId: string;
  state: DeliveryState;
}

function flatten({ subscriberId, receipt, refusal }: SettledDelivery) {
  const { outcome } = receipt;
  if (outcome === 'sent') return { subscriberId, outcome };
  return { subscriberId, outcome, reason: receipt.reason, about: receipt.about ?? refusal?.about };
}

const receiptsIn = (at: '$1' | '$2') =>
  `jsonb_to_recordset(${at}::jsonb) AS r("subscriberId" uuid, outcome text, reason text, about text)`;

/** A conversation that breaks off may be chance; this many in one handful are not, and would leave every mail unknown. */
const MANY = 5;

const ofServer = `(r.outcome = 'unknown' OR coalesce(r.about, '') = 'server')`;

/**
 * A receipt may still come in for a row whose lease ran out meanwhile and that was called unknown. Whoever takes mail again
 * is trusted again, by half.
 */
const recordSql = `
  WITH healed AS (
    UPDATE mail_lines m SET strikes = m.strikes / 2, reason = CASE WHEN m.strikes > 1 THEN m.reason END
    WHERE m.strikes > 0 AND (
      m.domain = '' AND EXISTS (SELECT FROM ${receiptsIn('$2')} WHERE NOT ${ofServer})
      OR m.domain IN (SELECT s.domain FROM ${receiptsIn('$2')} JOIN subscribers s ON s.id = r."subscriberId" WHERE r.outcome = 'sent')))
  UPDATE deliveries d SET ${settleRow({ row: 'd', outcome: 'r.outcome', about: 'r.about', now: '$3' })},
    paper_ids = CASE WHEN r.outcome IN ('deferred', 'refused') AND d.resent_at IS NULL THEN NULL ELSE d.paper_ids END,
    reason = r.reason, owner = NULL, lease_until = NULL
  FROM ${receiptsIn('$2')}
  WHERE ${isOfThese} AND d.subscriber_id = r."subscriberId" AND d.state IN ('sending', 'unknown')
  RETURNING d.subscriber_id AS "subscriberId", d.state`;

/** A domain that put off more than it took rests, and its mails of this edition wait in its line; so does the server. */
async function slowDown(tx: Sql, editionId: string, rows: string): Promise<void> {
  const slowed = await tx.query<{ domain: string }>(slowSql, [rows]);
  const domains = slowed.flatMap(({ domain }) => (domain === '' ? [] : [domain]));
  if (domains.length > 0) await tx.query(lineUpSql, [editionId, domains]);
}

/** A full mailbox speaks of no domain. */
const ofDomain = `r.outcome = 'deferred' AND coalesce(r.about, 'other') NOT IN ('server', 'mailbox', 'address')`;

const rest = (strikes: string) => `CASE m.domain
      WHEN '' THEN least(interval '5 minutes', interval '1 second' * power(2, least(${strikes}, 10)))
      ELSE least(interval '1 hour', CASE WHEN ${strikes} < 2 THEN interval '0' ELSE interval '15 seconds' * power(2, least(${strikes}, 12) - 2) END) END`;

/**
 * A first "not now" has a domain tried with one mail at a time, the next ones have it rest for fifteen seconds up to an hour;
 * the server rests for two seconds up to five minutes. What comes in while one rests was on the wire before.
 */
const slowSql = `
  WITH met AS (
    SELECT s.domain, min(r.reason) FILTER (WHERE ${ofDomain}) AS reason
    FROM ${receiptsIn('$1')} JOIN subscribers s ON s.id = r."subscriberId" GROUP BY s.domain
    HAVING count(*) FILTER (WHERE ${ofDomain}) > count(*) FILTER (WHERE r.outcome = 'sent')
    UNION ALL
    SELECT '', min(r.reason) FILTER (WHERE ${ofServer}) FROM ${receiptsIn('$1')}
    HAVING count(*) FILTER (WHERE ${ofServer}) > count(*) FILTER (WHERE NOT ${ofServer})
      AND (count(*) >= ${MANY} OR bool_or(r.about = 'server')))
  INSERT INTO mail_lines AS m (domain, strikes, rests_until, reason)
  SELECT m.domain, 1, now() + ${rest('1')}, m.reason FROM met m ORDER BY m.domain
  ON CONFLICT (domain) DO UPDATE SET reason = excluded.reason, used_at = now(),
    strikes = CASE WHEN m.rests_until > now() THEN m.strikes ELSE m.strikes + 1 END,
    rests_until = CASE WHEN m.rests_until > now() THEN m.rests_until ELSE now() + ${rest('(m.strikes + 1)')} END
  RETURNING m.domain`;

/** Mails that a lane has in hand are lined up too, as it gives them back; those it is marking just now go their way. */
const lineUpSql = `
  UPDATE deliveries d SET line = waiting.domain FROM (
    SELECT w.subscriber_id, s.domain FROM deliveries w JOIN subscribers s ON s.id = w.subscriber_id
    WHERE w.edition_id = $1 AND w.state IN ('planned', 'claimed') AND s.domain = ANY ($2::text[]) AND w.line <> s.domain
    FOR UPDATE OF w SKIP LOCKED) waiting
  WHERE d.edition_id = $1 AND d.subscriber_id = waiting.subscriber_id`;
