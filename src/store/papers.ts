import type { KnownPaper } from '../model/known.js';
import type { Paper } from '../model/paper.js';
import { paperNow } from './aliases.js';
import type { Database } from './database.js';
import { dropNulls, json } from './rows.js';
import { gainedSql } from './sightings.js';
import type { NewsPaper, PaperStore } from './store.js';
import { writtenSummary } from './summaries.js';

/** The columns of a paper as the model names them; `p` is `papers`. Lists come as JSON, which is read much faster than arrays. */
export const paperColumns = `
  p.id, p.title, p.abstract, to_jsonb(p.authors) AS authors, p.author_count AS "authorCount", p.url, p.published_at AS "publishedAt",
  p.code_url AS "codeUrl", p.project_url AS "projectUrl", p.summary,
  to_jsonb(p.keywords) AS keywords, to_jsonb(p.categories) AS categories, p.thumbnail_url AS "thumbnailUrl", p.version, p.withdrawn,
  (SELECT coalesce(jsonb_object_agg(i.scheme, i.value), '{}') FROM paper_ids i WHERE i.paper_id = p.id) AS ids`;

/** What a ranking needs besides the paper; $1 is the moment as of which counts are taken. */
export const newsColumns = `
  ${paperColumns},
  (SELECT coalesce(jsonb_object_agg(a.author_id, a.name), '{}') FROM authorships a WHERE a.paper_id = p.id) AS "authorNames",
  (SELECT max(l.day) FROM listings l WHERE l.paper_id = p.id) AS "featuredOn",
  (SELECT jsonb_build_object('upvotes', max(latest.upvotes), 'comments', max(latest.comments), 'stars', max(latest.stars))
     FROM (SELECT DISTINCT ON (s.source_id) s.upvotes, s.comments, s.stars FROM sightings s
            WHERE s.paper_id = p.id AND s.seen_at <= $1 ORDER BY s.source_id, s.seen_at DESC) latest) AS counts,
  ${gainedSql} AS gained,
  ${writtenSummary} AS written,
  (SELECT count(DISTINCT l.source_id)::int FROM listings l WHERE l.paper_id = p.id) AS "listedBy",
  (SELECT coalesce(jsonb_agg(jsonb_build_object('paperId', m.paper_id, 'topicId', m.topic_id, 'score', m.score,
                             'evidence', m.evidence) ORDER BY m.score DESC, m.topic_id), '[]')
     FROM matches m WHERE m.paper_id = p.id) AS matches`;

export interface NewsRow extends Paper {
  changeId: string;
  revised: boolean;
  newsAt: Date;
  authorNames: Record<string, string>;
  featuredOn: string | null;
  counts: Record<'upvotes' | 'comments' | 'stars', number | null>;
  gained: number | null;
  listedBy: number;
  matches: NewsPaper['matches'];
}

/** Turns a row selected with `newsColumns` into the model's shape. */
export function toNewsPaper(row: NewsRow): NewsPaper {
  const { changeId, revised, newsAt, authorNames, featuredOn, counts, gained, listedBy, matches, ...paper } =
    row;
  return {
    ...dropNulls({ changeId, revised, newsAt, featuredOn, gained, listedBy, matches }),
    authorIds: Object.keys(authorNames),
    authorNames,
    counts: dropNulls(counts),
    paper: dropNulls(paper),
  } as NewsPaper;
}

export function createPaperStore(database: Database): PaperStore {
  return {
    async knownPapers({ identities, sourceId, scope }) {
      const ids = identities.flatMap(({ ids }) => Object.entries(ids));
      const titleKeys = identities.flatMap(({ titleKey }) => titleKey ?? []);
      const [row] = await database.query<KnownAnswer>(knownPapersSql, [
        ids.map(([scheme]) => scheme),
        ids.map(([, value]) => value),
        titleKeys,
        sourceId,
        json(scope),
      ]);
      return { papers: (row?.papers ?? []).map(toKnownPaper), ...(row?.before && { before: row.before }) };
    },

    async paperInsteadOf(id) {
      const [row] = await database.query<{ id: string }>(
        'SELECT paper_id AS id FROM paper_aliases WHERE alias_id::text = $1',
        [id],
      );
      return row?.id;
    },

    async papersOfDay(day, now) {
      const rows = await database.query<NewsRow>(papersOfDaySql, [now, day]);
      return rows.map(toNewsPaper);
    },

    async daysAround(day) {
      const [row] = await database.query<Record<'day' | 'previous' | 'next', string | null>>(daysAroundSql, [
        day,
      ]);
      return row ? dropNulls(row) : {};
    },
  };
}

interface KnownAnswer {
  before: string[] | null;
  papers: KnownRow[] | null;
}

type KnownRow = Paper & {
  titleKey: string;
  firstSeenAt: string;
  newsAt: string | null;
  statements: KnownPaper['statements'] | null;
  listedOn: string[] | null;
  counts: Record<'upvotes' | 'comments' | 'stars', number | null> | null;
};

function toKnownPaper(row: KnownRow): KnownPaper {
  const { titleKey, firstSeenAt, newsAt, statements, listedOn, counts, ...paper } = row;
  return {
    paper: dropNulls(paper) as Paper,
    titleKey,
    firstSeenAt: new Date(firstSeenAt),
    statements: statements ?? {},
    listedOn: listedOn ?? [],
    ...(newsAt && { newsAt: new Date(newsAt) }),
    ...(counts && { counts: dropNulls(counts) }),
  };
}

/**
 * One statement, so that both answers are of one moment, and one row of JSON, which is read much faster than many of
 * columns. Each id is looked up by itself and papers by an array, which keeps the server on its indexes: of a join it
 * expects so many rows that it reads the whole table instead.
 */
const knownPapersSql = `
  WITH found AS (
    SELECT i.id FROM unnest($1::text[], $2::text[]) AS a(scheme, value) CROSS JOIN LATERAL (
      SELECT k.paper_id AS id FROM paper_ids k WHERE k.scheme = a.scheme AND k.value = a.value LIMIT 1) i
    UNION SELECT t.id FROM papers t WHERE t.title_key = ANY($3::text[])),
  known AS (
    SELECT ${paperColumns}, p.title_key AS "titleKey", p.first_seen_at AS "firstSeenAt",
      (SELECT max(c.changed_at) FROM changes c WHERE c.paper_id = p.id AND c.news) AS "newsAt",
      (SELECT json_object_agg(s.source_id, s.said) FROM statements s WHERE s.paper_id = p.id) AS statements,
      (SELECT json_agg(l.day) FROM listings l WHERE l.paper_id = p.id AND l.source_id = $4) AS "listedOn",
      (SELECT json_build_object('upvotes', s.upvotes, 'comments', s.comments, 'stars', s.stars) FROM sightings s
        WHERE s.paper_id = p.id AND s.source_id = $4 ORDER BY s.seen_at DESC LIMIT 1) AS counts
    FROM papers p WHERE p.id = ANY(ARRAY(SELECT f.id FROM found f)))
  SELECT
    (SELECT to_json(ARRAY(SELECT DISTINCT ${paperNow('b.id')} FROM unnest(c.paper_ids) AS b(id))) FROM scans c
      WHERE c.source_id = $4 AND c.scope = $5::jsonb AND c.paper_ids IS NOT NULL ORDER BY c.id DESC LIMIT 1) AS before,
    (SELECT json_agg(known ORDER BY known."firstSeenAt", known.id) FROM known) AS papers`;

const papersOfDaySql = `
  SELECT ${newsColumns}, p.id::text AS "changeId", false AS revised, p.first_seen_at AS "newsAt"
  FROM papers p WHERE p.id IN (SELECT l.paper_id FROM listings l WHERE l.day = $2::date)`;

const daysAroundSql = `
  WITH here AS (SELECT max(day) AS day FROM listings WHERE day <= $1::date)
  SELECT day,
    (SELECT max(l.day) FROM listings l WHERE l.day < here.day) AS previous,
    (SELECT min(l.day) FROM listings l WHERE l.day > here.day) AS next
  FROM here`;
