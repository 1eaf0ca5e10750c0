import { randomBytes } from 'node:crypto';
import { createDatabase, type Database } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { openPGlitePool } from '../store/pglite.js';
import { openPostgresPool } from '../store/postgres.js';

/** A database that is there for one bench. */
export interface BenchDatabase extends Database {
  kind: 'PostgreSQL' | 'PGlite';
  /** Where other processes find it; absent where it is embedded. */
  url?: string;
}

/**
 * A migrated, empty database: of its own on the server of `url` and dropped when closed, else embedded and in memory.
 * Raises `StoreError`, too when the server's user may not create databases.
 */
export async function openBenchDatabase(url?: string): Promise<BenchDatabase> {
  if (url !== undefined) return openOnServer(url);
  const database = createDatabase(await openPGlitePool({}));
  await migrate(database);
  return { ...database, kind: 'PGlite' };
}

async function openOnServer(server: string): Promise<BenchDatabase> {
  const name = `broadsheet_bench_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const database = createDatabase(openPostgresPool({ url, listeners: 0 }));
  const close = async () => {
    await database.close();
    await runOnServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  try {
    await migrate(database);
  } catch (error) {
    await close();
    throw error;
  }
  return { ...database, close, kind: 'PostgreSQL', url };
}

async function runOnServer(url: string, sql: string): Promise<void> {
  const server = createDatabase(openPostgresPool({ url, listeners: 0 }));
  await server.script(sql).finally(() => server.close());
}
