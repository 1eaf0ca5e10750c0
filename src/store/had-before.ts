import { paperNow } from './aliases.js';

/** Every id that a paper of an edition ($1) has or had, as a CTE: two papers may have been found to be one since. */
export const editionNames = `
  edition_names AS (
    SELECT x.paper_id, x.rank, name.id FROM edition_papers x
    CROSS JOIN LATERAL (SELECT ${paperNow('x.paper_id')} AS id) AS now
    CROSS JOIN LATERAL (SELECT now.id UNION SELECT a.alias_id FROM paper_aliases a WHERE a.paper_id = now.id) AS name
    WHERE x.edition_id = $1)`;

/**
 * The edition's papers that reader `s` has had in another digest, or may have had, under whatever id: a delivery names
 * its papers from when it is marked until the mail is known to have been refused. Of two papers that turned out to be one
 * after the edition froze, the lower in rank counts as had too. Needs `editionNames`.
 */
export const hadBefore = `
  SELECT n.paper_id::text FROM deliveries o CROSS JOIN LATERAL unnest(o.paper_ids) AS had(id)
    JOIN edition_names n ON n.id = had.id
    WHERE o.subscriber_id = s.id AND o.edition_id <> $1
  UNION SELECT twin.paper_id::text FROM edition_names n JOIN edition_names twin ON twin.id = n.id AND twin.rank > n.rank`;
