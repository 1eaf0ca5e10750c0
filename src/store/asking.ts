import { randomUUID } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { LetterKind, TokenPurpose } from '../model/letter.js';
import type { Choices, Subscriber } from '../model/subscriber.js';
import type { Database, Sql } from './database.js';
import { gatherExport } from './reader-export.js';
import { json } from './rows.js';
import type { Asked, LetterStore, NewSubscriber } from './store.js';
import {
  findReader,
  insertSubscribers,
  isReader,
  type ReaderRules,
  subscriberColumns,
  updateChoices,
} from './subscribers.js';

type Asking = Pick<
  LetterStore,
  | 'subscribe'
  | 'invite'
  | 'askLink'
  | 'readToken'
  | 'confirm'
  | 'exportReader'
  | 'deleteReader'
  | 'askMove'
  | 'move'
>;

/** What a person may do who holds no password: ask for a letter, and use the token that came in it. */
export function createAsking(database: Database, rules: ReaderRules): Asking {
  const { hashAddress } = rules;
  const insertPending = (tx: Sql, readers: Omit<NewSubscriber, 'state'>[], asked: boolean) =>
    insertSubscribers(
      tx,
      readers.map((reader) => ({ ...reader, state: 'pending' })),
      rules,
      asked,
    );
  const plan = (tx: Sql, kind: LetterKind, to: string, now: Date, whose: { id?: string; email?: string }) =>
    planLetter(tx, { kind, hmac: hashAddress(to), now, ...whose });
  return {
    subscribe: ({ email, choices, now }) =>
      database.transaction(async (tx) => {
        await insertPending(tx, [{ email, ...choices, createdAt: now }], true);
        const reader = await noteChoices(tx, email, choices);
        // An address that must not be written to is not kept either.
        if (!reader) return {};
        return await plan(tx, reader.state === 'active' ? 'known' : 'confirm', email, now, { id: reader.id });
      }),

    invite: (readers, now) =>
      database.transaction(async (tx) => {
        const outcomes = await insertPending(
          tx,
          readers.map((reader) => ({ createdAt: now, ...reader })),
          false,
        );
        const added = readers.flatMap(({ email }, at) => (outcomes[at] === 'added' ? [email] : []));
        const planned = await tx.query<{ id: string; email: string }>(inviteSql, [added, now]);
        const letters = new Map(planned.map(({ id, email }) => [email, id]));
        return readers.map(({ email }, at) => {
          const outcome = outcomes[at] ?? 'exists';
          const letterId = outcome === 'added' ? letters.get(email) : undefined;
          return { outcome, ...(letterId !== undefined && { letterId }) };
        });
      }),

    askLink: ({ subscriberId, kind, now }) =>
      database.transaction(async (tx) => {
        const reader = await findReader(tx, subscriberId);
        return reader ? await plan(tx, kind, reader.email, now, { id: reader.id }) : {};
      }),

    async readToken(hash, purpose, now) {
      const [row] = await database.query<TokenRow>(
        `SELECT subscriber_id AS "subscriberId", new_email AS "newEmail" FROM tokens
         WHERE hash = $1 AND purpose = $2 AND expires_at > $3`,
        [hash, purpose, now],
      );
      const subscriber = row && (await findReader(database, row.subscriberId));
      return subscriber && { subscriber, ...(row?.newEmail && { newEmail: row.newEmail }) };
    },

    confirm: (hash, now) =>
      database.transaction(async (tx) => {
        const token = await useToken(tx, hash, 'confirm', now);
        const subscriber = token && (await activate(tx, token.subscriberId, now));
        if (!subscriber) return undefined;
        return { subscriber, ...(await plan(tx, 'welcome', subscriber.email, now, { id: subscriber.id })) };
      }),

    exportReader: (hash, now) =>
      database.transaction(async (tx) => {
        const token = await useToken(tx, hash, 'export', now);
        const subscriber = token && (await findReader(tx, token.subscriberId));
        return subscriber && (await gatherExport(tx, subscriber));
      }),

    deleteReader: (hash, now) =>
      database.transaction(async (tx) => {
        const token = await useToken(tx, hash, 'delete', now);
        const reader = token && (await findReader(tx, token.subscriberId));
        if (!reader) return undefined;
        await tx.query(forgetSql, [reader.id]);
        return await plan(tx, 'goodbye', reader.email, now, { email: reader.email });
      }),

    askMove: (hash, newEmail, now) =>
      database.transaction(async (tx) => {
        const token = await useToken(tx, hash, 'change', now);
        if (!token) return undefined;
        return await plan(tx, 'move', newEmail, now, { id: token.subscriberId, email: newEmail });
      }),

    move: (hash, now) => moveReader(database, hash, now, hashAddress),
  };
}

/** Somebody may take the address at this very moment: the one who comes second does not get it. */
async function moveReader(
  database: Database,
  hash: string,
  now: Date,
  hashAddress: (email: string) => string,
): Promise<Subscriber | undefined> {
  try {
    return await database.transaction(async (tx) => {
      const token = await useToken(tx, hash, 'move', now);
      if (!token?.newEmail) return undefined;
      const { subscriberId, newEmail } = token;
      const [moved] = await tx.query<Subscriber>(moveSql, [subscriberId, newEmail, hashAddress(newEmail)]);
      if (moved) await tx.query(`DELETE FROM tokens s WHERE ${isReader('subscriber_id')}`, [moved.id]);
      return moved;
    });
  } catch (error) {
    if (error instanceof StoreError && error.code === 'unique') return undefined;
    throw error;
  }
}

interface TokenRow {
  subscriberId: string;
  newEmail: string | null;
}

/** A token is good once. */
async function useToken(
  tx: Sql,
  hash: string,
  purpose: TokenPurpose,
  now: Date,
): Promise<TokenRow | undefined> {
  const [token] = await tx.query<TokenRow>(
    `DELETE FROM tokens WHERE hash = $1 AND purpose = $2 AND expires_at > $3
     RETURNING subscriber_id AS "subscriberId", new_email AS "newEmail"`,
    [hash, purpose, now],
  );
  return token;
}

/** What was chosen waits until the address confirms; what an active reader has chosen is theirs alone to change. */
async function noteChoices(
  tx: Sql,
  email: string,
  choices: Partial<Choices>,
): Promise<Pick<Subscriber, 'id' | 'state'> | undefined> {
  const [reader] = await tx.query<Pick<Subscriber, 'id' | 'state'>>(
    `UPDATE subscribers SET asked_choices = CASE WHEN state = 'active' THEN asked_choices ELSE $2::jsonb END
     WHERE email = $1 RETURNING id, state`,
    [email, json(choices)],
  );
  return reader;
}

async function activate(tx: Sql, id: string, now: Date): Promise<Subscriber | undefined> {
  const [row] = await tx.query<{ chosen: Partial<Choices> | null }>(activateSql, [id, now]);
  return row && (await updateChoices(tx, id, row.chosen ?? {}));
}

async function planLetter(
  tx: Sql,
  letter: { kind: LetterKind; hmac: string; now: Date; id?: string; email?: string },
): Promise<Asked> {
  const { kind, hmac, now, id, email } = letter;
  // Who asks for the same at the same moment waits here, and then sees this letter.
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`letter.${kind}.${hmac}`]);
  const [row] = await tx.query<{ id: string }>(planSql, [
    randomUUID(),
    kind,
    id ?? null,
    hmac,
    email ?? null,
    now,
  ]);
  return row ? { letterId: row.id } : {};
}

/** Own confirmation is the one thing that lifts having left; nothing lifts a bounce or a complaint. */
const activateSql = `
  WITH lifted AS (
    DELETE FROM suppressions x USING subscribers s
    WHERE s.id = $1 AND x.address_hmac = s.address_hmac AND x.reason = 'left'),
  -- Letters that were asked for twice: what the other one carries must not undo leaving later on.
  worthless AS (DELETE FROM tokens WHERE subscriber_id = $1 AND purpose = 'confirm')
  UPDATE subscribers s SET state = 'active', left_at = NULL, confirmed_at = $2, asked_choices = NULL
  FROM subscribers before
  WHERE s.id = $1 AND before.id = s.id
    AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac AND x.reason <> 'left')
  RETURNING before.asked_choices AS chosen`;

const planSql = `
  INSERT INTO letters (id, kind, subscriber_id, address_hmac, email, due_at, created_at)
  SELECT $1::uuid, $2::text, $3::uuid, $4::text, $5::text, $6::timestamptz, $6::timestamptz
  WHERE NOT EXISTS (SELECT FROM suppressions WHERE address_hmac = $4 AND reason <> 'left')
    AND (SELECT count(*) FROM letters
      WHERE address_hmac = $4 AND kind = $2 AND created_at > $6::timestamptz - interval '1 day') < 3
    AND NOT EXISTS (SELECT FROM letters WHERE address_hmac = $4 AND kind = $2 AND state IN ('planned', 'claimed'))
  RETURNING id`;

/** Of readers who were just added, and so have had no letter yet. */
const inviteSql = `
  INSERT INTO letters (id, kind, subscriber_id, address_hmac, due_at, created_at)
  SELECT gen_random_uuid(), 'confirm', s.id, s.address_hmac, $2::timestamptz, $2::timestamptz
  FROM subscribers s WHERE s.email = ANY ($1::text[])
  RETURNING id, (SELECT email FROM subscribers s WHERE s.id = subscriber_id) AS email`;

const forgetSql = `
  WITH gone AS (DELETE FROM subscribers WHERE id = $1 RETURNING address_hmac)
  INSERT INTO suppressions (address_hmac, reason) SELECT address_hmac, 'left' FROM gone ON CONFLICT DO NOTHING`;

/** An address that another reader has is not taken from them. To confirm it also takes back that it had left. */
const moveSql = `
  WITH lifted AS (DELETE FROM suppressions WHERE address_hmac = $3 AND reason = 'left')
  UPDATE subscribers s SET email = $2, address_hmac = $3, link_generation = s.link_generation + 1
  WHERE s.id = $1 AND NOT EXISTS (SELECT FROM subscribers o WHERE o.email = $2)
    AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = $3 AND x.reason <> 'left')
  RETURNING ${subscriberColumns}`;
