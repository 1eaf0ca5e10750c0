import { randomUUID } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { Subscriber } from '../model/subscriber.js';
import type { Database } from './database.js';
import type { NewSubscriber, SubscriberStore } from './store.js';

/** The columns of a reader as the model names them; `s` is `subscribers`. */
export const subscriberColumns = `
  s.id, s.email, s.state, s.cadence, s.weekday, s.hour, s.time_zone AS "timeZone", s.max_papers AS "maxPapers",
  s.quiet_day AS "quietDay", s.topics, s.muted_topics AS "mutedTopics", s.keywords,
  s.muted_keywords AS "mutedKeywords", s.authors, s.link_generation AS "linkGeneration", s.created_at AS "createdAt"`;

/** What a reader gets who chooses nothing: the daily trending summary. */
const unchosen: Omit<NewSubscriber, 'email' | 'state'> = {
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

/** `hashAddress` is a keyed HMAC: what is kept of an address when nothing else is. */
export function createSubscriberStore(
  database: Database,
  hashAddress: (email: string) => string,
): SubscriberStore {
  const find = async (where: string, value: string) => {
    const [row] = await database.query<Subscriber>(
      `SELECT ${subscriberColumns} FROM subscribers s WHERE ${where} = $1`,
      [value],
    );
    return row;
  };
  return {
    async addSubscriber(subscriber) {
      const [row] = await database.query<Subscriber>(insertSql, [
        randomUUID(),
        hashAddress(subscriber.email),
        subscriber.createdAt ?? new Date(),
        JSON.stringify({ ...unchosen, ...subscriber }),
      ]);
      if (!row)
        throw new StoreError('subscribers: this address is known already', {
          code: 'exists',
          retry: 'never',
        });
      return row;
    },

    subscribers: () =>
      database.query<Subscriber>(
        `SELECT ${subscriberColumns} FROM subscribers s ORDER BY s.created_at, s.email`,
      ),

    subscriber: (id) => find('s.id::text', id),

    subscriberByEmail: (email) => find('s.email', email),

    async removeSubscriber(email) {
      const rows = await database.query('DELETE FROM subscribers WHERE email = $1 RETURNING 1', [email]);
      return rows.length > 0;
    },

    async leave(id) {
      const rows = await database.query(
        `UPDATE subscribers SET state = 'left', left_at = coalesce(left_at, now()) WHERE id::text = $1 RETURNING 1`,
        [id],
      );
      return rows.length > 0;
    },
  };
}

const insertSql = `
  INSERT INTO subscribers AS s (id, email, address_hmac, state, cadence, weekday, hour, time_zone, max_papers, quiet_day,
    topics, muted_topics, keywords, muted_keywords, authors, created_at)
  SELECT $1, r.email, $2, r.state, r.cadence, r.weekday, r.hour, r."timeZone", r."maxPapers", r."quietDay", r.topics,
    r."mutedTopics", r.keywords, r."mutedKeywords", r.authors, $3
  FROM jsonb_to_record($4::jsonb) AS r(email text, state text, cadence text, weekday integer, hour integer,
    "timeZone" text, "maxPapers" integer, "quietDay" text, topics text[], "mutedTopics" text[], keywords text[],
    "mutedKeywords" text[], authors text[])
  ON CONFLICT (email) DO NOTHING RETURNING ${subscriberColumns}`;
