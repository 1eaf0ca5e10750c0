import type { Database } from '../store/database.js';
import { timeWork } from './figure.js';
import type { PaperRecord } from './read-records.js';
import { countRows } from './replay-days.js';

/** Rows per second of the obvious way to read known papers again: one upsert for each paper and each of its authors. */
export async function measureUpserts(database: Database, papers: readonly PaperRecord[]): Promise<number> {
  await database.script(makeTables);
  try {
    await upsertRows(database, papers);
    const againMs = await timeWork(() => upsertRows(database, papers));
    return countRows(papers) / (againMs / 1000);
  } finally {
    await database.script('DROP TABLE bench_authors, bench_papers');
  }
}

async function upsertRows(database: Database, papers: readonly PaperRecord[]): Promise<void> {
  for (const { id, title, abstract, authors } of papers) {
    await database.query(upsertPaper, [id, title, abstract]);
    for (const [place, name] of authors.entries()) await database.query(upsertAuthor, [id, place, name]);
  }
}

const makeTables = `
  CREATE TABLE bench_papers (id text PRIMARY KEY, title text, abstract text);
  CREATE TABLE bench_authors (paper_id text REFERENCES bench_papers, place integer, name text,
    PRIMARY KEY (paper_id, place))`;

const upsertPaper = `
  INSERT INTO bench_papers (id, title, abstract) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract`;

const upsertAuthor = `
  INSERT INTO bench_authors (paper_id, place, name) VALUES ($1, $2, $3)
  ON CONFLICT (paper_id, place) DO UPDATE SET name = excluded.name`;
