import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import { holdFolder } from '../holder/hold-folder.js';
import { createDatabase, type Database } from '../store/database.js';
import { isMigrated } from '../store/migrate.js';
import { openPGlitePool } from '../store/pglite.js';
import { openPostgresPool } from '../store/postgres.js';

/**
 * The database of an installation, by its DATABASE_URL or its DATA_DIR, to be read from. Raises `UsageError` when there is
 * none, or one of another version, and `ConfigError` (code `held`) when the program is running in the folder.
 */
export async function openHistory(place: string): Promise<Database> {
  const database = /^postgres(ql)?:\/\//.test(place)
    ? createDatabase(openPostgresPool({ url: place, listeners: 0 }))
    : await openFolder(place);
  try {
    if (await isMigrated(database)) return database;
    throw new UsageError(
      '--history: the database is of another version; run `broadsheet migrate` on it first',
    );
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openFolder(dir: string): Promise<Database> {
  const dataDir = join(dir, 'db');
  await access(join(dataDir, 'PG_VERSION')).catch(() => {
    throw new UsageError(`--history: ${dir} holds no database; expected a DATA_DIR or a DATABASE_URL`);
  });
  const held = await holdFolder(dir, async (_argv, io) => {
    io.err('The data folder is being measured; try again when that has ended.\n');
    return 1;
  });
  try {
    const database = createDatabase(await openPGlitePool({ dataDir }));
    return { ...database, close: () => database.close().finally(() => held.close()) };
  } catch (error) {
    await held.close();
    throw error;
  }
}
