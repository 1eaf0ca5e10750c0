import { createHash } from 'node:crypto';
import type { Edition, EditionPaper } from '../model/edition.js';
import type { Database } from '../store/database.js';
import type { EditionDraft } from '../store/store.js';
import { makeEdition } from './bench-readers.js';

/** Papers of the edition; every reader gets twenty. */
const PAPERS = 60;
/** Different choices, spread over the readers. */
const CHOICES = 200;

/** Fills an empty database with the papers of an edition and its readers, all of them due at once. */
export async function fillReaders(database: Database, readers: number): Promise<void> {
  const { papers } = makeDraft();
  await database.query(papersSql, [JSON.stringify(papers)]);
  await database.query(readersSql, [readers, CHOICES]);
  // What the server does by itself a minute after so many new rows.
  await database.script('ANALYZE');
}

/** The edition to be frozen, of papers that are in the database. */
export function makeDraft(): EditionDraft & Pick<Edition, 'date'> {
  const { cadence, date, frozenAt, missing, papers } = makeEdition(PAPERS);
  return { cadence, date, frozenAt, missing, papers: papers.map(withIds) };
}

function withIds(paper: EditionPaper): EditionPaper & { changeId: string } {
  const paperId = idOf(paper.paperId);
  return { ...paper, paperId, changeId: idOf(`change of ${paper.paperId}`) };
}

/** The same id for the same name. */
const idOf = (name: string): string =>
  createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const papersSql = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS r("paperId" uuid, "changeId" uuid, title text)), filled AS (
    INSERT INTO papers (id, title, title_key, authors, author_count, keywords, categories, first_seen_at)
    SELECT "paperId", title, title, '{}', 0, '{}', '{}', now() FROM given)
  INSERT INTO changes (id, paper_id, scan_id, kind, news, changed_at)
  SELECT "changeId", "paperId", 0, 'new', true, now() FROM given`;

/** Two of six topics, an author of ninety, a keyword in and one out: as `makeReader` has them. */
const readersSql = `
  INSERT INTO subscribers (id, email, address_hmac, state, cadence, weekday, hour, time_zone, max_papers, quiet_day, topics,
    muted_topics, keywords, muted_keywords, authors, created_at, confirmed_at)
  SELECT md5('reader ' || n)::uuid, 'reader' || n || '@d' || n % 40 || '.example.org', md5('hmac ' || n), 'active', 'daily', 1, 4, 'UTC',
    20, 'nothing', ARRAY['topic-' || c % 6, 'topic-' || (c + 1 + c % 5) % 6], '{}', ARRAY['cranes', 'choice ' || c],
    ARRAY['boats'], ARRAY['author-' || c % 90], now(), now()
  FROM generate_series(1, $1::int) n, LATERAL (SELECT n % $2::int AS c) choice`;
