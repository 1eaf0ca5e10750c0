import type { Halt } from '../model/edition.js';
import type { Database } from './database.js';
import { toCounts } from './delivery-counts.js';
import { dropNulls } from './rows.js';
import type { DeliveryProgress } from './store.js';

/** What was done within so many seconds tells how fast it goes. */
const LATELY_SECONDS = 10;

interface ProgressRow {
  states: { state: string; count: number }[];
  open: number;
  deferred: number;
  due: number;
  lately: number;
  resting: { domain: string; until: string; reason: string | null }[];
  problem: string | null;
  halt: Halt | null;
}

/** How far an edition has come, in one statement. */
export async function readProgress(
  database: Database,
  editionId: string,
  now: Date,
): Promise<DeliveryProgress | undefined> {
  const [row] = await database.query<ProgressRow>(progressSql, [editionId, now, LATELY_SECONDS]);
  if (!row) return undefined;
  const { states, open, deferred, due, lately, resting, problem, halt } = row;
  return {
    counts: toCounts(states),
    ...{ open, deferred, due, perSecond: lately / LATELY_SECONDS },
    resting: resting.map((line) => ({ ...dropNulls(line), until: new Date(line.until) })),
    ...(problem !== null && { problem }),
    ...(halt !== null && { halt }),
  };
}

/** Of the lines that rest those are told in which something of this edition waits; the server's always. */
const progressSql = `
  WITH states AS MATERIALIZED (
    SELECT state, count(*)::int AS count, count(*) FILTER (WHERE deferred_at IS NOT NULL)::int AS deferred,
      count(*) FILTER (WHERE due_at <= $2)::int AS due, count(*) FILTER (WHERE settled_at IS NULL)::int AS open,
      count(*) FILTER (WHERE finished_at > $2::timestamptz - $3::int * interval '1 second')::int AS lately
    FROM deliveries WHERE edition_id = (SELECT id FROM editions WHERE id::text = $1) GROUP BY state)
  SELECT (SELECT coalesce(jsonb_agg(jsonb_build_object('state', state, 'count', count)), '[]') FROM states) AS states,
    coalesce((SELECT open FROM states WHERE state = 'unknown'), 0) AS open,
    coalesce((SELECT deferred FROM states WHERE state = 'planned'), 0) AS deferred,
    coalesce((SELECT due FROM states WHERE state = 'planned'), 0) AS due,
    coalesce((SELECT sum(lately) FROM states WHERE state IN ('sent', 'refused', 'unknown')), 0)::int AS lately,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('domain', m.domain, 'until', m.rests_until, 'reason', m.reason)
       ORDER BY m.domain), '[]')
     FROM mail_lines m WHERE m.rests_until > now() AND (m.domain = '' OR EXISTS (
       SELECT FROM deliveries d WHERE d.edition_id = e.id AND d.line = m.domain AND d.state = 'planned'))) AS resting,
    e.problem, e.halt
  FROM editions e WHERE e.id::text = $1`;
