import type { Alarm } from '../model/alarm.js';
import type { Database, Sql } from './database.js';
import { dropNulls, json } from './rows.js';
import type { AlarmFacts, AlarmStore, FrozenEdition } from './store.js';

export function createAlarmStore(database: Database): AlarmStore {
  return {
    alarmFacts: (now, overdueSince) =>
      database.transaction(async (tx) => {
        const [mails] = await tx.query<AlarmFacts['mails']>(mailsSql, [now]);
        const [{ unknown } = { unknown: 0 }] = await tx.query<{ unknown: number }>(unknownSql);
        const [{ letters } = { letters: 0 }] = await tx.query<{ letters: number }>(lettersSql, [
          overdueSince,
        ]);
        const troubled = await tx.query<AlarmFacts['troubled'][number]>(troubledSql);
        const overdue = await tx.query<AlarmFacts['overdue'][number]>(overdueSql, [now, overdueSince]);
        return {
          troubled: troubled.map(dropNulls) as AlarmFacts['troubled'],
          editions: await tx.query<FrozenEdition>(editionsSql),
          overdue: overdue.map(dropNulls) as AlarmFacts['overdue'],
          overdueLetters: letters,
          mails: mails ?? { sent: 0, refused: 0 },
          unknown,
          complaints: await countComplaints(tx, now),
        };
      }),

    frozenEditions: () => database.query<FrozenEdition>(editionsSql),

    saveAlarms: ({ at, signs, unsure }) =>
      database.transaction(async (tx) => {
        await tx.query(seenSql, [json(signs), at]);
        await tx.query(forgetSql, [json(signs), at, json(unsure)]);
        await tx.query(unseenSql, [json(signs), at, json(unsure)]);
      }),

    standingAlarms: () =>
      database.query<Alarm>(`SELECT ${columns} FROM alarms a WHERE ${isStanding} ${order}`),

    takeAlarmNews: (now) =>
      database.transaction(async (tx) => {
        const raised = await tx.query<Alarm>(takeSql('told_at', isStanding), [now]);
        const cleared = await tx.query<Alarm>(
          takeSql('told_clear_at', 'a.cleared_at IS NOT NULL AND a.told_at IS NOT NULL'),
          [now],
        );
        return { raised, cleared };
      }),

    returnAlarmNews: ({ raised, cleared }, after) =>
      database.transaction(async (tx) => {
        await tx.query(returnSql('told_at'), [json(raised), after]);
        await tx.query(returnSql('told_clear_at'), [json(cleared), after]);
      }),

    async outsideBeatOn(day) {
      return (await database.query('SELECT 1 FROM outside_beat WHERE day >= $1', [day])).length > 0;
    },

    async takeOutsideBeat(day) {
      const rows = await database.query(
        `INSERT INTO outside_beat AS b (day) VALUES ($1) ON CONFLICT (single) DO UPDATE SET day = excluded.day
         WHERE b.day < excluded.day RETURNING 1`,
        [day],
      );
      return rows.length > 0;
    },

    async returnOutsideBeat(day) {
      await database.query('UPDATE outside_beat SET day = day - 1 WHERE day = $1', [day]);
    },
  };
}

const columns = 'a.kind, a.subject, a.title, a.reason, a.raised_at AS "raisedAt"';
const isStanding = 'a.raised_at IS NOT NULL AND a.cleared_at IS NULL';
const order = 'ORDER BY a.raised_at, a.kind, a.subject';

/** What a parameter of signs or alarms holds. */
const given = `jsonb_to_recordset($1::jsonb)
  AS s(kind text, subject text, title text, reason text, certain boolean, "raisedAt" timestamptz)`;
const isSeen = `EXISTS (SELECT FROM ${given} WHERE s.kind = a.kind AND s.subject = a.subject)`;
const isJudged = `NOT $3::jsonb ? a.kind`;

/** Two processes that look at the same moment look once. */
const LOOKS_APART = `interval '30 seconds'`;

/** A row that was cleared begins anew. */
const seenSql = `
  INSERT INTO alarms AS a (kind, subject, title, reason, since, raised_at)
  SELECT kind, subject, title, reason, $2::timestamptz, CASE WHEN certain THEN $2::timestamptz END FROM ${given}
  ON CONFLICT (kind, subject) DO UPDATE SET title = excluded.title, reason = excluded.reason, well_since = NULL,
    since = CASE WHEN a.cleared_at IS NULL THEN a.since ELSE excluded.since END,
    raised_at = CASE WHEN a.cleared_at IS NOT NULL THEN excluded.raised_at
      WHEN a.since <= excluded.since - ${LOOKS_APART} THEN coalesce(a.raised_at, excluded.since)
      ELSE coalesce(a.raised_at, excluded.raised_at) END,
    told_at = CASE WHEN a.cleared_at IS NULL THEN a.told_at END,
    told_clear_at = NULL, cleared_at = NULL,
    tell_after = CASE WHEN a.cleared_at IS NULL THEN a.tell_after END`;

/** What was never raised, and what was cleared a month ago. */
const forgetSql = `
  DELETE FROM alarms a WHERE a.cleared_at < $2::timestamptz - interval '30 days'
    OR (a.raised_at IS NULL AND NOT ${isSeen} AND ${isJudged})`;

const unseenSql = `
  UPDATE alarms a SET well_since = coalesce(a.well_since, $2::timestamptz),
    cleared_at = CASE WHEN a.well_since <= $2::timestamptz - ${LOOKS_APART} THEN $2::timestamptz END,
    tell_after = NULL
  WHERE ${isStanding} AND NOT ${isSeen} AND ${isJudged}`;

/** Rows that two processes want are one's: the other finds them marked. */
const takeSql = (column: 'told_at' | 'told_clear_at', which: string) => `
  UPDATE alarms a SET ${column} = $1::timestamptz
  WHERE a.${column} IS NULL AND ${which} AND coalesce(a.tell_after <= $1, true) RETURNING ${columns}`;

/** Only where it is still the same raising. */
const returnSql = (column: 'told_at' | 'told_clear_at') => `
  UPDATE alarms a SET ${column} = NULL, tell_after = $2 FROM ${given}
  WHERE s.kind = a.kind AND s.subject = a.subject AND s."raisedAt" = a.raised_at`;

const troubledSql = `
  SELECT id AS "sourceId", trouble AS outcome, reason, failing_since AS since FROM sources
  WHERE failing_since IS NOT NULL AND trouble IS NOT NULL AND paused_at IS NULL ORDER BY id`;

/** Two weeks of daily editions and two weekly ones. */
const editionsSql = `
  SELECT cadence, date, frozen_at AS "frozenAt" FROM editions ORDER BY frozen_at DESC, cadence LIMIT 16`;

/**
 * What a mail server has put off waits for its turn, and is not overdue; nor is an edition of which mails have gone out
 * in the last quarter of an hour, however slowly.
 */
const overdueSql = `
  SELECT e.cadence, e.date, late.mails, e.problem FROM (
      SELECT first.edition_id, count(*)::int AS mails FROM (
        SELECT d.edition_id FROM deliveries d
        WHERE d.state = 'planned' AND d.due_at < $2 AND d.deferred_at IS NULL
          AND d.edition_id IN (SELECT id FROM editions WHERE halt IS NULL) ORDER BY d.due_at LIMIT 10000) first
      GROUP BY first.edition_id) late
    JOIN editions e ON e.id = late.edition_id
  WHERE NOT EXISTS (SELECT FROM deliveries g WHERE g.edition_id = e.id
    AND g.finished_at > $1::timestamptz - interval '15 minutes' AND g.state IN ('sent', 'refused'))
  ORDER BY e.date, e.cadence`;

const lettersSql = `
  SELECT count(*)::int AS letters FROM (SELECT 1 FROM letters
    WHERE state = 'planned' AND due_at < $1 AND deferred_at IS NULL LIMIT 10000) late`;

/** The last ones only, so that a hundred thousand readers are no more work than a thousand. */
const mailsSql = `
  SELECT (count(*) FILTER (WHERE state = 'sent'))::int AS sent, (count(*) FILTER (WHERE state = 'refused'))::int AS refused
  FROM (SELECT state FROM deliveries WHERE finished_at > $1::timestamptz - interval '1 day'
    ORDER BY finished_at DESC LIMIT 5000) last`;

const unknownSql = `
  SELECT count(*)::int AS unknown FROM deliveries WHERE state = 'unknown' AND settled_at IS NULL`;

/** Once a thousand mails to a complaint are found there is no need to count on. */
async function countComplaints(tx: Sql, now: Date): Promise<AlarmFacts['complaints']> {
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM bounces
     WHERE kind = 'complaint' AND bounced_at > $1::timestamptz - interval '14 days'`,
    [now],
  );
  if (count === 0) return { count, sent: 0 };
  const [{ sent } = { sent: 0 }] = await tx.query<{ sent: number }>(
    `SELECT count(*)::int AS sent FROM (SELECT 1 FROM deliveries
       WHERE finished_at > $1::timestamptz - interval '14 days' AND state = 'sent' LIMIT $2) counted`,
    [now, count * ENOUGH_SENT],
  );
  return { count, sent };
}

/** The strictest share of complaints that can be set. */
const ENOUGH_SENT = 10_000;
