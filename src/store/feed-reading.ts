import type { Database } from './database.js';
import { type NewsRow, newsColumns, toNewsPaper } from './papers.js';
import type { FeedEdition, FeedPart, FeedStore } from './store.js';
import { isUuid } from './uuid.js';

export function createFeedStore(database: Database): FeedStore {
  return {
    async feedPapers(part) {
      if (part.authorId !== undefined && !isUuid(part.authorId)) return [];
      const rows = await database.query<FeedRow>(...chooseQuery(part));
      return rows.map(({ revisedAt, ...row }) => ({ ...toNewsPaper(row), ...(revisedAt && { revisedAt }) }));
    },

    feedEditions: ({ limit, papers }) => database.query<FeedEdition>(editionsSql, [limit, papers]),
  };
}

type FeedRow = NewsRow & { revisedAt: Date | null };

function chooseQuery({ topicId, authorId, now, limit }: FeedPart): [sql: string, values: unknown[]] {
  if (authorId !== undefined) return [authorSql, [now, limit, authorId]];
  return topicId === undefined ? [allSql, [now, limit]] : [topicSql, [now, limit, topicId]];
}

/** The papers of `chosen` (paper_id, told_at), latest first; $1 is `now`. */
const showChosen = `
  SELECT ${newsColumns}, p.id::text AS "changeId", revised.at IS NOT NULL AS revised,
    coalesce((SELECT min(c.changed_at) FROM changes c WHERE c.paper_id = p.id AND c.news), p.first_seen_at) AS "newsAt",
    revised.at AS "revisedAt"
  FROM chosen JOIN papers p ON p.id = chosen.paper_id,
    LATERAL (SELECT max(c.changed_at) AS at FROM changes c
      WHERE c.paper_id = p.id AND c.news AND c.kind = 'revised' AND c.changed_at <= $1) revised
  ORDER BY chosen.told_at DESC, chosen.paper_id`;

/** Walks back from the latest news, past news of papers that came up already; as far as `limit` papers need. */
const latestSql = (where = '') => `
  WITH chosen AS (
    SELECT c.paper_id, c.changed_at AS told_at FROM changes c
    WHERE c.news AND c.changed_at <= $1 ${where} AND NOT EXISTS (
      SELECT FROM changes later WHERE later.paper_id = c.paper_id AND later.news AND later.changed_at <= $1
        AND (later.changed_at, later.id) > (c.changed_at, c.id))
    ORDER BY c.changed_at DESC, c.paper_id LIMIT $2::int)
  ${showChosen}`;

const allSql = latestSql();

const topicSql = latestSql(
  'AND EXISTS (SELECT FROM matches m WHERE m.paper_id = c.paper_id AND m.topic_id = $3)',
);

const authorSql = `
  WITH chosen AS (
    SELECT p.id AS paper_id, coalesce(told.at, p.first_seen_at) AS told_at
    FROM authorships s JOIN papers p ON p.id = s.paper_id,
      LATERAL (SELECT max(c.changed_at) AS at FROM changes c WHERE c.paper_id = p.id AND c.news AND c.changed_at <= $1) told
    WHERE s.author_id = $3::uuid AND p.first_seen_at <= $1
    ORDER BY told_at DESC, paper_id LIMIT $2::int)
  ${showChosen}`;

const editionsSql = `
  SELECT e.id, e.cadence, e.date, e.number, e.frozen_at AS "frozenAt",
    (SELECT count(*)::int FROM edition_papers x WHERE x.edition_id = e.id) AS "paperCount",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('paperId', x.shown -> 'paperId', 'title', x.shown -> 'title') ORDER BY x.rank), '[]')
       FROM edition_papers x WHERE x.edition_id = e.id AND x.rank <= $2::int) AS papers
  FROM editions e ORDER BY e.frozen_at DESC, e.cadence LIMIT $1`;
