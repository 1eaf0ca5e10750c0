import { DateTime } from 'luxon';
import type { Database, Sql } from './database.js';
import { type PrunedKind, prunedKinds } from './pruned-kinds.js';
import type { KeptDays, PruneStep, RetentionStore } from './store.js';

export function createRetentionStore(database: Database): RetentionStore {
  return {
    pruneStep: (days, now, most) => database.transaction((tx) => takeStep(tx, days, now, most)),
  };
}

/** Where pruning of a kind stands, and where it is to get to. */
interface Task {
  kind: PrunedKind;
  from: Date;
  until: Date;
}

async function takeStep(tx: Sql, days: KeptDays, now: Date, most: number): Promise<PruneStep | undefined> {
  if (!(await isAlone(tx))) return undefined;
  for (const task of listTasks(days, now, await readMarks(tx))) {
    const step = await pruneNext(tx, task, most);
    if (step) return step;
  }
  return undefined;
}

/** Two at once would do no harm, but the second would wait for the first. */
async function isAlone(tx: Sql): Promise<boolean> {
  const [row] = await tx.query<{ alone: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtext('broadsheet.prune')) AS alone`,
  );
  return row?.alone ?? false;
}

async function readMarks(tx: Sql): Promise<Map<string, Date>> {
  const rows = await tx.query<{ kind: string; upTo: Date }>('SELECT kind, up_to AS "upTo" FROM pruned');
  return new Map(rows.map(({ kind, upTo }) => [kind, upTo]));
}

function listTasks(days: KeptDays, now: Date, marks: Map<string, Date>): Task[] {
  return prunedKinds.flatMap((kind) => {
    const kept = days[kind.days];
    const until = DateTime.fromJSDate(now, { zone: 'utc' })
      .minus({ days: kept })
      .startOf(kind.whole)
      .toJSDate();
    const from = marks.get(kind.name) ?? new Date(0);
    return kept === 0 || from >= until ? [] : [{ kind, from, until }];
  });
}

interface Done {
  rows: number;
  /** Where it stopped, if it goes by time: what is before need not be looked at again. */
  at?: Date | null;
}

/** Undefined when there is nothing left to prune of the kind: then that is noted, and not looked for again today. */
async function pruneNext(tx: Sql, { kind, from, until }: Task, most: number): Promise<PruneStep | undefined> {
  const [next] = await tx.query<{ at: Date | null }>(kind.nextSql, [from, until]);
  const stretch = next?.at && stretchFrom(next.at, kind, until);
  if (!stretch) {
    await mark(tx, kind, until);
    return undefined;
  }
  const [done] = await tx.query<Done>(kind.pruneSql, [stretch.from, stretch.until, most]);
  const { rows = 0, at } = done ?? {};
  const upTo = rows < most ? stretch.until : at;
  if (upTo) await mark(tx, kind, upTo);
  return { kind: kind.name, rows };
}

/** What is thinned out is gone through day by day (week by week), so that no statement grows with the history. */
function stretchFrom(at: Date, { whole, inStretches }: PrunedKind, until: Date): { from: Date; until: Date } {
  if (!inStretches) return { from: at, until };
  const start = DateTime.fromJSDate(at, { zone: 'utc' }).startOf(whole);
  return { from: at, until: start.plus({ [whole]: 1 }).toJSDate() };
}

async function mark(tx: Sql, { name }: PrunedKind, upTo: Date): Promise<void> {
  await tx.query(
    `INSERT INTO pruned (kind, up_to) VALUES ($1, $2) ON CONFLICT (kind) DO UPDATE SET up_to = excluded.up_to`,
    [name, upTo],
  );
}
