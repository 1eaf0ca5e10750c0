import { StoreError } from '../errors.js';
import type { PaperChange } from '../model/scan.js';
import type { Sql } from './database.js';

/**
 * Moves all that hangs on papers which were found to be another to the one that stays, and leaves an alias of each.
 * What was shown in an edition or sent to a reader keeps its id; matches are left behind, as the one that stays is
 * classified anew where its words have changed. Raises `StoreError` (code `unique`) when one of them is no more.
 */
export async function mergePapers(tx: Sql, changes: PaperChange[], at: Date): Promise<void> {
  const pairs = changes.flatMap(({ paper, merged }) =>
    (merged?.aliases ?? []).map((alias) => ({ alias, paperId: paper.id })),
  );
  if (pairs.length === 0) return;
  const aliases = pairs.map(({ alias }) => alias);
  const paperIds = pairs.map(({ paperId }) => paperId);
  await lockPapers(tx, [...new Set([...aliases, ...paperIds])]);
  for (const move of moves) await tx.query(`${asPairs} ${move}`, [aliases, paperIds]);
  await tx.query(silenceSql, [paperIds]);
  await tx.query(`${asPairs} ${insertAliasesSql}`, [aliases, paperIds, at]);
  await tx.query('DELETE FROM papers WHERE id = ANY($1::uuid[])', [aliases]);
}

/** So that nothing more is hung on them: a row that refers to a paper waits until it is free, and is refused when it is gone. */
async function lockPapers(tx: Sql, ids: string[]): Promise<void> {
  const sql = 'SELECT 1 FROM papers WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE';
  const rows = await tx.query(sql, [ids]);
  if (rows.length === ids.length) return;
  throw new StoreError('papers: another scan has made some of them one at the same moment', {
    code: 'unique',
  });
}

const asPairs = 'WITH pair AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS r(alias_id, paper_id))';

/** Where both have a row the one that stays keeps its own; the alias's goes with the paper. */
const copy = (table: string, columns: string) => `
  INSERT INTO ${table} (paper_id, ${columns}) SELECT pair.paper_id, ${columns} FROM pair JOIN ${table} t ON t.paper_id = pair.alias_id
  ON CONFLICT DO NOTHING`;

const redirect = (table: string) =>
  `UPDATE ${table} t SET paper_id = pair.paper_id FROM pair WHERE t.paper_id = pair.alias_id`;

const moves = [
  ...['paper_ids', 'changes', 'holds', 'paper_aliases'].map(redirect),
  copy('statements', 'source_id, said, said_at'),
  copy('listings', 'source_id, day'),
  copy('sightings', 'source_id, seen_at, upvotes, comments, stars'),
  copy('authorships', 'author_id, name'),
  copy('written_summaries', 'model, abstract_hash, summary, refusal, shown, written_at'),
];

/** Readers hear of a paper once: of several times that it was to be told as new the first counts, if it was young then. */
const silenceSql = `
  UPDATE changes c SET news = false FROM papers p
  WHERE p.id = ANY($1::uuid[]) AND c.paper_id = p.id AND c.news AND c.kind = 'new'
    AND (c.changed_at > p.first_seen_at + interval '30 days' OR EXISTS (
      SELECT FROM changes e WHERE e.paper_id = p.id AND e.news AND e.kind = 'new'
        AND (e.changed_at, e.id) < (c.changed_at, c.id)))`;

const insertAliasesSql = `
  INSERT INTO paper_aliases (alias_id, paper_id, merged_at) SELECT alias_id, paper_id, $3 FROM pair`;
