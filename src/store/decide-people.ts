import { randomUUID } from 'node:crypto';
import type { ProfileKey } from '../model/author.js';
import { paperNow } from './aliases.js';
import type { Sql } from './database.js';
import { forgetValidators } from './forget-validators.js';
import { compareProfiles, findNamesakes, isSame } from './namesakes.js';
import { mergeAuthors } from './profiles.js';
import { json } from './rows.js';
import type { Answer } from './store.js';

/** An author that became another, as it was. */
interface Parted {
  id: string;
  number: number;
  name: string;
  profiles: ProfileKey[];
  papers: string[];
  /** Those of the author that stayed. */
  keptPapers: string[];
}

/** Answers for two profiles that bear one name; undefined when that is no question any more. */
export async function decidePeople(
  tx: Sql,
  asked: readonly [ProfileKey, ProfileKey],
  answer: Answer,
): Promise<string | undefined> {
  // Of two operators who answer at once the second finds the answer of the first.
  await tx.script('LOCK TABLE people_decisions IN SHARE ROW EXCLUSIVE MODE');
  const [one, other] = [...asked].sort(compareProfiles);
  const pairs = await findNamesakes(tx);
  const pair = pairs.find(([a, b]) => one && other && isSame(a, one) && isSame(b, other));
  if (!pair) return undefined;
  const [kept, gone] = await byAge(
    tx,
    pair.map(({ authorId }) => authorId),
  );
  const id = await insertDecision(tx, pair, answer, answer.same ? [kept, gone] : [null, null]);
  if (!answer.same) return id;
  await tx.query(insertFollowersSql, [id, gone, kept]);
  await mergeAuthors(tx, kept, pair);
  return id;
}

/** The older author first. */
async function byAge(tx: Sql, ids: string[]): Promise<[string, string]> {
  const rows = await tx.query<{ id: string }>(
    'SELECT id FROM authors WHERE id = ANY($1::uuid[]) ORDER BY number, id',
    [ids],
  );
  return [rows[0]?.id ?? '', rows[1]?.id ?? ''];
}

async function insertDecision(
  tx: Sql,
  [one, other]: readonly [ProfileKey, ProfileKey],
  { same, by, at }: Answer,
  authors: (string | null)[],
): Promise<string> {
  const keys = [one.sourceId, one.key, other.sourceId, other.key];
  const [row] = await tx.query<{ id: string }>(insertSql, [randomUUID(), ...keys, same, by, at, ...authors]);
  return row?.id ?? '';
}

/** Takes back what was decided of two profiles: two authors again where one was made of them. False when nothing was. */
export async function takeBackPeople(tx: Sql, decisionId: string): Promise<boolean> {
  const [decision] = await tx.query<{ pair: ProfileKey[]; parted: Parted | null }>(selectSql, [decisionId]);
  if (!decision) return false;
  if (decision.parted) await partAuthors(tx, decisionId, decision.pair, decision.parted);
  await tx.query('DELETE FROM people_decisions WHERE id::text = $1', [decisionId]);
  return true;
}

/** Nothing where the two are not one author any more. */
async function partAuthors(tx: Sql, decisionId: string, pair: ProfileKey[], parted: Parted): Promise<void> {
  const kept = pair.find((each) => !parted.profiles.some((own) => isSame(own, each)));
  const [joined] = await tx.query<{ id: string }>(joinedSql, [
    json(kept ? [kept] : []),
    json(parted.profiles),
  ]);
  if (!joined) return;
  const { id, number, name, profiles } = parted;
  await tx.query('INSERT INTO authors (id, number, name) VALUES ($1, $2, $3)', [id, number, name]);
  await tx.query(moveProfilesSql, [id, joined.id, json(profiles)]);
  await tx.query(giveBackSql, [id, name, parted.papers]);
  await tx.query(takeAwaySql, [joined.id, id, parted.keptPapers]);
  await tx.query(followAgainSql, [decisionId, joined.id, id]);
  // What came in between is told apart by the pages themselves, when they are read again.
  await forgetValidators(tx, [...pair, ...profiles]);
}

const insertSql = `
  INSERT INTO people_decisions AS d
    (id, source_id, source_key, other_source_id, other_source_key, same, decided_by, decided_at, parted)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (
    SELECT jsonb_build_object('id', a.id, 'number', a.number, 'name', a.name,
      'profiles', (SELECT jsonb_agg(jsonb_build_object('sourceId', f.source_id, 'key', f.source_key))
        FROM profiles f WHERE f.author_id = a.id),
      'papers', to_jsonb(ARRAY(SELECT s.paper_id FROM authorships s WHERE s.author_id = a.id)),
      'keptPapers', to_jsonb(ARRAY(SELECT s.paper_id FROM authorships s WHERE s.author_id = $9::uuid)))
    FROM authors a WHERE a.id = $10::uuid))
  ON CONFLICT (source_id, source_key, other_source_id, other_source_key) DO UPDATE
    SET same = excluded.same, decided_by = excluded.decided_by, decided_at = excluded.decided_at, parted = excluded.parted
  RETURNING d.id`;

const insertFollowersSql = `
  INSERT INTO parted_followers (decision_id, subscriber_id, followed_both)
  SELECT $1, s.id, $3::text = ANY(s.authors) FROM subscribers s WHERE $2::text = ANY(s.authors)
  ON CONFLICT (decision_id, subscriber_id) DO UPDATE SET followed_both = excluded.followed_both`;

const selectSql = `
  SELECT jsonb_build_array(jsonb_build_object('sourceId', source_id, 'key', source_key),
    jsonb_build_object('sourceId', other_source_id, 'key', other_source_key)) AS pair, parted
  FROM people_decisions WHERE id::text = $1 FOR UPDATE`;

const keysOf = (values: string) =>
  `SELECT k."sourceId", k.key FROM jsonb_to_recordset(${values}::jsonb) AS k("sourceId" text, key text)`;

/** The author that both sides are, and that the one to come back is not. */
const joinedSql = `
  SELECT f.author_id AS id FROM profiles f WHERE (f.source_id, f.source_key) IN (${keysOf('$1')})
    AND f.author_id IN (SELECT g.author_id FROM profiles g WHERE (g.source_id, g.source_key) IN (${keysOf('$2')}))`;

const moveProfilesSql = `
  UPDATE profiles f SET author_id = $1
  WHERE f.author_id = $2 AND (f.source_id, f.source_key) IN (${keysOf('$3')})`;

/** The papers it had, and those its own pages have shown since. */
const giveBackSql = `
  WITH last AS (
    SELECT DISTINCT ON (c.source_id, c.scope) c.paper_ids FROM profiles f
    JOIN scans c ON c.source_id = f.source_id AND c.scope->>'profile' = f.source_key
    WHERE f.author_id = $1 AND c.paper_ids IS NOT NULL ORDER BY c.source_id, c.scope, c.id DESC)
  INSERT INTO authorships (paper_id, author_id, name)
  SELECT p.id, $1, $2 FROM papers p WHERE p.id IN (
    SELECT ${paperNow('had.id')} FROM unnest($3::uuid[]) AS had(id)
    UNION SELECT ${paperNow('shown.id')} FROM last, unnest(last.paper_ids) AS shown(id))
  ON CONFLICT DO NOTHING`;

const takeAwaySql = `
  DELETE FROM authorships a WHERE a.author_id = $1
    AND a.paper_id IN (SELECT b.paper_id FROM authorships b WHERE b.author_id = $2)
    AND a.paper_id NOT IN (SELECT ${paperNow('had.id')} FROM unnest($3::uuid[]) AS had(id))`;

/** Whoever follows the one that stayed only for the other's sake follows the other again. */
const followAgainSql = `
  UPDATE subscribers s SET authors = CASE WHEN p.followed_both THEN array_append(s.authors, $3::text)
    ELSE array_replace(s.authors, $2::text, $3::text) END
  FROM parted_followers p WHERE p.decision_id::text = $1 AND s.id = p.subscriber_id
    AND $2::text = ANY(s.authors) AND NOT $3::text = ANY(s.authors)`;
