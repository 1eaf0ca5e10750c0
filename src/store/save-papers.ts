import type { PaperChange } from '../model/scan.js';
import { admitPapers } from './admit-papers.js';
import type { Sql } from './database.js';
import { mergePapers } from './merge-papers.js';
import { holdMoved } from './refresh-trends.js';
import { json } from './rows.js';
import { saveSightings } from './sightings.js';
import type { GoodScan } from './store.js';

type TitleKey = (paper: PaperChange['paper']) => string;

/** Bulk statements only, and none at all where nothing differs: reading a page again writes no paper row. */
export async function savePapers(tx: Sql, scan: GoodScan, titleKey: TitleKey): Promise<void> {
  const { papers } = scan.changes;
  await admitPapers(tx, papers, titleKey);
  await mergePapers(tx, papers, scan.finishedAt);
  await holdMoved(tx, scan);
  const fresh = papers.filter(({ kind }) => kind === 'new');
  const known = papers.filter(({ kind }) => kind !== 'new');
  const altered = known.filter(({ fields }) => fields.length > 0);
  const spoken = known.filter(({ statement }) => statement !== undefined);
  const paperRow = ({ paper }: PaperChange) => ({
    ...paper,
    titleKey: titleKey(paper),
    seenAt: scan.finishedAt,
  });
  await runOn(tx, insertPapersSql, fresh.map(paperRow));
  await runOn(tx, updatePapersSql, altered.map(paperRow));
  await runOn(tx, insertIdsSql, fresh.flatMap(idRows));
  await runOn(tx, `${insertIdsSql} ON CONFLICT DO NOTHING`, spoken.flatMap(idRows));
  await runOn(tx, upsertStatementsSql, papers.flatMap(statementRows(scan)));
  await runOn(tx, insertListingsSql, papers.flatMap(listingRows(scan)));
  await saveSightings(tx, scan);
}

const idRows = ({ paper }: PaperChange) =>
  Object.entries(paper.ids).map(([scheme, value]) => ({ scheme, value, paper_id: paper.id }));

const statementRows =
  ({ sourceId, finishedAt }: GoodScan) =>
  ({ paper, statement, merged }: PaperChange) =>
    Object.entries({ ...merged?.statements, ...(statement && { [sourceId]: statement }) }).map(
      ([source_id, said]) => ({ paper_id: paper.id, source_id, said, said_at: finishedAt }),
    );

const listingRows =
  ({ sourceId }: GoodScan) =>
  ({ paper, listedOn }: PaperChange) =>
    listedOn === undefined ? [] : [{ paper_id: paper.id, source_id: sourceId, day: listedOn }];

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
