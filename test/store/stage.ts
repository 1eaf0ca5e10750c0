import { randomUUID } from 'node:crypto';
import { rankPapers } from '../../src/digest/rank-papers.js';
import type { Cadence, Edition } from '../../src/model/edition.js';
import type { Sighting } from '../../src/model/paper.js';
import type { Match } from '../../src/model/topic.js';
import { diffPapers } from '../../src/papers/diff-papers.js';
import { titleKey } from '../../src/papers/title-key.js';
import type { Database } from '../../src/store/database.js';
import type { GoodScan, Store } from '../../src/store/store.js';

/** A database of its own, and the store over it. */
export interface Stage {
  database: Database;
  store: Store;
}

export const SOURCE = 'hf-daily';

export function sighting(number: number, over: Partial<Sighting> = {}): Sighting {
  const arxiv = `2508.${String(number).padStart(5, '0')}`;
  return {
    ids: { arxiv },
    title: `Paper number ${number}`,
    authors: ['Ada Byron', 'Charles Babbage'],
    url: `https://huggingface.co/papers/${arxiv}`,
    featuredOn: '2026-08-20',
    upvotes: number,
    ...over,
  };
}

interface ReadingOf {
  at: string;
  day?: string;
  /** Default: the daily list. */
  source?: string;
  matches?: (paperId: string) => Match[];
}

/** Compares a page with what is stored, as `scan-source` does, and hands back what would be saved. */
export async function prepareScan({ store }: Stage, page: Sighting[], of: ReadingOf): Promise<GoodScan> {
  const scope = { day: of.day ?? '2026-08-20' };
  const sourceId = of.source ?? SOURCE;
  const identities = page.map(({ ids, title, authors }) => ({
    ids,
    ...(title !== undefined && { titleKey: titleKey({ title, authors }) }),
  }));
  const known = await store.knownPapers({ identities, sourceId, scope });
  const now = new Date(of.at);
  const context = {
    sourceId,
    news: 'featured' as const,
    now,
    lookback: 4,
    newId: () => randomUUID(),
  };
  const changes = diffPapers(page, known, context);
  const classified = changes.papers.filter(({ kind }) => kind === 'new').map(({ paper }) => paper.id);
  return {
    sourceId,
    scope,
    startedAt: now,
    finishedAt: now,
    askedBy: 'test',
    changes,
    unreadable: 0,
    classified,
    matches: of.matches ? classified.flatMap(of.matches) : [],
    classifierId: 'terms',
    pages: [{ url: `https://example.org/${scope.day}`, validators: { etag: `"${of.at}"` } }],
  };
}

/** Reads a page into the store. */
export async function readPage(stage: Stage, page: Sighting[], of: ReadingOf) {
  return stage.store.saveScan(await prepareScan(stage, page, of));
}

const weights = { votes: 1, velocity: 1, comments: 1, code: 1, sources: 1, freshness: 1, ageDecay: 0.9 };

/** Freezes an edition of all there is to tell, as `freeze-edition` does. */
export async function freeze(
  { store }: Stage,
  { at, date = at.slice(0, 10), cadence = 'daily' }: { at: string; date?: string; cadence?: Cadence },
): Promise<{ edition: Edition; planned: number; frozen: boolean }> {
  const frozenAt = new Date(at);
  const papers = rankPapers(await store.newsFor(cadence, frozenAt), weights, frozenAt, []);
  return store.freezeEdition({ cadence, date, frozenAt, missing: [], papers });
}

/** The titles of an edition's papers, in the order of the alphabet. */
export const titlesOf = ({ papers }: Edition) => papers.map(({ title }) => title).sort();

export const PAPER_TABLES = [
  ...['papers', 'paper_ids', 'statements', 'listings', 'sightings', 'changes', 'matches'],
  ...['authors', 'profiles', 'profile_samples', 'authorships', 'sources', 'trends'],
];

/** Every row of the tables with the transaction that wrote it: equal before and after means that nothing was written. */
export async function writtenRows({ database }: Stage, tables = PAPER_TABLES): Promise<string[]> {
  const one = tables.map((table) => `SELECT '${table} ' || xmin || ' ' || t::text AS row FROM ${table} t`);
  const rows = await database.query<{ row: string }>(`${one.join(' UNION ALL ')} ORDER BY row`);
  return rows.map(({ row }) => row);
}

/** Forgets everything but the migrations. On a few rows DELETE is many times quicker than TRUNCATE. */
export async function emptyTables(database: Database): Promise<void> {
  const rows = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'broadsheet' AND tablename <> 'migration'
     ORDER BY tablename NOT IN ('deliveries', 'edition_papers')`,
  );
  await database.script(rows.map(({ name }) => `DELETE FROM broadsheet.${name}`).join(';'));
}
