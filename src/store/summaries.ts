import type { Database } from './database.js';
import type { PaperToSummarise, SummaryStore } from './store.js';

/** The summary that is shown for `p` (`papers`), if its abstract is still the one that was summed up. */
export const writtenSummary = `
  (SELECT w.summary FROM written_summaries w
    WHERE w.paper_id = p.id AND w.shown AND w.abstract_hash = sha256(convert_to(p.abstract, 'UTF8'))
    ORDER BY w.written_at DESC LIMIT 1)`;

export function createSummaryStore(database: Database): SummaryStore {
  return {
    papersToSummarise: ({ model, now, limit }) =>
      database.query<PaperToSummarise>(toSummariseSql, [now, model, limit]),

    async saveSummary({ paperId, abstract, model, writtenAt, ...said }) {
      const [summary, refusal] = 'summary' in said ? [said.summary, null] : [null, said.refusal];
      await database.query(saveSql, [paperId, model, abstract, summary, refusal, writtenAt]);
    },

    async showSummariesOf(model) {
      await database.query(
        'UPDATE written_summaries SET shown = NOT shown WHERE shown <> (model = $1)',
        // No model has an empty name.
        [model ?? ''],
      );
    },
  };
}

const toSummariseSql = `
  SELECT p.id AS "paperId", p.title, p.abstract
  FROM (
    SELECT c.paper_id, max(c.changed_at) AS changed_at FROM changes c
    WHERE c.news AND c.changed_at <= $1 AND c.changed_at > $1::timestamptz - interval '30 days'
    GROUP BY c.paper_id) news
  JOIN papers p ON p.id = news.paper_id
  WHERE p.abstract <> '' AND coalesce(p.summary, '') = '' AND p.withdrawn IS NOT TRUE
    AND NOT EXISTS (
      SELECT FROM edition_papers x JOIN editions e ON e.id = x.edition_id
      WHERE x.paper_id = p.id AND e.frozen_at >= news.changed_at)
    AND NOT EXISTS (
      SELECT FROM written_summaries w
      WHERE w.paper_id = p.id AND w.model = $2 AND w.abstract_hash = sha256(convert_to(p.abstract, 'UTF8')))
  ORDER BY (SELECT max(s.upvotes) FROM sightings s WHERE s.paper_id = p.id) DESC NULLS LAST, news.changed_at DESC, p.id
  LIMIT $3`;

const saveSql = `
  INSERT INTO written_summaries (paper_id, model, abstract_hash, summary, refusal, shown, written_at)
  SELECT p.id, $2, sha256(convert_to($3, 'UTF8')), $4, $5, true, $6 FROM papers p WHERE p.id = $1::uuid
  ON CONFLICT (paper_id, model) DO UPDATE SET abstract_hash = excluded.abstract_hash, summary = excluded.summary,
    refusal = excluded.refusal, shown = true, written_at = excluded.written_at`;
