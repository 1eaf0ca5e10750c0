import type { Classifiable } from '../model/topic.js';
import type { Database } from './database.js';
import { refreshTrends } from './refresh-trends.js';
import { dropNulls, json } from './rows.js';
import { runOn } from './save-papers.js';
import type { FilingStore } from './store.js';

export function createFilingStore(database: Database): FilingStore {
  return {
    async countPapers() {
      const [row] = await database.query<{ count: number }>('SELECT count(*)::integer AS count FROM papers');
      return row?.count ?? 0;
    },

    async papersToFile({ after, limit }) {
      const rows = await database.query<Classifiable>(papersToFileSql, [after ?? null, limit]);
      return rows.map((row) => dropNulls(row) as Classifiable);
    },

    saveFiling: ({ papers, matches, classifierId }) =>
      database.transaction(async (tx) => {
        const same = await tx.query<{ id: string }>(lockUnchangedSql, [json(papers)]);
        const ids = same.map(({ id }) => id);
        const isSame = new Set(ids);
        await tx.query('DELETE FROM matches WHERE paper_id = ANY($1::uuid[])', [ids]);
        const rows = matches
          .filter(({ paperId }) => isSame.has(paperId))
          .map((match) => ({ ...match, classifierId }));
        await runOn(tx, insertMatchesSql, rows);
        await refreshTrends(tx, ids);
        return ids.length;
      }),
  };
}

const papersToFileSql = `
  SELECT id, title, abstract, to_jsonb(keywords) AS keywords, to_jsonb(categories) AS categories
  FROM papers WHERE $1::uuid IS NULL OR id > $1::uuid ORDER BY id LIMIT $2`;

/** Locked in the order of their ids, as everyone does who locks several papers. */
const lockUnchangedSql = `
  SELECT p.id FROM papers p
  JOIN jsonb_to_recordset($1::jsonb) AS r(id uuid, title text, abstract text) ON r.id = p.id
  WHERE p.title = r.title AND p.abstract IS NOT DISTINCT FROM r.abstract
  ORDER BY p.id FOR UPDATE OF p`;

const insertMatchesSql = `
  INSERT INTO matches (paper_id, topic_id, score, evidence, classifier_id)
  SELECT "paperId", "topicId", score, evidence, "classifierId" FROM jsonb_to_recordset($1::jsonb)
    AS r("paperId" uuid, "topicId" text, score real, evidence text[], "classifierId" text)`;
