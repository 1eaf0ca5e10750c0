import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import type { ReaderDelivery, ReaderDesk, ReaderDeskStore, ReaderLine, ReaderSearch } from './store.js';
import { findReader, isReader } from './subscribers.js';

/** Deliveries and letters that are shown of one reader. */
const SHOWN = 30;

/** What an operator sees of readers, and does for them. */
export function createReaderDesk(database: Database): ReaderDeskStore {
  return {
    async findReaders({ address = '', state, limit, offset }) {
      const values = [toPattern(address), state ?? null];
      const [found, counted] = await Promise.all([
        database.query<ReaderLine>(listSql, [...values, limit, offset]),
        database.query<{ total: number }>(countSql, values),
      ]);
      return { readers: found.map(dropNulls) as ReaderLine[], total: counted[0]?.total ?? 0 };
    },

    async readerDesk(id) {
      const reader = await findReader(database, id);
      if (!reader) return undefined;
      const [about, deliveries, letters, bounces] = await Promise.all([
        database.query<AboutRow>(aboutSql, [id]),
        database.query<ReaderDelivery>(deliveriesSql, [id, SHOWN]),
        database.query<ReaderDesk['letters'][number]>(lettersSql, [id, SHOWN]),
        database.query<ReaderDesk['bounces'][number]>(bouncesSql, [id, SHOWN]),
      ]);
      const { suppressedFor, suppressedAt, ...rest } = about[0] ?? nothingAbout;
      return {
        reader,
        ...dropNulls(rest),
        ...(suppressedFor && suppressedAt && { suppressed: { reason: suppressedFor, at: suppressedAt } }),
        deliveries: deliveries.map(dropNulls) as ReaderDelivery[],
        letters: letters.map(dropNulls) as ReaderDesk['letters'],
        bounces,
      };
    },

    async resendTo(editionId, readerId, now) {
      return (await database.query(resendSql, [editionId, readerId, now])).length > 0;
    },
  };
}

interface AboutRow {
  confirmedAt: Date | null;
  leftAt: Date | null;
  suppressedFor: NonNullable<ReaderDesk['suppressed']>['reason'] | null;
  suppressedAt: Date | null;
}

const nothingAbout: AboutRow = { confirmedAt: null, leftAt: null, suppressedFor: null, suppressedAt: null };

/** `%` and `_` mean themselves; addresses are stored in lower case. */
const toPattern = (address: NonNullable<ReaderSearch['address']>) =>
  `%${address
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;

const isSuppressed = 'EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac)';

const isListed = `s.email LIKE $1
  AND ($2::text IS NULL OR CASE $2 WHEN 'suppressed' THEN ${isSuppressed} ELSE s.state = $2 END)`;

const listSql = `
  SELECT s.id, s.email, s.state, s.cadence, s.created_at AS "createdAt",
    (SELECT x.reason FROM suppressions x WHERE x.address_hmac = s.address_hmac) AS suppressed,
    (SELECT max(d.finished_at) FROM deliveries d WHERE d.subscriber_id = s.id AND d.state = 'sent') AS "lastSentAt"
  FROM subscribers s WHERE ${isListed} ORDER BY s.email LIMIT $3 OFFSET $4`;

const countSql = `SELECT count(*)::int AS total FROM subscribers s WHERE ${isListed}`;

const aboutSql = `
  SELECT s.confirmed_at AS "confirmedAt", s.left_at AS "leftAt", x.reason AS "suppressedFor",
    x.suppressed_at AS "suppressedAt"
  FROM subscribers s LEFT JOIN suppressions x ON x.address_hmac = s.address_hmac WHERE ${isReader()}`;

const hasEnded = `d.state IN ('sent', 'refused', 'unknown', 'skipped') AND e.halt IS DISTINCT FROM 'stopped'
  AND s.state = 'active' AND NOT ${isSuppressed}`;

const deliveriesSql = `
  SELECT e.id AS "editionId", e.cadence, e.date, e.number, d.state, d.due_at AS "dueAt", d.finished_at AS "finishedAt",
    d.resent_at AS "resentAt", d.reason, coalesce(cardinality(d.paper_ids), 0) AS papers, (${hasEnded}) AS "mayResend"
  FROM deliveries d JOIN editions e ON e.id = d.edition_id JOIN subscribers s ON s.id = d.subscriber_id
  WHERE ${isReader()} ORDER BY e.frozen_at DESC, e.cadence LIMIT $2`;

const lettersSql = `
  SELECT l.kind, l.state, l.created_at AS "createdAt", l.reason FROM letters l JOIN subscribers s ON s.id = l.subscriber_id
  WHERE ${isReader()} ORDER BY l.created_at DESC LIMIT $2`;

const bouncesSql = `
  SELECT b.kind, b.reason, b.bounced_at AS at FROM bounces b JOIN subscribers s ON s.id = b.subscriber_id
  WHERE ${isReader()} ORDER BY b.bounced_at DESC LIMIT $2`;

/** `paper_ids` stay: whatever comes of the second mail, the first may have arrived. */
const resendSql = `
  UPDATE deliveries d SET state = 'planned', due_at = $3, resent_at = $3, deferred_at = NULL, finished_at = NULL,
    settled_at = NULL, reason = NULL
  FROM subscribers s, editions e
  WHERE ${isReader('id', '$2')} AND d.subscriber_id = s.id AND e.id::text = $1 AND d.edition_id = e.id AND ${hasEnded}
  RETURNING 1`;
