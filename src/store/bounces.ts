import type { Database, Sql } from './database.js';
import type { Bounce, BounceOutcome, BounceStore, SuppressionReason } from './store.js';
import { isReader } from './subscribers.js';

/** Soft bounces of so many mails, within so many days, are as good as a hard one. */
const MOST_SOFT = 5;
const SOFT_DAYS = 14;

export function createBounceStore(database: Database): BounceStore {
  return { recordBounce: (bounce) => database.transaction((tx) => record(tx, bounce)) };
}

/** The reader's row stays locked, so that of several reports at once each counts those before it. */
async function record(tx: Sql, bounce: Bounce): Promise<BounceOutcome> {
  const [reader] = await tx.query<{ id: string; hmac: string }>(
    `SELECT s.id, s.address_hmac AS hmac FROM subscribers s WHERE ${isReader()}
       AND ($2::int IS NULL OR s.link_generation % 256 = $2) FOR UPDATE`,
    [bounce.subscriberId, bounce.generation ?? null],
  );
  if (!reader) return 'gone';
  const editionId = await findEdition(tx, bounce);
  const values = [bounce.kind, reader.hmac, bounce.reason, bounce.at];
  const added = await tx.query(insertSql, [reader.id, editionId ?? bounce.report, ...values]);
  if (added.length === 0) return 'known';
  if (editionId !== undefined)
    await tx.query(completeSql, [editionId, reader.id, `${WORDS[bounce.kind]}: ${bounce.reason}`]);
  const why = await judge(tx, bounce, reader.hmac);
  const suppressed = why ? await tx.query(suppressSql, [reader.hmac, why]) : [];
  return suppressed.length > 0 ? 'suppressed' : 'recorded';
}

async function findEdition(tx: Sql, { edition, subscriberId }: Bounce): Promise<string | undefined> {
  if (!edition) return undefined;
  const [row] = await tx.query<{ id: string }>(
    `SELECT e.id FROM editions e JOIN deliveries d ON d.edition_id = e.id AND d.subscriber_id = $3
     WHERE e.cadence = $1 AND e.date = $2`,
    [edition.cadence, edition.date, subscriberId],
  );
  return row?.id;
}

async function judge(tx: Sql, { kind, at }: Bounce, hmac: string): Promise<SuppressionReason | undefined> {
  if (kind === 'complaint') return 'complained';
  if (kind === 'hard') return 'bounced';
  if (kind === 'policy') return undefined;
  const [row] = await tx.query<{ count: number }>(softSql, [hmac, at, SOFT_DAYS]);
  return (row?.count ?? 0) >= MOST_SOFT ? 'bounced' : undefined;
}

const WORDS: Record<Bounce['kind'], string> = {
  hard: 'came back for good',
  soft: 'came back',
  policy: 'came back unwanted',
  complaint: 'complaint',
};

const insertSql = `
  INSERT INTO bounces (subscriber_id, mail, kind, address_hmac, reason, bounced_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT DO NOTHING RETURNING 1`;

const completeSql = `
  UPDATE deliveries SET reason = concat_ws('; ', reason, $3::text) WHERE edition_id = $1 AND subscriber_id = $2`;

const softSql = `
  SELECT count(DISTINCT mail)::int AS count FROM bounces
  WHERE address_hmac = $1 AND kind = 'soft' AND bounced_at > $2::timestamptz - $3::int * interval '1 day' AND bounced_at <= $2`;

/** As when an operator suppresses: having left gives way to what the reader cannot undo, the first reason stays else. */
const suppressSql = `
  INSERT INTO suppressions AS x (address_hmac, reason) VALUES ($1, $2)
  ON CONFLICT (address_hmac) DO UPDATE SET reason = excluded.reason, suppressed_at = now() WHERE x.reason = 'left'
  RETURNING 1`;
