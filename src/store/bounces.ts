import type { BounceKind } from '../model/bounce.js';
import type { Database, Sql } from './database.js';
import { json } from './rows.js';
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
  const [reader] = await tx.query<{ id: string; hmac: string; confirmed: boolean }>(
    `SELECT s.id, s.address_hmac AS hmac, (${hasConfirmed}) AS confirmed FROM subscribers s WHERE ${isReader()}
       AND ($2::int IS NULL OR s.link_generation % 256 = $2) FOR UPDATE`,
    [bounce.subscriberId, bounce.generation ?? null],
  );
  if (!reader) return 'gone';
  const editionId = await findEdition(tx, bounce);
  const kind = weigh(bounce.kind, reader.confirmed);
  const values = [kind, reader.hmac, bounce.reason, bounce.at];
  const added = await tx.query(insertSql, [reader.id, editionId ?? bounce.report, ...values]);
  if (added.length === 0) return 'known';
  if (editionId !== undefined)
    await tx.query(completeSql, [editionId, reader.id, `${WORDS[kind]}: ${bounce.reason}`]);
  const why = await judge(tx, { kind, at: bounce.at }, reader.hmac);
  const suppressed = why ? await tx.query(suppressSql, [reader.hmac, why]) : [];
  return suppressed.length > 0 ? 'suppressed' : 'recorded';
}

/** A server's no to one mail, in the session. */
export interface RefusedMail {
  subscriberId: string;
  kind: BounceKind;
  /** In words that name no address. */
  reason: string;
  /** The reader's generation of links when the mail was written; NULL where it does not matter. */
  generation: number | null;
}

/** Remembers refusals of one mail to many readers as bounces, and suppresses whom that ends. The readers stay locked, in one order. */
export async function recordRefusals(
  tx: Sql,
  rows: RefusedMail[],
  { mail, at }: { mail: string; at: Date },
): Promise<void> {
  if (rows.length === 0) return;
  const added = await tx.query<{ hmac: string; kind: BounceKind }>(refusedSql, [json(rows), mail, at]);
  const of = (kind: BounceKind) => added.filter((row) => row.kind === kind).map(({ hmac }) => hmac);
  const [hard, soft] = [of('hard'), of('soft')];
  if (hard.length + soft.length > 0) await tx.query(endSql, [hard, soft, at, SOFT_DAYS, MOST_SOFT]);
}

/** A server's no to a letter; `hmac` is of the address it went to, which need not be the reader's own yet. */
export interface RefusedLetter {
  subscriberId: string;
  hmac: string;
  kind: BounceKind;
  reason: string;
  mail: string;
  at: Date;
}

/** Remembers a refused letter as a bounce. An address that never confirmed is suppressed only when it happens again and again. */
export async function recordLetterRefusal(tx: Sql, letter: RefusedLetter): Promise<void> {
  const { subscriberId, hmac, reason, mail, at } = letter;
  const [reader] = await tx.query<{ known: boolean }>(
    `SELECT (${hasConfirmed}) AND s.address_hmac = $2 AS known FROM subscribers s WHERE s.id = $1 FOR UPDATE`,
    [subscriberId, hmac],
  );
  if (!reader) return;
  const kind = weigh(letter.kind, reader.known);
  const added = await tx.query(insertSql, [subscriberId, mail, kind, hmac, reason, at]);
  const why = added.length > 0 ? await judge(tx, { kind, at }, hmac) : undefined;
  if (why) await tx.query(suppressSql, [hmac, why]);
}

/** Anybody can type any address: of one that never confirmed a hard bounce counts as a soft one. */
const weigh = (kind: BounceKind, confirmed: boolean): BounceKind =>
  kind === 'hard' && !confirmed ? 'soft' : kind;

const hasConfirmed = `s.confirmed_at IS NOT NULL OR s.state = 'active'`;

async function findEdition(tx: Sql, { edition, subscriberId }: Bounce): Promise<string | undefined> {
  if (!edition) return undefined;
  const [row] = await tx.query<{ id: string }>(
    `SELECT e.id FROM editions e JOIN deliveries d ON d.edition_id = e.id AND d.subscriber_id = $3
     WHERE e.cadence = $1 AND e.date = $2`,
    [edition.cadence, edition.date, subscriberId],
  );
  return row?.id;
}

async function judge(
  tx: Sql,
  { kind, at }: Pick<Bounce, 'kind' | 'at'>,
  hmac: string,
): Promise<SuppressionReason | undefined> {
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

const refusedSql = `
  WITH readers AS (
    SELECT s.id, s.address_hmac, r.kind, r.reason
    FROM jsonb_to_recordset($1::jsonb) AS r("subscriberId" uuid, kind text, reason text, generation integer)
      JOIN subscribers s ON s.id = r."subscriberId" AND s.link_generation = coalesce(r.generation, s.link_generation)
    ORDER BY s.id FOR UPDATE OF s)
  INSERT INTO bounces (subscriber_id, mail, kind, address_hmac, reason, bounced_at)
  SELECT id, $2, kind, address_hmac, reason, $3 FROM readers
  ON CONFLICT DO NOTHING RETURNING address_hmac AS hmac, kind`;

/** `$1`: addresses that do not exist; `$2`: those whose bounces are to be counted. */
const endSql = `
  INSERT INTO suppressions AS x (address_hmac, reason)
  SELECT hmac, 'bounced' FROM (
    SELECT unnest($1::text[]) AS hmac
    UNION
    SELECT address_hmac FROM bounces
    WHERE address_hmac = ANY ($2::text[]) AND kind = 'soft' AND bounced_at <= $3
      AND bounced_at > $3::timestamptz - $4::int * interval '1 day'
    GROUP BY address_hmac HAVING count(DISTINCT mail) >= $5) gone
  ORDER BY hmac
  ON CONFLICT (address_hmac) DO UPDATE SET reason = excluded.reason, suppressed_at = now() WHERE x.reason = 'left'`;
