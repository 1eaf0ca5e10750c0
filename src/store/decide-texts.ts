import { randomUUID } from 'node:crypto';
import type { ProfileKey } from '../model/author.js';
import { paperNow } from './aliases.js';
import type { Sql } from './database.js';
import { forgetValidators } from './forget-validators.js';
import { json } from './rows.js';
import type { Answer } from './store.js';

/** A page that held a text, and how near it seemed. `heldAt` is an ISO date-time. */
interface Held extends ProfileKey {
  score: number;
  heldAt: string;
}

interface TextRow {
  hash: string;
  text: string;
  paperId: string;
}

/** Answers for a held text on every page that holds it for the same paper; undefined when it is held no more. */
export async function decideText(tx: Sql, holdId: string, answer: Answer): Promise<string | undefined> {
  const rows = await tx.query<TextRow & Held>(releaseSql, [holdId]);
  const [first] = rows;
  if (!first) return undefined;
  const held = rows.map(({ sourceId, key, score, heldAt }) => ({ sourceId, key, score, heldAt }));
  const given = answer.same ? await giveAuthorship(tx, first.paperId, held) : [];
  const [decision] = await tx.query<{ id: string }>(insertSql, [
    ...[randomUUID(), first.hash, first.paperId, first.text, answer.same],
    ...[json(held), json(given), answer.by, answer.at],
  ]);
  return decision?.id;
}

/** Returns the profiles whose authors did not have it. */
async function giveAuthorship(tx: Sql, paperId: string, held: ProfileKey[]): Promise<ProfileKey[]> {
  const given = await tx.query<ProfileKey>(lackingSql, [paperId, json(held)]);
  await tx.query(giveSql, [paperId, json(given)]);
  return given;
}

/** Takes back what was decided of a text: it is held again where it was. False when nothing was. */
export async function takeBackText(tx: Sql, decisionId: string): Promise<boolean> {
  const [row] = await tx.query<TextRow & { same: boolean; held: Held[]; given: ProfileKey[] }>(deleteSql, [
    decisionId,
  ]);
  if (!row) return false;
  const { hash, text, paperId, held } = row;
  if (row.same) await takeAway(tx, row);
  const again = held.map((each) => ({ ...each, id: randomUUID() }));
  await tx.query(holdAgainSql, [json(again), hash, text, paperId]);
  // The pages have shown the text to be settled: they are asked about it again.
  await forgetValidators(tx, held);
  return true;
}

/** What the page said of the paper by this text goes, and the authorship unless another page or text speaks for it. */
async function takeAway(
  tx: Sql,
  { text, paperId, held, given }: { text: string; paperId: string; held: Held[]; given: ProfileKey[] },
): Promise<void> {
  const sources = [...new Set(held.map(({ sourceId }) => sourceId))];
  await tx.query(unsaySql, [paperId, sources, text]);
  await tx.query(takeAwaySql, [paperId, sources, json(given)]);
}

const releaseSql = `
  DELETE FROM holds h USING holds asked
  WHERE asked.id::text = $1 AND h.text_hash = asked.text_hash AND h.paper_id = asked.paper_id
  RETURNING h.source_id AS "sourceId", h.source_key AS key, h.text_hash AS hash, h.text, h.paper_id AS "paperId",
    h.score, to_jsonb(h.held_at)#>>'{}' AS "heldAt"`;

const lackingSql = `
  SELECT f.source_id AS "sourceId", f.source_key AS key FROM profiles f
  JOIN jsonb_to_recordset($2::jsonb) AS k("sourceId" text, key text) ON k."sourceId" = f.source_id AND k.key = f.source_key
  WHERE NOT EXISTS (SELECT FROM authorships a WHERE a.paper_id = $1 AND a.author_id = f.author_id)`;

const giveSql = `
  INSERT INTO authorships (paper_id, author_id, name) SELECT $1, f.author_id, f.name FROM profiles f
  JOIN jsonb_to_recordset($2::jsonb) AS k("sourceId" text, key text) ON k."sourceId" = f.source_id AND k.key = f.source_key
  ON CONFLICT DO NOTHING`;

const insertSql = `
  INSERT INTO text_decisions AS d (id, text_hash, paper_id, text, same, held, given, decided_by, decided_at)
  VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9)
  ON CONFLICT (text_hash, paper_id) DO UPDATE SET same = excluded.same, held = excluded.held, given = excluded.given,
    decided_by = excluded.decided_by, decided_at = excluded.decided_at
  RETURNING d.id`;

const deleteSql = `
  DELETE FROM text_decisions d WHERE d.id::text = $1
  RETURNING d.text_hash AS hash, d.text, ${paperNow('d.paper_id')} AS "paperId", d.same, d.held, d.given`;

/** Where the page holds the text for another paper by now, the question that was taken back comes first. */
const holdAgainSql = `
  INSERT INTO holds (id, source_id, source_key, text_hash, text, paper_id, score, held_at)
  SELECT r.id, r."sourceId", r.key, $2, $3, p.id, r.score, r."heldAt" FROM papers p, jsonb_to_recordset($1::jsonb)
    AS r(id uuid, "sourceId" text, key text, score real, "heldAt" timestamptz)
  WHERE p.id = $4
  ON CONFLICT (source_id, source_key, text_hash) DO UPDATE SET paper_id = excluded.paper_id, score = excluded.score`;

const unsaySql = `
  DELETE FROM statements WHERE paper_id = $1 AND source_id = ANY($2::text[]) AND said->>'abstract' = $3`;

const takeAwaySql = `
  DELETE FROM authorships a USING profiles f, jsonb_to_recordset($3::jsonb) AS k("sourceId" text, key text)
  WHERE f.source_id = k."sourceId" AND f.source_key = k.key AND a.author_id = f.author_id AND a.paper_id = $1
    AND NOT EXISTS (SELECT FROM text_decisions d WHERE d.same AND ${paperNow('d.paper_id')} = $1)
    AND NOT EXISTS (SELECT FROM statements s JOIN profiles o ON o.source_id = s.source_id
      WHERE s.paper_id = $1 AND o.author_id = f.author_id AND s.source_id <> ALL($2::text[]))`;
