import type { LeasedLetter, LetterKind } from '../model/letter.js';
import type { Receipt } from '../model/message.js';
import type { Subscriber } from '../model/subscriber.js';
import { recordLetterRefusal } from './bounces.js';
import type { Database } from './database.js';
import { isPutOff, settleRow } from './settle-deliveries.js';
import type { LetterStore } from './store.js';
import { subscriberColumns } from './subscribers.js';

type LetterLedger = Pick<
  LetterStore,
  | 'leaseLetter'
  | 'markLetter'
  | 'recordLetter'
  | 'refuseLetter'
  | 'dueLetters'
  | 'recoverLetters'
  | 'forgetUnconfirmed'
  | 'letterCounts'
>;

/** The ledger of single mails: the states of a delivery, one letter at a time. */
export function createLetterLedger(database: Database): LetterLedger {
  return {
    async leaseLetter({ letterId, owner, leaseSeconds, now }) {
      const [row] = await database.query<LeaseRow>(leaseSql, [letterId, owner, leaseSeconds, now]);
      return row && toLetter(row);
    },

    markLetter: (letterId, owner, token, now) =>
      database.transaction(async (tx) => {
        const [marked] = await tx.query<{ subscriberId: string | null; newEmail: string | null }>(markSql, [
          letterId,
          owner,
        ]);
        if (!marked) await tx.query(dropSql, [letterId, owner, now]);
        if (marked && token)
          await tx.query(keepTokenSql, [
            token.hash,
            marked.subscriberId,
            token.purpose,
            token.expiresAt,
            marked.newEmail,
            now,
          ]);
        return marked !== undefined;
      }),

    recordLetter: (letterId, receipt, now, refusal) =>
      database.transaction(async (tx) => {
        const about = 'about' in receipt ? receipt.about : refusal?.about;
        const values = [letterId, receipt.outcome, reasonOf(receipt), now, about ?? null];
        const [row] = await tx.query<RefusedRow>(recordSql, values);
        if (!refusal || row?.state !== 'refused' || row.subscriberId === null) return;
        const reason = reasonOf(receipt) ?? '';
        const { subscriberId, hmac } = row;
        await recordLetterRefusal(tx, {
          ...{ subscriberId, hmac, kind: refusal.kind, reason },
          ...{ mail: `letter ${letterId}`, at: now },
        });
      }),

    async refuseLetter(letterId, owner, reason, now) {
      await database.query(
        `UPDATE letters SET state = 'refused', reason = $3, finished_at = $4, email = NULL, owner = NULL, lease_until = NULL
         WHERE id = $1 AND owner = $2 AND state = 'claimed'`,
        [letterId, owner, reason, now],
      );
    },

    async dueLetters(now) {
      const rows = await database.query<{ id: string }>(
        `SELECT id FROM letters WHERE state = 'planned' AND due_at <= $1 ORDER BY due_at LIMIT 1000`,
        [now],
      );
      return rows.map(({ id }) => id);
    },

    async recoverLetters() {
      const [row] = await database.query<{ returned: number; unknown: number }>(recoverSql);
      return row ?? { returned: 0, unknown: 0 };
    },

    async forgetUnconfirmed(now) {
      const [row] = await database.query<{ readers: number }>(forgetSql, [now]);
      return row?.readers ?? 0;
    },

    letterCounts: () =>
      database.query(
        'SELECT kind, state, count(*)::int AS count FROM letters GROUP BY kind, state ORDER BY kind, state',
      ),
  };
}

type LeaseRow = { letterId: string; kind: LetterKind; to: string } & {
  [K in keyof Subscriber]: Subscriber[K] | null;
};

function toLetter({ letterId, kind, to, ...subscriber }: LeaseRow): LeasedLetter {
  const isKnown = subscriber.id !== null;
  return { id: letterId, kind, to, ...(isKnown && { subscriber: subscriber as Subscriber }) };
}

interface RefusedRow {
  state: string;
  subscriberId: string | null;
  hmac: string;
}

const reasonOf = (receipt: Receipt) => (receipt.outcome === 'sent' ? null : receipt.reason);

const leaseSql = `
  WITH due AS (
    SELECT id FROM letters WHERE id = $1 AND state = 'planned' AND due_at <= $4 FOR UPDATE SKIP LOCKED),
  leased AS (
    UPDATE letters l SET state = 'claimed', owner = $2, lease_until = now() + $3::int * interval '1 second',
      attempts = l.attempts + 1
    FROM due WHERE l.id = due.id RETURNING l.id, l.kind, l.email, l.subscriber_id)
  SELECT l.id AS "letterId", l.kind, coalesce(l.email, s.email) AS to, ${subscriberColumns}
  FROM leased l LEFT JOIN subscribers s ON s.id = l.subscriber_id`;

/**
 * To whom a letter may go: a confirmation to whoever asked, welcome only to readers who get mail, a goodbye to nobody's
 * reader; nothing that was asked for at an address the reader has left behind.
 */
const mayGo = `
  NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = l.address_hmac AND x.reason <> 'left')
  AND (l.kind = 'goodbye' OR EXISTS (
    SELECT FROM subscribers s WHERE s.id = l.subscriber_id AND (l.email IS NOT NULL OR s.address_hmac = l.address_hmac)
      AND CASE WHEN l.kind = 'confirm' THEN s.state <> 'active' WHEN l.kind IN ('welcome', 'known') THEN s.state = 'active' ELSE true END))`;

const markSql = `
  UPDATE letters l SET state = 'sending', lease_until = now() + interval '5 minutes'
  WHERE l.id = $1 AND l.owner = $2 AND l.state = 'claimed' AND ${mayGo}
  RETURNING l.subscriber_id AS "subscriberId", CASE WHEN l.kind = 'move' THEN l.email END AS "newEmail"`;

/** The reader's tokens that are past their time go with the next one. */
const keepTokenSql = `
  WITH past AS (DELETE FROM tokens WHERE subscriber_id = $2 AND expires_at <= $6)
  INSERT INTO tokens (hash, subscriber_id, purpose, expires_at, new_email) VALUES ($1, $2, $3, $4, $5)`;

const dropSql = `
  UPDATE letters SET state = 'skipped', reason = 'the reader or the address does not want it any more', finished_at = $3,
    email = NULL, owner = NULL, lease_until = NULL
  WHERE id = $1 AND owner = $2 AND state = 'claimed'`;

const receipt = { row: 'l', outcome: '$2', about: '$5::text', now: '$4' };
/** What was called unknown has forgotten its address, and is not tried again. */
const recordSql = `
  UPDATE letters l SET ${settleRow(receipt)},
    email = CASE WHEN ${isPutOff(receipt)} THEN l.email END, reason = $3, owner = NULL, lease_until = NULL
  WHERE l.id = $1 AND (l.state = 'sending' OR l.state = 'unknown' AND $2 <> 'deferred')
  RETURNING l.state, l.subscriber_id AS "subscriberId", l.address_hmac AS hmac`;

const recoverSql = `
  WITH expired AS (
    UPDATE letters SET state = CASE state WHEN 'claimed' THEN 'planned' ELSE 'unknown' END,
      reason = CASE state WHEN 'claimed' THEN reason ELSE 'the sending process ended before it heard the answer' END,
      finished_at = CASE state WHEN 'claimed' THEN NULL ELSE now() END,
      email = CASE state WHEN 'claimed' THEN email END, owner = NULL, lease_until = NULL
    WHERE state IN ('claimed', 'sending') AND lease_until < now() RETURNING state)
  SELECT count(*) FILTER (WHERE state = 'planned')::int AS returned,
    count(*) FILTER (WHERE state = 'unknown')::int AS unknown FROM expired`;

const forgetSql = `
  WITH past AS (DELETE FROM tokens WHERE expires_at <= $1::timestamptz),
  gone AS (
    DELETE FROM subscribers s WHERE s.state = 'pending' AND s.created_at < $1::timestamptz - interval '30 days'
      AND NOT EXISTS (SELECT FROM letters l WHERE l.subscriber_id = s.id AND l.created_at > $1::timestamptz - interval '30 days')
    RETURNING 1)
  SELECT count(*)::int AS readers FROM gone`;
