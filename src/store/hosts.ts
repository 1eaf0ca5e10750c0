import { randomUUID } from 'node:crypto';
import type { HostOutcome, HostState, HostTurn, HostWait } from '../model/host.js';
import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import type { HostStore } from './store.js';

/** How soon to look again for a turn that another process holds, in milliseconds. */
const LOOK_AGAIN_MS = 200;

export function createHostStore(database: Database): HostStore {
  return {
    takeTurn: (key, leaseMs) => takeTurn(database, key, leaseMs),
    leaveTurn: (key, turn, outcome) => leaveTurn(database, key, turn, outcome),
    hostStates: () => listStates(database),

    async robotsOf(host) {
      const [row] = await database.query<{ body: string | null; fresh: boolean }>(
        'SELECT body, fresh_until > now() AS fresh FROM robots WHERE host = $1',
        [host],
      );
      return row && dropNulls(row);
    },

    async saveRobots(host, { body, forMs }) {
      await database.query(
        `INSERT INTO robots AS old (host, body, fresh_until) VALUES ($1, $2, now() + $3 * interval '1 ms')
         ON CONFLICT (host) DO UPDATE SET body = coalesce(excluded.body, old.body), fresh_until = excluded.fresh_until`,
        [host, body ?? null, forMs],
      );
    },
  };
}

interface TakenRow {
  taken: boolean;
  now: Date;
  failures: number | null;
  refusals: number | null;
  waitMs: number | null;
  closedUntil: Date | null;
  reason: string | null;
}

/** One statement; its outer half reads the row as it was before. */
const TAKE = `
  WITH taken AS (
    INSERT INTO hosts AS host (key, turn, busy_until) VALUES ($1, $2, now() + $3 * interval '1 ms')
    ON CONFLICT (key) DO UPDATE SET turn = excluded.turn, busy_until = excluded.busy_until
      WHERE greatest(host.next_at, host.busy_until, host.closed_until) <= now()
    RETURNING failures, refusals
  )
  SELECT taken.failures IS NOT NULL AS taken, now() AS now, taken.failures, taken.refusals,
    extract(epoch FROM greatest(
      host.next_at, host.closed_until, least(host.busy_until, now() + $4 * interval '1 ms')
    ) - now())::float8 * 1000 AS "waitMs",
    CASE WHEN host.closed_until > now() THEN host.closed_until END AS "closedUntil", host.reason
  FROM (SELECT 1) one LEFT JOIN taken ON true LEFT JOIN hosts host ON host.key = $1`;

async function takeTurn(database: Database, key: string, leaseMs: number): Promise<HostTurn | HostWait> {
  const id = randomUUID();
  const [row] = await database.query<TakenRow>(TAKE, [key, id, leaseMs, LOOK_AGAIN_MS]);
  if (row?.taken) {
    return { id, takenAt: row.now, failures: row.failures ?? 0, refusals: row.refusals ?? 0 };
  }
  const until = row?.closedUntil;
  return {
    waitMs: Math.max(row?.waitMs ?? LOOK_AGAIN_MS, 1),
    ...(until && { rest: { until, reason: row.reason ?? '' } }),
  };
}

/** A rest only ever makes an earlier one longer: an answer that was on its way does not open a closed host. */
const LEAVE = `
  UPDATE hosts SET
    next_at = now() + $3 * interval '1 ms',
    busy_until = CASE WHEN turn = $2 THEN now() ELSE busy_until END,
    failures = $4, refusals = $5,
    closed_until = CASE
      WHEN $6::float8 IS NOT NULL THEN greatest(closed_until, now() + $6 * interval '1 ms')
      WHEN closed_until > now() THEN closed_until END,
    reason = CASE
      WHEN $6::float8 IS NOT NULL AND now() + $6 * interval '1 ms' >= coalesce(closed_until, now()) THEN $7
      WHEN closed_until > now() THEN reason END,
    quota_left = coalesce($8, quota_left), quota_limit = coalesce($9, quota_limit),
    quota_resets_at = CASE
      WHEN $10::float8 IS NOT NULL THEN now() + $10 * interval '1 ms' ELSE quota_resets_at END
  WHERE key = $1
  RETURNING extract(epoch FROM closed_until - now())::float8 * 1000 AS "closedForMs"`;

async function leaveTurn(
  database: Database,
  key: string,
  turn: HostTurn,
  { gapMs, failures, refusals, rest, quota }: HostOutcome,
): Promise<number | undefined> {
  const [row] = await database.query<{ closedForMs: number | null }>(LEAVE, [
    ...[key, turn.id, gapMs, failures, refusals],
    ...[rest?.forMs ?? null, rest?.reason ?? null],
    ...[quota?.left ?? null, quota?.limit ?? null, quota?.resetsInMs ?? null],
  ]);
  return row?.closedForMs ?? undefined;
}

type StateRow = { [Field in keyof HostState]-?: HostState[Field] | null } & Pick<
  HostState,
  'key' | 'failures'
>;

/** A quota whose window is over is not known any more. */
async function listStates(database: Database): Promise<HostState[]> {
  const rows = await database.query<StateRow>(
    `SELECT key, failures,
       CASE WHEN closed_until > now() THEN closed_until END AS "closedUntil",
       CASE WHEN closed_until > now() THEN reason END AS reason,
       CASE WHEN quota_resets_at <= now() THEN NULL ELSE quota_left END AS "quotaLeft",
       quota_limit AS "quotaLimit",
       CASE WHEN quota_resets_at > now() THEN quota_resets_at END AS "quotaResetsAt"
     FROM hosts ORDER BY key`,
  );
  return rows.map((row) => dropNulls(row));
}
