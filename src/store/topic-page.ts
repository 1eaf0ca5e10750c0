import type { Database } from './database.js';
import type { PaperSubject, TopicDay, TopicPageStore } from './store.js';

export function createTopicPageStore(database: Database): TopicPageStore {
  return {
    async countTopics(topicIds) {
      const rows = await database.query<{ topicId: string; papers: number }>(countSql, [topicIds]);
      return new Map(rows.map(({ topicId, papers }) => [topicId, papers]));
    },

    topicDays: (topicIds, { since, until }) => database.query<TopicDay>(daysSql, [topicIds, since, until]),

    relatedTopics: (topicId, { since, until }) =>
      database.query<{ topicId: string; papers: number }>(relatedSql, [topicId, since, until]),

    topicSubjects: (topicId, { since, until }, limit) =>
      database.query<PaperSubject>(subjectsSql, [topicId, since, until, limit]),
  };
}

const countSql = `
  SELECT topic_id AS "topicId", count(*)::int AS papers FROM matches WHERE topic_id = ANY($1::text[]) GROUP BY topic_id`;

const daysSql = `
  SELECT topic_id AS "topicId", day, count(*)::int AS papers FROM trends
  WHERE topic_id = ANY($1::text[]) AND day BETWEEN $2::date AND $3::date GROUP BY topic_id, day ORDER BY day, topic_id`;

const relatedSql = `
  SELECT o.topic_id AS "topicId", count(DISTINCT o.paper_id)::int AS papers
  FROM trends t JOIN trends o ON o.paper_id = t.paper_id AND o.day = t.day
  WHERE t.topic_id = $1 AND t.day BETWEEN $2::date AND $3::date AND o.topic_id NOT IN ('', $1)
  GROUP BY o.topic_id ORDER BY papers DESC, o.topic_id`;

const subjectsSql = `
  SELECT p.title, to_jsonb(p.keywords) AS keywords, listed.day FROM (
    SELECT paper_id, min(day) AS day FROM trends WHERE topic_id = $1 AND day BETWEEN $2::date AND $3::date
    GROUP BY paper_id ORDER BY 2 DESC, paper_id LIMIT $4) listed
  JOIN papers p ON p.id = listed.paper_id ORDER BY listed.day DESC, p.id`;
