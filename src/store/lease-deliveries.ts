import type { LeasedDelivery } from '../model/delivery.js';
import type { Database, Sql } from './database.js';
import { editionNames, hadBefore } from './had-before.js';
import { limitOfLine, limitsOf, unlimited } from './mail-lines.js';
import { json } from './rows.js';
import type { DeliveryStore } from './store.js';
import { subscriberColumns } from './subscribers.js';

type LeaseRequest = Parameters<DeliveryStore['leaseDeliveries']>[0];

/**
 * Leases what is due and has its turn. Mails of a domain with a line of its own take that line's next turns, so many as are
 * open; all others follow. One statement, or where all mails together are limited three in a transaction.
 */
export async function leaseDeliveries(database: Database, request: LeaseRequest): Promise<LeasedDelivery[]> {
  const { rates, limit } = request;
  if (!rates || (rates.perSecond === 0 && rates.perHour === 0)) return leaseRows(database, request, limit);
  const limits = json(limitsOf(rates));
  return database.transaction(async (tx) => {
    const [server] = await tx.query<{ open: number }>(openServerSql, [limits]);
    const room = Math.min(limit, server?.open ?? 0);
    const leased = room > 0 ? await leaseRows(tx, request, room) : [];
    if (leased.length > 0) await tx.query(takeServerSql, [limits, leased.length]);
    return leased;
  });
}

async function leaseRows(
  sql: Sql,
  { editionId, owner, leaseSeconds, now, rates }: LeaseRequest,
  limit: number,
): Promise<LeasedDelivery[]> {
  const limits = json(rates ? limitsOf(rates) : { '*': unlimited });
  const values = [editionId, now ?? null, limit, owner, leaseSeconds, limits];
  const rows = await sql.query<LeaseRow>(leaseSql, values);
  return rows.map(({ hadBefore, ...subscriber }) => ({ editionId, subscriber, hadBefore }));
}

type LeaseRow = LeasedDelivery['subscriber'] & { hadBefore: string[] };

/** Makes the row where there is none, locks it, and tells what is open. */
const openServerSql = `
  WITH server AS (
    INSERT INTO mail_lines AS m (domain) VALUES ('') ON CONFLICT (domain) DO UPDATE SET used_at = now() RETURNING m.*)
  SELECT CASE WHEN m.rests_until <= now()
    THEN least(turns_open(m.next_at, l.gap, l.depth), turns_open(m.hour_at, l.hour_gap, l.hour_depth)) ELSE 0 END AS open
  FROM server m, ${limitOfLine('$1')}`;

const taken = (count: string) => `
    next_at = turns_taken(m.next_at, l.gap, l.depth, ${count}),
    hour_at = turns_taken(m.hour_at, l.hour_gap, l.hour_depth, ${count}), used_at = now()`;

const takeServerSql = `
  UPDATE mail_lines m SET ${taken('$2::int')} FROM mail_lines o, LATERAL ${limitOfLine('$1', 'o')}
  WHERE m.domain = '' AND o.domain = m.domain`;

const opensAt = (line: string) => `greatest(${line}.next_at, ${line}.hour_at, ${line}.rests_until)`;

/** An operator's word counts from the next lease on, and from the next mail that would be marked. */
export const goesOut = 'EXISTS (SELECT FROM editions e WHERE e.id = $1 AND e.halt IS NULL)';

const isDue = (line: string) => `edition_id = $1 AND line = ${line} AND state = 'planned' AND due_at <= $2`;

/**
 * Rows of an edition by their readers ($4). An edition that was just planned is none the database has counted: without the
 * readers' ids it would go through all of it for every handful.
 */
export const isOfThese = 'd.edition_id = $1 AND d.subscriber_id = ANY ($4::uuid[])';

/** A look into the index for each line; with EXISTS the planner reads all that is due, and joins. */
const any = (which: string) => `coalesce((SELECT true FROM deliveries d WHERE ${which} LIMIT 1), false)`;
const anyDue = (line: string) => any(isDue(line));

/**
 * Lines go in the order in which they were served, and leave a quarter of the room to those who stand in none. A line that
 * has put mail off is tried with one mail at a time.
 */
const leaseSql = `
  WITH server AS MATERIALIZED (
    SELECT CASE WHEN ${goesOut} THEN least($3::int, (
      SELECT CASE WHEN m.rests_until > now() THEN 0 WHEN m.strikes > 0 THEN 1 END FROM mail_lines m WHERE m.domain = '')) ELSE 0 END AS room),
  open AS MATERIALIZED (
    SELECT m.domain, least(CASE WHEN m.strikes > 0 THEN 1 END, turns_open(m.next_at, l.gap, l.depth),
      turns_open(m.hour_at, l.hour_gap, l.hour_depth)) AS room
    FROM mail_lines m CROSS JOIN LATERAL ${limitOfLine('$6')}
    WHERE m.domain <> '' AND ${opensAt('m')} <= now() AND (SELECT room FROM server) > 0
      AND ${anyDue('m.domain')}
    ORDER BY m.next_at LIMIT $3 FOR UPDATE OF m SKIP LOCKED),
  lined AS MATERIALIZED (
    SELECT d.subscriber_id, o.domain FROM open o CROSS JOIN LATERAL (
      SELECT subscriber_id FROM deliveries WHERE ${isDue('o.domain')}
      ORDER BY due_at LIMIT o.room FOR UPDATE SKIP LOCKED) d
    LIMIT (SELECT ceil(room * 0.75)::int FROM server)),
  others AS MATERIALIZED (
    SELECT subscriber_id FROM deliveries WHERE ${isDue(`''`)}
    ORDER BY due_at LIMIT (SELECT room FROM server) - (SELECT count(*) FROM lined) FOR UPDATE SKIP LOCKED),
  served AS (
    UPDATE mail_lines m SET ${taken('t.count')}
    FROM (SELECT domain, count(*)::int AS count FROM lined GROUP BY domain) t
      CROSS JOIN LATERAL ${limitOfLine('$6', 't')}
    WHERE m.domain = t.domain),
  due AS (SELECT subscriber_id FROM lined UNION ALL SELECT subscriber_id FROM others), ${editionNames}
  UPDATE deliveries d SET state = 'claimed', owner = $4, lease_until = now() + $5::int * interval '1 second',
    attempts = d.attempts + 1
  FROM subscribers s
  WHERE d.edition_id = $1 AND d.subscriber_id = ANY (ARRAY(SELECT subscriber_id FROM due)) AND s.id = d.subscriber_id
  RETURNING ${subscriberColumns}, ARRAY(${hadBefore}) AS "hadBefore"`;

const serverAt = `(SELECT ${opensAt('m')} FROM mail_lines m WHERE m.domain = '')`;

/** When something of an edition that is due has its turn; `$1` is the edition, `$2` the time. */
export const nextTurnSql = `
  SELECT greatest(0, extract(epoch FROM min(turn.at) - now()) * 1000)::float8 AS ms FROM (
    SELECT coalesce(${serverAt}, now()) AS at WHERE ${anyDue(`''`)}
    UNION ALL
    SELECT greatest(${opensAt('m')}, ${serverAt}) FROM mail_lines m
    WHERE m.domain <> '' AND ${anyDue('m.domain')}) turn
  WHERE ${goesOut} HAVING min(turn.at) IS NOT NULL`;

/** `$1`: the time. An edition whose lines all wait is not due before one of them is open. */
export const dueEditionsSql = `
  SELECT e.id FROM editions e
  WHERE e.halt IS NULL AND ${any(`d.edition_id = e.id AND d.state = 'planned'`)}
    AND coalesce(${serverAt}, now()) <= now()
    AND (${any(`d.edition_id = e.id AND d.line = '' AND d.state = 'planned' AND d.due_at <= $1`)}
      OR EXISTS (SELECT FROM mail_lines m WHERE m.domain <> '' AND ${opensAt('m')} <= now()
        AND ${any(`d.edition_id = e.id AND d.line = m.domain AND d.state = 'planned' AND d.due_at <= $1`)}))`;
