import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { titleKey } from '../../src/papers/title-key.js';
import { createStore } from '../../src/store/create-store.js';
import { createDatabase, type Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { openPostgresPool } from '../../src/store/postgres.js';
import type { Store } from '../../src/store/store.js';

/** A migrated, empty embedded database in memory, from the snapshot that the run has made. */
export async function openEmbeddedDatabase(): Promise<Database> {
  const snapshot = new Blob([await readFile(inject('snapshotFile'))]);
  return createDatabase(await openPGlitePool({ snapshot }));
}

/** The address of a service, or an error that says how to start it. */
export function serviceUrl(name: 'DATABASE_URL' | 'REDIS_URL'): string {
  const url = process.env[name];
  if (url) return url;
  const start = name === 'REDIS_URL' ? 'redis-server' : 'pg_ctlcluster 15 main start';
  throw new Error(`${name} is not set: start the service (${start}) and set ${name}, as .ci/run does`);
}

/** A migrated database of its own on the PostgreSQL server of DATABASE_URL; dropped when closed. */
export async function openServerDatabase(listeners = 0): Promise<Database & { url: string }> {
  const server = serviceUrl('DATABASE_URL');
  const name = `broadsheet_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const database = createDatabase(openPostgresPool({ url, listeners }));
  await migrate(database);
  const close = async () => {
    await database.close();
    await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...database, url, close };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The store over a database, with the rules the program uses but for the secret. */
export function createTestStore(database: Database): Store {
  return createStore(database, { titleKey, hashAddress: (email) => `hmac of ${email}` });
}
