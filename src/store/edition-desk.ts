import type { Database, Sql } from './database.js';
import { stopSql } from './deliveries.js';
import { type SummaryRow, summaryColumns, toSummary } from './editions.js';
import { recordAudit } from './operators.js';
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

    resendUnknown: (editionId, readers, now, who) =>
      decide(database, { who, action: 'resend-unknown', edition: editionId }, async (tx) => {
        const planned = (await tx.query(resendSql, [editionId, idsOf(readers), now])).length;
        return planned > 0 ? { result: planned, detail: { readers, planned } } : { result: 0 };
      }),

    settleUnknown: (editionId, readers, now, who) =>
      decide(database, { who, action: 'settle-unknown', edition: editionId }, async (tx) => {
        const settled = (await tx.query(settleSql, [editionId, idsOf(readers), now])).length;
        return settled > 0 ? { result: settled, detail: { readers, settled } } : { result: 0 };
      }),

    pauseEdition: (id, who) =>
      decide(database, { who, action: 'pause-edition', edition: id }, async (tx) => {
        const rows = await tx.query(`${halt('paused')} AND halt IS NULL RETURNING 1`, [id]);
        return rows.length > 0 ? { result: true, detail: {} } : { result: false };
      }),

    resumeEdition: (id, who) =>
      decide(database, { who, action: 'resume-edition', edition: id }, async (tx) => {
        const rows = await tx.query(resumeSql, [id]);
        return rows.length > 0 ? { result: true, detail: {} } : { result: false };
      }),

    stopEdition: (id, who) =>
      decide<number | undefined>(database, { who, action: 'stop-edition', edition: id }, async (tx) => {
        const [stopped] = await tx.query(
          `${halt('stopped')} AND halt IS DISTINCT FROM 'stopped' RETURNING 1`,
          [id],
        );
        if (!stopped) return { result: undefined };
        const ended = (await tx.query(`${stopSql} AND d.edition_id::text = $1 RETURNING 1`, [id])).length;
        return { result: ended, detail: { ended } };
      }),
  };
}

/** What came of a decision; with `detail` something was done, and is noted. */
interface Decided<T> {
  result: T;
  detail?: Record<string, unknown>;
}

/** A decision and the note of who made it, both or neither. */
function decide<T>(
  database: Database,
  { who, action, edition }: { who: string | undefined; action: string; edition: string },
  act: (tx: Sql) => Promise<Decided<T>>,
): Promise<T> {
  return database.transaction(async (tx) => {
    const { result, detail } = await act(tx);
    if (who !== undefined && detail) await recordAudit(tx, { who, action, detail: { edition, ...detail } });
    return result;
  });
}

/** NULL stands for all. */
const idsOf = (readers: ReadersChosen) => (readers === 'all' ? null : readers);

const halt = (word: 'paused' | 'stopped') => `UPDATE editions SET halt = '${word}' WHERE id::text = $1`;

const resumeSql = `UPDATE editions SET halt = NULL WHERE id::text = $1 AND halt = 'paused' RETURNING 1`;

const isOpen = `d.state = 'unknown' AND d.settled_at IS NULL`;
const isChosen = `d.edition_id = $1 AND ${isOpen} AND ($2::uuid[] IS NULL OR d.subscriber_id = ANY ($2::uuid[]))`;
const mayBeWrittenTo = `(s.state = 'active'
  AND NOT EXISTS (SELECT FROM suppressions x WHERE x.address_hmac = s.address_hmac))`;

/** `paper_ids` stay: whatever comes of the second mail, the first may have arrived. */
const resendSql = `
  UPDATE deliveries d SET state = 'planned', due_at = $3, resent_at = $3, deferred_at = NULL, finished_at = NULL,
    reason = NULL, refusal = NULL
  FROM subscribers s, editions e
  WHERE ${isChosen} AND s.id = d.subscriber_id AND ${mayBeWrittenTo}
    AND e.id = d.edition_id AND e.halt IS DISTINCT FROM 'stopped'
  RETURNING 1`;

const settleSql = `UPDATE deliveries d SET settled_at = $3 WHERE ${isChosen} RETURNING 1`;

const troubledSql = `
  SELECT d.subscriber_id AS "subscriberId", s.email, d.state, (${isOpen}) AS open,
    ${mayBeWrittenTo} AS "mayBeWrittenTo", d.reason, d.refusal, d.finished_at AS "finishedAt"
  FROM deliveries d JOIN subscribers s ON s.id = d.subscriber_id
  WHERE d.edition_id = $1 AND d.state IN ('unknown', 'refused', 'skipped')
  ORDER BY (${isOpen}) DESC, array_position(ARRAY['unknown', 'refused', 'skipped'], d.state), s.email
  LIMIT $2 OFFSET $3`;
