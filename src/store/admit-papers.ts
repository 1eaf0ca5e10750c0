import { StoreError } from '../errors.js';
import type { PaperChange } from '../model/scan.js';
import type { Sql } from './database.js';
import { json } from './rows.js';

/**
 * One scan at a time brings papers in or makes two of them one, and only what the others have brought meanwhile is not
 * among it: a paper without ids has no key that the database could keep single. Held to the end of the transaction.
 * Raises `StoreError` (code `unique`): what was compared with the page is no longer what is stored, and reading it again helps.
 */
export async function admitPapers(
  tx: Sql,
  changes: PaperChange[],
  titleKey: (paper: PaperChange['paper']) => string,
): Promise<void> {
  const fresh = changes.filter(({ kind }) => kind === 'new');
  if (fresh.length === 0 && !changes.some(({ merged }) => merged)) return;
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', ['papers']);
  const looked = changes.flatMap(({ paper, merged }) => [paper.id, ...(merged?.aliases ?? [])]);
  const rows = fresh.map(({ paper }) => ({ title_key: titleKey(paper), ids: paper.ids }));
  const [met] = await tx.query<{ title: string }>(findMetSql, [json(rows), looked]);
  if (!met) return;
  throw new StoreError(`papers: "${met.title}" was stored by another scan at the same moment`, {
    code: 'unique',
  });
}

/** A stored paper of the same title and first author that no id tells apart: seen, it would have been taken for the same. */
const findMetSql = `
  SELECT p.title FROM jsonb_to_recordset($1::jsonb) AS r(title_key text, ids jsonb) JOIN papers p ON p.title_key = r.title_key
  WHERE p.id <> ALL($2::uuid[])
    AND NOT EXISTS (SELECT FROM paper_ids i WHERE i.paper_id = p.id AND r.ids->>i.scheme <> i.value) LIMIT 1`;
