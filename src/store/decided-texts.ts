import { paperNow } from './aliases.js';

/** What was decided of texts that may be the paper's, as SQL: `[{text, same}]`, the latest word last. `paperId` is of type uuid. */
export const decidedTexts = (paperId: string) => `
  (SELECT coalesce(jsonb_agg(jsonb_build_object('text', d.text, 'same', d.same) ORDER BY d.decided_at), '[]') FROM text_decisions d
   WHERE d.paper_id = ${paperId} OR d.paper_id IN (SELECT x.alias_id FROM paper_aliases x WHERE x.paper_id = ${paperId}))`;

/** Whether a person has said if a text is a paper's, as SQL. */
export const isTextDecided = (textHash: string, paperId: string) => `
  EXISTS (SELECT FROM text_decisions d WHERE d.text_hash = ${textHash} AND ${paperNow('d.paper_id')} = ${paperNow(paperId)})`;
