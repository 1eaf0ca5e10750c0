import { randomUUID } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { Choices, Subscriber } from '../model/subscriber.js';
import { createAuthorFinder } from './authors.js';
import type { Database, Sql } from './database.js';
import { json } from './rows.js';
import type { ImportOutcome, NewSubscriber, SubscriberStore, SuppressionReason } from './store.js';

/** The columns of a reader as the model names them; `s` is `subscribers`. */
export const subscriberColumns = `
  s.id, s.email, s.state, s.cadence, s.weekday, s.hour, s.time_zone AS "timeZone", s.max_papers AS "maxPapers",
  s.quiet_day AS "quietDay", s.topics, s.muted_topics AS "mutedTopics", s.keywords,
  s.muted_keywords AS "mutedKeywords", s.authors, s.link_generation AS "linkGeneration", s.created_at AS "createdAt"`;

/** What a reader gets who chooses nothing: the daily trending summary. */
const unchosen: Choices = {
  cadence: 'daily',
  weekday: 1,
  hour: 7,
  timeZone: 'UTC',
  maxPapers: 20,
  quietDay: 'nothing',
  topics: [],
  mutedTopics: [],
  keywords: [],
  mutedKeywords: [],
  authors: [],
};

/** What the store is told about readers. */
export interface ReaderRules {
  /** A keyed HMAC: what is kept of an address when nothing else is. */
  hashAddress(email: string): string;
  /** What a reader gets who chooses nothing, where the operator has a say in it. */
  readers?: Pick<Choices, 'hour' | 'timeZone' | 'maxPapers'>;
}

export function createSubscriberStore(database: Database, rules: ReaderRules): SubscriberStore {
  const { hashAddress } = rules;
  const findByEmail = async (email: string) => {
    const [row] = await database.query<Subscriber>(`${readerSql} WHERE s.email = $1`, [email]);
    return row;
  };
  const importSubscribers = (rows: NewSubscriber[]) => insertSubscribers(database, rows, rules);
  return {
    ...createAuthorFinder(database),
    importSubscribers,

    async addSubscriber(subscriber) {
      const [outcome] = await importSubscribers([subscriber]);
      const added = outcome === 'added' ? await findByEmail(subscriber.email) : undefined;
      if (added) return added;
      throw outcome === 'suppressed'
        ? new StoreError('subscribers: mail to this address is suppressed', {
            code: 'suppressed',
            retry: 'never',
          })
        : new StoreError('subscribers: this address is known already', { code: 'exists', retry: 'never' });
    },

    subscribers: () => database.query<Subscriber>(`${readerSql} ORDER BY s.created_at, s.email`),

    subscribersAfter: (after, limit) =>
      database.query<Subscriber>(
        `${readerSql} WHERE s.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY s.id LIMIT $2`,
        [after ?? null, limit],
      ),

    subscriber: (id) => findReader(database, id),

    subscriberByEmail: findByEmail,

    async removeSubscriber(email) {
      const rows = await database.query(
        `WITH gone AS (DELETE FROM subscribers WHERE email = $1 RETURNING state, address_hmac),
           left_before AS (
             INSERT INTO suppressions (address_hmac, reason) SELECT address_hmac, 'left' FROM gone WHERE state = 'left'
             ON CONFLICT DO NOTHING)
         SELECT 1 FROM gone`,
        [email],
      );
      return rows.length > 0;
    },

    changeChoices: (id, choices) => updateChoices(database, id, choices),

    async leave(id) {
      const rows = await database.query(
        `WITH worthless AS (DELETE FROM tokens s WHERE purpose = 'confirm' AND ${isReader('subscriber_id')}),
           unwanted AS (
             UPDATE letters s SET state = 'skipped', reason = 'left before it was sent', finished_at = now(), owner = NULL,
               lease_until = NULL
             WHERE kind = 'confirm' AND state IN ('planned', 'claimed') AND ${isReader('subscriber_id')})
         UPDATE subscribers s SET state = 'left', left_at = coalesce(left_at, now()) WHERE ${isReader()} RETURNING 1`,
        [id],
      );
      return rows.length > 0;
    },

    async comeBack(id) {
      const rows = await database.query(
        `UPDATE subscribers s SET state = 'active', left_at = NULL
         WHERE ${isReader()} AND state = 'left' AND confirmed_at IS NOT NULL
           AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac) RETURNING 1`,
        [id],
      );
      return rows.length > 0;
    },

    async revokeLinks(id) {
      await database.query(
        `UPDATE subscribers s SET link_generation = link_generation + 1 WHERE ${isReader()}`,
        [id],
      );
    },

    async suppress(email, reason) {
      await database.query(
        `INSERT INTO suppressions AS x (address_hmac, reason) VALUES ($1, $2)
         ON CONFLICT (address_hmac) DO UPDATE SET reason = excluded.reason, suppressed_at = now() WHERE x.reason = 'left'
           AND excluded.reason <> 'left'`,
        [hashAddress(email), reason],
      );
    },

    async unsuppress(email) {
      const rows = await database.query(
        `WITH forgiven AS (DELETE FROM bounces WHERE address_hmac = $1)
         DELETE FROM suppressions WHERE address_hmac = $1 RETURNING 1`,
        [hashAddress(email)],
      );
      return rows.length > 0;
    },

    async suppressionOf(email) {
      const [row] = await database.query<{ reason: SuppressionReason }>(
        'SELECT reason FROM suppressions WHERE address_hmac = $1',
        [hashAddress(email)],
      );
      return row?.reason;
    },
  };
}

/** A text that is no uuid is nobody's id; `$1` is compared as uuid, so that the primary key finds it. */
export const isReader = (column = 'id', parameter = '$1') => `s.${column} = CASE
  WHEN ${parameter}::text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN ${parameter}::text::uuid END`;

const readerSql = `SELECT ${subscriberColumns} FROM subscribers s`;

export async function findReader(sql: Sql, id: string): Promise<Subscriber | undefined> {
  const [reader] = await sql.query<Subscriber>(`${readerSql} WHERE ${isReader()}`, [id]);
  return reader;
}

/** Lays choices over those of a stored reader; what is not given stays. */
export async function updateChoices(
  sql: Sql,
  id: string,
  choices: Partial<Choices>,
): Promise<Subscriber | undefined> {
  const [row] = await sql.query<Subscriber>(updateSql, [id, json(choices)]);
  return row;
}

/**
 * Adds readers who are not known, in one statement; an active one has confirmed. `asked`: it is the reader who asks, so
 * that having left does not stand in the way of a confirmation.
 */
export async function insertSubscribers(
  sql: Sql,
  rows: NewSubscriber[],
  { hashAddress, readers }: ReaderRules,
  asked = false,
): Promise<ImportOutcome[]> {
  const first = new Map(rows.map((row) => [row.email, row] as const).reverse());
  const full = [...first.values()].map((row) => ({
    ...unchosen,
    ...readers,
    ...row,
    id: randomUUID(),
    hmac: hashAddress(row.email),
    createdAt: row.createdAt ?? new Date(),
  }));
  const found = await sql.query<{ email: string; outcome: ImportOutcome }>(insertSql, [json(full), asked]);
  const outcomes = new Map(found.map(({ email, outcome }) => [email, outcome]));
  return rows.map((row) => {
    const outcome = outcomes.get(row.email) ?? 'exists';
    return outcome === 'added' && first.get(row.email) !== row ? 'exists' : outcome;
  });
}

const choiceColumns = `cadence text, weekday integer, hour integer, "timeZone" text, "maxPapers" integer, "quietDay" text,
  topics text[], "mutedTopics" text[], keywords text[], "mutedKeywords" text[], authors text[]`;

/** One who left may ask again, and is pending until they confirm; nobody else may put them back. */
const isSuppressed = `EXISTS (SELECT FROM suppressions x
  WHERE x.address_hmac = r.hmac AND NOT ($2::boolean AND x.reason = 'left' AND r.state = 'pending'))`;

const insertSql = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, email text, hmac text, state text, "createdAt" timestamptz,
      ${choiceColumns})),
  added AS (
    INSERT INTO subscribers (id, email, address_hmac, state, cadence, weekday, hour, time_zone, max_papers, quiet_day, topics,
      muted_topics, keywords, muted_keywords, authors, created_at, confirmed_at)
    SELECT r.id, r.email, r.hmac, r.state, r.cadence, r.weekday, r.hour, r."timeZone", r."maxPapers", r."quietDay", r.topics,
      r."mutedTopics", r.keywords, r."mutedKeywords", r.authors, r."createdAt",
      CASE r.state WHEN 'active' THEN r."createdAt" END
    FROM given r WHERE NOT ${isSuppressed}
    ON CONFLICT (email) DO NOTHING RETURNING email)
  SELECT email, 'added' AS outcome FROM added
  UNION ALL
  SELECT email, 'suppressed' FROM given r WHERE ${isSuppressed}`;

const updateSql = `
  UPDATE subscribers s SET cadence = coalesce(r.cadence, s.cadence), weekday = coalesce(r.weekday, s.weekday),
    hour = coalesce(r.hour, s.hour), time_zone = coalesce(r."timeZone", s.time_zone),
    max_papers = coalesce(r."maxPapers", s.max_papers), quiet_day = coalesce(r."quietDay", s.quiet_day),
    topics = coalesce(r.topics, s.topics), muted_topics = coalesce(r."mutedTopics", s.muted_topics),
    keywords = coalesce(r.keywords, s.keywords), muted_keywords = coalesce(r."mutedKeywords", s.muted_keywords),
    authors = coalesce(r.authors, s.authors)
  FROM jsonb_to_record($2::jsonb) AS r(${choiceColumns})
  WHERE ${isReader()} RETURNING ${subscriberColumns}`;
