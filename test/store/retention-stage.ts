import { loadConfig } from '../../src/config.js';
import type { KeptDays, PruneStep } from '../../src/store/store.js';
import type { Stage } from './stage.js';

export const NOW = new Date('2026-08-21T12:00:00Z');

/** As shipped. */
export const DAYS: KeptDays = (await loadConfig({})).retention;

/** At noon, so many days before now: within its day neither the first moment nor the last. */
export const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

/** Prunes until nothing is left to do, and tells what each step did. */
export async function pruneSteps(stage: Stage, now = NOW, most = 1000, days = DAYS): Promise<PruneStep[]> {
  const steps: PruneStep[] = [];
  for (;;) {
    const step = await stage.store.pruneStep(days, now, most);
    if (!step) return steps;
    steps.push(step);
  }
}

/** As many rows at a time as the program takes. */
export const pruneAll = (stage: Stage, now = NOW) => pruneSteps(stage, now);

/** Inserts rows as they are given; `without` names columns that the database fills in. */
export async function insertRows(
  { database }: Stage,
  table: string,
  rows: object[],
  without: string[] = [],
): Promise<void> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => !without.includes(name),
  );
  const list = columns.join(', ');
  await database.query(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

export async function countRows({ database }: Stage, table: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return row?.count ?? 0;
}

/** A uuid by its number. */
export const numbered = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export async function insertPaper(stage: Stage, number = 1): Promise<string> {
  const id = numbered(number);
  const none = { authors: [], author_count: 0, keywords: [], categories: [] };
  await insertRows(stage, 'papers', [
    { id, title: `Paper ${number}`, title_key: id, ...none, first_seen_at: daysAgo(400) },
  ]);
  return id;
}

/** One mail of an old edition for each row, each to a reader of its own. */
export async function insertMails(
  stage: Stage,
  mails: { at: Date; [column: string]: unknown }[],
): Promise<void> {
  const edition = {
    id: numbered(1),
    cadence: 'daily',
    date: '2026-01-01',
    number: 1,
    frozen_at: daysAgo(500),
    missing: [],
  };
  await insertRows(stage, 'editions', [edition]);
  for (const [place, { at, ...mail }] of mails.entries()) {
    const email = `reader-${place}@example.org`;
    const { id } = await stage.store.addSubscriber({ email, state: 'active' });
    await stage.database.query('UPDATE subscribers SET id = $2 WHERE id = $1', [id, numbered(place)]);
    const row = { edition_id: edition.id, subscriber_id: numbered(place), due_at: at, finished_at: at };
    const held = mail.state === 'skipped' ? {} : { paper_ids: [numbered(9)] };
    await insertRows(stage, 'deliveries', [{ ...row, attempts: 1, line: '', ...held, ...mail }]);
  }
}
