import { readdir, readFile } from 'node:fs/promises';
import { StoreError } from '../errors.js';
import type { Database, Sql } from './database.js';

const folder = new URL('./migrations/', import.meta.url);

/** Held while migrating, so that of many starting processes one does the work. The number is arbitrary and must not change. */
const LOCK = 7_206_011_905;

/** Brings our schema up to date and returns the names of the migrations that were run. Raises `StoreError` when the database is newer than this program. */
export async function migrate(database: Database): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await tx.script('CREATE SCHEMA IF NOT EXISTS broadsheet; SET LOCAL search_path = broadsheet');
    await tx.script(
      'CREATE TABLE IF NOT EXISTS broadsheet.migration (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())',
    );
    const pending = files.slice(await countRun(tx, files));
    for (const name of pending) await runMigration(tx, name);
    return pending;
  });
}

async function countRun(tx: Sql, files: string[]): Promise<number> {
  const run = await tx.query<{ name: string }>('SELECT name FROM broadsheet.migration ORDER BY name');
  const foreign = run.find(({ name }, index) => files[index] !== name);
  if (foreign) {
    throw new StoreError(
      `database: it holds migration ${foreign.name}, which this version does not know; run a newer Broadsheet`,
      { code: 'schema', retry: 'never' },
    );
  }
  return run.length;
}

async function runMigration(tx: Sql, name: string): Promise<void> {
  await tx.script(await readFile(new URL(name, folder), 'utf8'));
  await tx.query('INSERT INTO broadsheet.migration (name) VALUES ($1)', [name]);
}

/** True when every migration of this version has been run. */
export async function isMigrated(database: Database): Promise<boolean> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
  const rows = await database.query<{ present: boolean }>(
    `SELECT to_regclass('broadsheet.migration') IS NOT NULL AS present`,
  );
  if (!rows[0]?.present) return false;
  const [count] = await database.query<{ run: number }>(
    'SELECT count(*)::int AS run FROM broadsheet.migration',
  );
  return count?.run === files.length;
}
