import type { Database } from './database.js';
import { stopSql } from './deliveries.js';
import { type SummaryRow, summaryColumns, toSummary } from './editions.js';
import { dropNulls } from './rows.js';
import type { EditionDeskStore, ReadersChosen, TroubledDelivery } from './store.js';

/** What an operator sees of an edition on its way, and does about it. */
export function createEditionDesk(database: Database): EditionDeskStore {
  return {
    async editionDesk(id) {
      const rows = await database.query<SummaryRow>(
        `SELECT ${summaryColumns} FROM editions e WHERE e.id::text = $1`,
        [id],
      );
      return rows.map(toSummary)[0];
    },

    async troubledDeliveries(editionId, { limit, offset }) {
      const rows = await database.query<TroubledDelivery>(troubledSql, [editionId, limit, offset]);
      return rows.map(dropNulls) as TroubledDelivery[];
    },

    async resendUnknown(editionId, readers, now) {
      return (await database.query(resendSql, [editionId, idsOf(readers), now])).length;
    },

    async settleUnknown(editionId, readers, now) {
      return (await database.query(settleSql, [editionId, idsOf(readers), now])).length;
    },

    pauseEdition: async (id) =>
      (await database.query(`${halt('paused')} AND halt IS NULL RETURNING 1`, [id])).length > 0,

    async resumeEdition(id) {
      const rows = await database.query(
        `UPDATE editions SET halt = NULL WHERE id::text = $1 AND halt = 'paused' RETURNING 1`,
        [id],
      );
      return rows.length > 0;
    },

    stopEdition: (id) =>
      database.transaction(async (tx) => {
        const [stopped] = await tx.query(
          `${halt('stopped')} AND halt IS DISTINCT FROM 'stopped' RETURNING 1`,
          [id],
        );
        if (!stopped) return undefined;
        return (await tx.query(`${stopSql} AND d.edition_id::text = $1 RETURNING 1`, [id])).length;
      }),
  };
}

/** NULL stands for all. */
const idsOf = (readers: ReadersChosen) => (readers === 'all' ? null : readers);

const halt = (word: 'paused' | 'stopped') => `UPDATE editions SET halt = '${word}' WHERE id::text = $1`;

const isOpen = `d.state = 'unknown' AND d.settled_at IS NULL`;
const isChosen = `d.edition_id = $1 AND ${isOpen} AND ($2::uuid[] IS NULL OR d.subscriber_id = ANY ($2::uuid[]))`;
const mayBeWrittenTo = `(s.state = 'active'
  AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac))`;

/** `paper_ids` stay: whatever comes of the second mail, the first may have arrived. */
const resendSql = `
  UPDATE deliveries d SET state = 'planned', due_at = $3, resent_at = $3, deferred_at = NULL, finished_at = NULL,
    reason = NULL
  FROM subscribers s, editions e
  WHERE ${isChosen} AND s.id = d.subscriber_id AND ${mayBeWrittenTo}
    AND e.id = d.edition_id AND e.halt IS DISTINCT FROM 'stopped'
  RETURNING 1`;

const settleSql = `UPDATE deliveries d SET settled_at = $3 WHERE ${isChosen} RETURNING 1`;

const troubledSql = `
  SELECT d.subscriber_id AS "subscriberId", s.email, d.state, (${isOpen}) AS open,
    ${mayBeWrittenTo} AS "mayBeWrittenTo", d.reason, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id
  WHERE d.edition_id = $1 AND d.state IN ('unknown', 'refused', 'skipped')
  ORDER BY (${isOpen}) DESC, array_position(ARRAY['unknown', 'refused', 'skipped'], d.state), s.email
  LIMIT $2 OFFSET $3`;
