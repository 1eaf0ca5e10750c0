import type { PaperChange } from '../model/scan.js';
import type { Sql } from './database.js';
import { json } from './rows.js';
import type { GoodScan } from './store.js';

/** Bulk statements only, and none at all where nothing differs: reading a page again writes no paper row. */
export async function savePapers(
  tx: Sql,
  scan: GoodScan,
  titleKey: (paper: PaperChange['paper']) => string,
): Promise<void> {
  const rowOf = ({ paper }: PaperChange) => ({
    ...paper,
    titleKey: titleKey(paper),
    seenAt: scan.finishedAt,
  });
  const fresh = scan.changes.papers.filter(({ kind }) => kind === 'new');
  const altered = scan.changes.papers.filter(({ kind, fields }) => kind !== 'new' && fields.length > 0);
  const spoken = scan.changes.papers.filter(({ statement }) => statement !== undefined);
  const listed = scan.changes.papers.filter(({ listedOn }) => listedOn !== undefined);
  const counted = scan.changes.papers.filter(({ counts }) => counts !== undefined);
  await runOn(tx, insertPapersSql, fresh.map(rowOf));
  await runOn(tx, updatePapersSql, altered.map(rowOf));
  await runOn(tx, insertIdsSql, fresh.flatMap(idRows));
  await runOn(
    tx,
    `${insertIdsSql} ON CONFLICT DO NOTHING`,
    spoken.filter(({ kind }) => kind !== 'new').flatMap(idRows),
  );
  await runOn(
    tx,
    upsertStatementsSql,
    spoken.map(({ paper, statement }) => ({
      paper_id: paper.id,
      source_id: scan.sourceId,
      said: statement,
      said_at: scan.finishedAt,
    })),
  );
  await runOn(
    tx,
    insertListingsSql,
    listed.map(({ paper, listedOn }) => ({ paper_id: paper.id, source_id: scan.sourceId, day: listedOn })),
  );
  await runOn(
    tx,
    insertSightingsSql,
    counted.map(({ paper, counts }) => ({
      ...counts,
      paper_id: paper.id,
      source_id: scan.sourceId,
      seen_at: scan.finishedAt,
    })),
  );
}

const idRows = ({ paper }: PaperChange) =>
  Object.entries(paper.ids).map(([scheme, value]) => ({ scheme, value, paper_id: paper.id }));

/** Runs a bulk statement whose one parameter is the rows as JSON; nothing to write is nothing to run. */
export async function runOn(tx: Sql, sql: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await tx.query(sql, [json(rows)]);
}

const paperFields = `
  id uuid, title text, "titleKey" text, abstract text, authors text[], "authorCount" integer, url text,
  "publishedAt" text, "codeUrl" text, "projectUrl" text, summary text, keywords text[], categories text[],
  "thumbnailUrl" text, version integer, withdrawn boolean, "seenAt" timestamptz`;

const insertPapersSql = `
  INSERT INTO papers (id, title, title_key, abstract, authors, author_count, url, published_at, code_url, project_url,
    summary, keywords, categories, thumbnail_url, version, withdrawn, first_seen_at)
  SELECT id, title, "titleKey", abstract, authors, "authorCount", url, "publishedAt", "codeUrl", "projectUrl", summary,
    keywords, categories, "thumbnailUrl", version, withdrawn, "seenAt" FROM jsonb_to_recordset($1::jsonb) AS r(${paperFields})`;

const updatePapersSql = `
  UPDATE papers p SET title = r.title, title_key = r."titleKey", abstract = r.abstract, authors = r.authors,
    author_count = r."authorCount", url = r.url, published_at = r."publishedAt", code_url = r."codeUrl",
    project_url = r."projectUrl", summary = r.summary, keywords = r.keywords, categories = r.categories,
    thumbnail_url = r."thumbnailUrl", version = r.version, withdrawn = r.withdrawn
  FROM jsonb_to_recordset($1::jsonb) AS r(${paperFields}) WHERE p.id = r.id`;

const insertIdsSql = `
  INSERT INTO paper_ids (scheme, value, paper_id)
  SELECT scheme, value, paper_id FROM jsonb_to_recordset($1::jsonb) AS r(scheme text, value text, paper_id uuid)`;

const upsertStatementsSql = `
  INSERT INTO statements (paper_id, source_id, said, said_at)
  SELECT paper_id, source_id, said, said_at FROM jsonb_to_recordset($1::jsonb)
    AS r(paper_id uuid, source_id text, said jsonb, said_at timestamptz)
  ON CONFLICT (paper_id, source_id) DO UPDATE SET said = excluded.said, said_at = excluded.said_at`;

const insertListingsSql = `
  INSERT INTO listings (paper_id, source_id, day)
  SELECT paper_id, source_id, day FROM jsonb_to_recordset($1::jsonb) AS r(paper_id uuid, source_id text, day date)
  ON CONFLICT DO NOTHING`;

const insertSightingsSql = `
  INSERT INTO sightings (paper_id, source_id, seen_at, upvotes, comments, stars)
  SELECT paper_id, source_id, seen_at, upvotes, comments, stars FROM jsonb_to_recordset($1::jsonb)
    AS r(paper_id uuid, source_id text, seen_at timestamptz, upvotes integer, comments integer, stars integer)
  ON CONFLICT DO NOTHING`;
