import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { createDatabase } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { connectDatabaseQueue } from '../../src/workers/connect.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** File of a migrated, empty database (see `openEmbeddedDatabase`). */
    snapshotFile: string;
    /** Folder of the same database, with the queue's tables too, to be copied into an installation's `DATA_DIR`. */
    databaseFolder: string;
  }
}

/** Migrates one embedded database for the whole run: making one takes seconds, a copy of it none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-snapshot-'));
  const [file, databaseFolder] = [join(folder, 'database.tar'), join(folder, 'db')];
  const pool = await openPGlitePool({ dataDir: databaseFolder });
  await migrate(createDatabase(pool));
  await writeFile(file, Buffer.from(await (await pool.dumpSnapshot()).arrayBuffer()));
  await (await connectDatabaseQueue(pool)).close();
  await pool.end();
  project.provide('snapshotFile', file);
  project.provide('databaseFolder', databaseFolder);
  return () => rm(folder, { recursive: true, force: true });
}
