import { randomUUID } from 'node:crypto';
import type { Database, Sql } from './database.js';
import type { FoundAuthor, SubscriberStore } from './store.js';

type AuthorFinder = Pick<SubscriberStore, 'findAuthors' | 'authorsOf' | 'followProfile'>;

/** Nobody has more names; each is looked for in every row. */
const MOST_WORDS = 8;

/** Looking up people whom a reader may follow. */
export function createAuthorFinder(database: Database): AuthorFinder {
  return {
    async findAuthors(query, limit) {
      const words = query.trim().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS).map(toPattern);
      if (words.length === 0) return [];
      return await database.query<FoundAuthor>(
        `${authorSql} WHERE ${bare('a.name')} ILIKE ALL ($1::text[])
           OR EXISTS (SELECT FROM profiles p WHERE p.author_id = a.id AND ${bare('p.name')} ILIKE ALL ($1::text[]))
         ORDER BY papers DESC, name, a.id LIMIT $2`,
        [words, limit],
      );
    },

    authorsOf: (ids) =>
      database.query<FoundAuthor>(`${authorSql} WHERE a.id::text = ANY ($1::text[]) ORDER BY name, a.id`, [
        ids,
      ]),

    followProfile: (profile) => database.transaction((tx) => findOrAdd(tx, profile)),
  };
}

/** `%` and `_` mean themselves; accents mean nothing, as readers and sources write one name with and without them. */
const toPattern = (word: string) =>
  `%${word
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[\\%_]/g, '\\$&')}%`;

/** A name without its accents: the combining marks that Unicode's compatible decomposition parts from the letters. */
const bare = (column: string) => `regexp_replace(normalize(${column}, NFKD), '[\u0300-\u036f]', '', 'g')`;

/** Whoever was followed before their page was read has the name that the page gives, once it was. */
export const authorName = `coalesce(
  (SELECT p.name FROM profiles p WHERE p.author_id = a.id ORDER BY p.name = a.name DESC, p.source_id LIMIT 1), a.name)`;

const authorSql = `
  SELECT a.id, ${authorName} AS name,
    ARRAY(SELECT DISTINCT p.source_id FROM profiles p WHERE p.author_id = a.id ORDER BY 1) AS sources,
    (SELECT count(*)::int FROM authorships s WHERE s.author_id = a.id) AS papers
  FROM authors a`;

async function findOrAdd(
  tx: Sql,
  { sourceId, key, name }: { sourceId: string; key: string; name: string },
): Promise<FoundAuthor> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`profile.${sourceId}.${key}`]);
  const ofProfile = `${authorSql} JOIN profiles q ON q.author_id = a.id WHERE q.source_id = $1 AND q.source_key = $2`;
  const [known] = await tx.query<FoundAuthor>(ofProfile, [sourceId, key]);
  if (known) return known;
  const id = randomUUID();
  await tx.query('INSERT INTO authors (id, name) VALUES ($1, $2)', [id, name]);
  await tx.query('INSERT INTO profiles (source_id, source_key, author_id, name) VALUES ($1, $2, $3, $4)', [
    sourceId,
    key,
    id,
    name,
  ]);
  return { id, name, sources: [sourceId], papers: 0 };
}
