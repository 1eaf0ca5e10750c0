import type { Database } from './database.js';
import type { AuditEntry, AuditStore } from './store.js';

/** What operators did, for looking it up. It is only ever added to. */
export function createAuditStore(database: Database): AuditStore {
  return {
    auditEntries: ({ who, action, about, limit, before }) =>
      database.query<AuditEntry>(entriesSql, [
        ...[who ?? null, action ?? null, about?.name ?? null, about?.value ?? null],
        ...[before ?? null, limit],
      ]),

    async auditWords() {
      const rows = await database.query<{ who: string[]; actions: string[] }>(
        `SELECT ARRAY(${wordsOf('who')}) AS who, ARRAY(${wordsOf('action')}) AS actions`,
      );
      return rows[0] ?? { who: [], actions: [] };
    },
  };
}

/** Steps from one word to the next in the index, however often each stands there. */
const wordsOf = (column: 'who' | 'action') => `
  WITH RECURSIVE words AS (
    (SELECT ${column} FROM audit ORDER BY ${column} LIMIT 1)
    UNION ALL
    SELECT (SELECT a.${column} FROM audit a WHERE a.${column} > w.${column} ORDER BY a.${column} LIMIT 1)
    FROM words w WHERE w.${column} IS NOT NULL)
  SELECT ${column} FROM words WHERE ${column} IS NOT NULL`;

const entriesSql = `
  SELECT id::text, at, who, action, detail FROM audit
  WHERE ($1::text IS NULL OR who = $1) AND ($2::text IS NULL OR action = $2)
    AND ($3::text IS NULL OR detail->>($3::text) = $4)
    AND ($5::text IS NULL OR id < CASE WHEN $5::text ~ '^[0-9]{1,18}$' THEN $5::text::bigint END)
  ORDER BY audit.id DESC LIMIT $6`;
