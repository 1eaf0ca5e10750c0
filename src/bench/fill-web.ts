import type { Day } from '../model/clock.js';
import type { Database } from '../store/database.js';
import { fillTrends } from './fill-trends.js';

/** What a database is filled with for pages to be shown from. */
export interface WebFilling {
  papers: number;
  until: Day;
  topicIds: readonly string[];
}

const WEEKDAYS = 133;
const EDITIONS = 40;
const PAPERS_IN_EDITION = 30;

/**
 * Fills an empty database with papers, their votes and topics (see `fillTrends`), the news that each of them was, revised
 * ones among them, and daily editions of the best of each day. Hands out how many papers are done.
 */
export async function* fillWeb(database: Database, filling: WebFilling): AsyncIterable<number> {
  yield* fillTrends(database, { ...filling, weekdays: WEEKDAYS });
  await database.query(changesSql);
  await database.query(editionsSql, [EDITIONS]);
  await database.query(editionPapersSql, [PAPERS_IN_EDITION]);
  await database.script('VACUUM ANALYZE');
}

/** Every fiftieth is told again as revised, a day later. */
const changesSql = `
  INSERT INTO changes (id, paper_id, scan_id, kind, fields, news, changed_at)
  SELECT md5(kind || p.id::text)::uuid, p.id, 1, kind, '{}', true, p.first_seen_at + later
  FROM papers p, (VALUES ('new', interval '0'), ('revised', interval '1 day')) AS told(kind, later)
  WHERE kind = 'new' OR hashtext(p.id::text) % 50 = 0 ORDER BY p.first_seen_at`;

const editionsSql = `
  INSERT INTO editions (id, cadence, date, number, frozen_at, missing)
  SELECT md5('edition' || day)::uuid, 'daily', day, row_number() OVER (ORDER BY day), (day + time '08:00') AT TIME ZONE 'UTC', '{}'
  FROM (SELECT DISTINCT day FROM listings ORDER BY day DESC LIMIT $1) days`;

const editionPapersSql = `
  INSERT INTO edition_papers (edition_id, paper_id, change_id, rank, shown)
  SELECT e.id, best.paper_id, md5('new' || best.paper_id::text)::uuid, best.rank, jsonb_build_object(
      'paperId', p.id, 'rank', best.rank, 'score', 1, 'reasons', '[]'::jsonb, 'revised', false, 'ids', '{}'::jsonb, 'title', p.title,
      'authors', to_jsonb(p.authors), 'authorCount', p.author_count, 'authorIds', '[]'::jsonb, 'url', p.url, 'topics', '[]'::jsonb)
  FROM editions e, LATERAL (
      SELECT t.paper_id, row_number() OVER (ORDER BY t.peak DESC, t.paper_id) AS rank FROM trends t
      WHERE t.topic_id = '' AND t.day = e.date ORDER BY t.peak DESC, t.paper_id LIMIT $1::int) best
    JOIN papers p ON p.id = best.paper_id`;
