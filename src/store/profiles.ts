import { createHash, randomUUID } from 'node:crypto';
import type { HeldText, LinkedProfiles, ProfileKey } from '../model/author.js';
import type { Profile } from '../model/paper.js';
import type { PaperChange } from '../model/scan.js';
import { paperNow } from './aliases.js';
import type { Database, Sql } from './database.js';
import { decidedTexts, isTextDecided } from './decided-texts.js';
import { dropNulls, json } from './rows.js';
import { runOn } from './save-papers.js';
import type { DecidedPaper, ProfileStore, SavedProfile } from './store.js';

export function createProfileStore(database: Database): ProfileStore {
  return {
    async papersOfPerson(keys) {
      return database.query<DecidedPaper>(
        `SELECT DISTINCT p.id AS "paperId", p.title, p.authors, p.abstract,
           (SELECT coalesce(jsonb_object_agg(i.scheme, i.value), '{}') FROM paper_ids i WHERE i.paper_id = p.id) AS ids,
           ${decidedTexts('p.id')} AS decided
         FROM profiles f
         JOIN jsonb_to_recordset($1::jsonb) AS k("sourceId" text, key text) ON k."sourceId" = f.source_id AND k.key = f.source_key
         JOIN authorships a ON a.author_id = f.author_id JOIN papers p ON p.id = a.paper_id
         WHERE p.abstract IS NOT NULL ORDER BY p.id`,
        [json(keys)],
      );
    },

    linkProfiles: (people) =>
      database.transaction(async (tx) => {
        for (const { authorId, profiles } of await findDivided(tx, people))
          await mergeAuthors(tx, authorId, profiles);
      }),

    async profiles() {
      const rows = await database.query<ProfileRow>(profilesSql);
      return rows.map(({ samples, ...row }) => ({
        ...dropNulls(row),
        samples: samples.map(dropNulls),
      })) as Awaited<ReturnType<ProfileStore['profiles']>>;
    },
  };
}

type ProfileRow = { field: string | null; samples: Record<string, unknown>[] };

/** Saves a person's page: who it is of, its figures where they moved, and which papers are theirs. */
export async function saveProfile(
  tx: Sql,
  { sourceId, finishedAt, changes, profile }: SavingContext,
): Promise<void> {
  const authorId =
    (await findAuthor(tx, sourceId, profile)) ?? (await insertAuthor(tx, profile.profile.name));
  await upsertProfile(tx, sourceId, profile, authorId);
  await mergeAuthors(tx, authorId, profile.linked, profile.orcid);
  await saveSample(tx, sourceId, profile, finishedAt);
  await saveAuthorships(tx, authorId, profile.profile.name, changes);
  await saveHolds(tx, sourceId, profile, finishedAt);
}

interface SavingContext {
  sourceId: string;
  finishedAt: Date;
  changes: PaperChange[];
  profile: SavedProfile;
}

/** The author of this very profile, of one the operator linked to it, or of one with the same ORCID. */
async function findAuthor(
  tx: Sql,
  sourceId: string,
  { key, linked, orcid }: SavedProfile,
): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT f.author_id AS id FROM profiles f
     LEFT JOIN jsonb_to_recordset($1::jsonb) AS k("sourceId" text, key text)
       ON k."sourceId" = f.source_id AND k.key = f.source_key
     WHERE k.key IS NOT NULL OR f.orcid = $2
     ORDER BY f.source_id = $3 AND f.source_key = $4 DESC, k.key IS NOT NULL DESC, f.source_id, f.source_key LIMIT 1`,
    [json([{ sourceId, key }, ...linked]), orcid ?? null, sourceId, key],
  );
  return row?.id;
}

async function insertAuthor(tx: Sql, name: string): Promise<string> {
  const id = randomUUID();
  await tx.query('INSERT INTO authors (id, name) VALUES ($1, $2)', [id, name]);
  return id;
}

async function upsertProfile(
  tx: Sql,
  sourceId: string,
  { key, orcid, profile }: SavedProfile,
  authorId: string,
): Promise<void> {
  await tx.query(
    // A page that leaves the ORCID out takes it from nobody. An author who was known by a profile's key gets its name.
    `WITH before AS (SELECT name FROM profiles WHERE source_id = $1 AND source_key = $2),
       renamed AS (
         UPDATE authors a SET name = $4 FROM before b WHERE a.id = $3 AND a.name = b.name AND b.name <> $4)
     INSERT INTO profiles AS f (source_id, source_key, author_id, name, field, orcid) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (source_id, source_key) DO UPDATE
       SET name = excluded.name, field = excluded.field, orcid = coalesce(excluded.orcid, f.orcid)
     WHERE (f.name, f.field, f.orcid) IS DISTINCT FROM (excluded.name, excluded.field, coalesce(excluded.orcid, f.orcid))`,
    [sourceId, key, authorId, profile.name, profile.field ?? null, orcid ?? null],
  );
}

/** People whose linked profiles stand for more than one author, each with the author that stays: the oldest. */
async function findDivided(
  tx: Sql,
  people: readonly LinkedProfiles[],
): Promise<{ authorId: string; profiles: ProfileKey[] }[]> {
  const keys = people.flatMap(({ profiles }, person) => profiles.map((each) => ({ ...each, person })));
  const rows = await tx.query<{ person: number; authorId: string }>(
    `SELECT k.person, (array_agg(f.author_id ORDER BY a.number))[1] AS "authorId"
     FROM profiles f JOIN authors a ON a.id = f.author_id JOIN jsonb_to_recordset($1::jsonb) AS k(person int, "sourceId" text, key text)
       ON k."sourceId" = f.source_id AND k.key = f.source_key
     GROUP BY k.person HAVING count(DISTINCT f.author_id) > 1`,
    [json(keys)],
  );
  return rows.map(({ person, authorId }) => ({ authorId, profiles: people[person]?.profiles ?? [] }));
}

/**
 * Authors that are one person by the operator's word or by a shared ORCID become the one that stays, also when they
 * were read before that was known; what hung on the others moves.
 */
export async function mergeAuthors(
  tx: Sql,
  authorId: string,
  linked: readonly ProfileKey[],
  orcid?: string,
): Promise<void> {
  const others = await tx.query<{ id: string }>(
    `SELECT DISTINCT f.author_id AS id FROM profiles f
     LEFT JOIN jsonb_to_recordset($1::jsonb) AS k("sourceId" text, key text) ON k."sourceId" = f.source_id AND k.key = f.source_key
     WHERE f.author_id <> $2 AND (k.key IS NOT NULL OR f.orcid = $3)`,
    [json(linked), authorId, orcid ?? null],
  );
  const ids = others.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.query('UPDATE profiles SET author_id = $1 WHERE author_id = ANY($2::uuid[])', [authorId, ids]);
  await tx.query(
    `INSERT INTO authorships (paper_id, author_id, name) SELECT paper_id, $1, name FROM authorships
     WHERE author_id = ANY($2::uuid[]) ON CONFLICT DO NOTHING`,
    [authorId, ids],
  );
  await tx.query(followInsteadSql, [authorId, ids]);
  await tx.query('DELETE FROM authors WHERE id = ANY($1::uuid[])', [ids]);
}

/** A row only when a figure moved. */
async function saveSample(
  tx: Sql,
  sourceId: string,
  { key, profile }: SavedProfile,
  at: Date,
): Promise<void> {
  const { hIndex, citations, papers, novelty, aiScore }: Profile['metrics'] = profile.metrics;
  const figures = [hIndex, citations, papers, novelty, aiScore].map((figure) => figure ?? null);
  if (figures.every((figure) => figure === null)) return;
  await tx.query(
    `INSERT INTO profile_samples (source_id, source_key, sampled_at, h_index, citations, papers, novelty, ai_score)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (
       SELECT FROM (SELECT * FROM profile_samples WHERE source_id = $1 AND source_key = $2 ORDER BY sampled_at DESC LIMIT 1) last
       WHERE (last.h_index, last.citations, last.papers, last.novelty, last.ai_score)
         IS NOT DISTINCT FROM ($4::int, $5::int, $6::int, $7::real, $8::real))
     ON CONFLICT DO NOTHING`,
    [sourceId, key, at, ...figures],
  );
}

async function saveAuthorships(
  tx: Sql,
  authorId: string,
  name: string,
  changes: PaperChange[],
): Promise<void> {
  await runOn(
    tx,
    `INSERT INTO authorships (paper_id, author_id, name)
     SELECT paper_id, author_id, name FROM jsonb_to_recordset($1::jsonb) AS r(paper_id uuid, author_id uuid, name text)
     ON CONFLICT DO NOTHING`,
    changes.map(({ paper }) => ({ paper_id: paper.id, author_id: authorId, name })),
  );
}

/**
 * What this reading holds, and no more: a text that has joined a paper since, left the page or been decided on while it
 * was read awaits nobody.
 */
async function saveHolds(tx: Sql, sourceId: string, { key, held }: SavedProfile, at: Date): Promise<void> {
  const rows = held.map(holdRow);
  await tx.query(
    'DELETE FROM holds WHERE source_id = $1 AND source_key = $2 AND text_hash <> ALL($3::text[])',
    [sourceId, key, rows.map(({ text_hash }) => text_hash)],
  );
  await runOn(
    tx,
    `INSERT INTO holds (id, source_id, source_key, text_hash, text, paper_id, score, held_at)
     SELECT id, source_id, source_key, text_hash, text, ${paperNow('r.paper_id')}, score, held_at FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, source_id text, source_key text, text_hash text, text text, paper_id uuid, score real, held_at timestamptz)
     WHERE NOT ${isTextDecided('r.text_hash', 'r.paper_id')}
     ON CONFLICT DO NOTHING`,
    rows.map((row) => ({ ...row, source_id: sourceId, source_key: key, held_at: at })),
  );
}

const holdRow = ({ text, paperId, score }: HeldText) => ({
  id: randomUUID(),
  text_hash: createHash('sha256').update(text).digest('hex'),
  text,
  paper_id: paperId,
  score,
});

/** A reader who followed several of them follows the one that stays, once, at the first one's place. */
const followInsteadSql = `
  UPDATE subscribers s SET authors = (
    SELECT array_agg(id ORDER BY place) FROM (
      SELECT CASE WHEN u.id = ANY($2::text[]) THEN $1::text ELSE u.id END AS id, min(u.place) AS place
      FROM unnest(s.authors) WITH ORDINALITY AS u(id, place) GROUP BY 1) AS followed)
  WHERE s.authors && $2::text[]`;

const profilesSql = `
  SELECT f.author_id AS "authorId", a.name AS "authorName", f.source_id AS "sourceId", f.source_key AS key, f.name, f.field,
    (SELECT count(*)::int FROM authorships s WHERE s.author_id = f.author_id) AS papers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('sampledAt', m.sampled_at, 'hIndex', m.h_index, 'citations', m.citations,
       'papers', m.papers, 'novelty', m.novelty, 'aiScore', m.ai_score) ORDER BY m.sampled_at), '[]')
     FROM profile_samples m WHERE m.source_id = f.source_id AND m.source_key = f.source_key) AS samples
  FROM profiles f JOIN authors a ON a.id = f.author_id ORDER BY a.name, f.source_id`;
