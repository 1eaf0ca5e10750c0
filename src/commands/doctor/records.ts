import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createAddressHasher } from '../../access/addresses.js';
import type { App } from '../../app.js';
import type { Environment } from '../../environment.js';
import { type HeldFolder, holdFolder } from '../../holder/hold-folder.js';
import { titleKey } from '../../papers/title-key.js';
import { createStore } from '../../store/create-store.js';
import { createDatabase, type Database } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { openPGlitePool } from '../../store/pglite.js';
import { openPostgresPool } from '../../store/postgres.js';
import type { Store } from '../../store/store.js';

/** The database as it is: opened when it is first asked for, and neither made nor brought up to date. */
export interface Records {
  /** Absent where no embedded database has been made yet. Raises when there is one that cannot be opened. */
  open(): Promise<Store | undefined>;
  /** A fresh database in memory, for what needs one where there is none that can be used. */
  standIn(): Promise<Store>;
  close(): Promise<void>;
}

const CONNECT_MS = 8_000;

export function recordsOf(environment: Environment | undefined, running: App | undefined): Records {
  const closers: (() => Promise<void>)[] = [];
  let opened: Promise<Store | undefined> | undefined;
  const openOnce = async () => {
    if (running) return running.deps.store;
    const database = environment && (await openDatabase(environment, closers));
    return database && storeOn(database);
  };
  return {
    open() {
      opened ??= openOnce();
      return opened;
    },
    async standIn() {
      const database = createDatabase(await openPGlitePool({}));
      closers.push(() => database.close());
      await migrate(database);
      return storeOn(database);
    },
    async close() {
      // What is still being opened is waited for: a folder must be given back.
      await opened?.catch(() => undefined);
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

/** No address is looked up here, so that no key is needed to hash one. */
const storeOn = (database: Database): Store =>
  createStore(database, { titleKey, hashAddress: createAddressHasher('none') });

async function openDatabase(
  { DATABASE_URL: url, DATA_DIR }: Environment,
  closers: (() => Promise<void>)[],
): Promise<Database | undefined> {
  if (url) {
    const pool = openPostgresPool({ url, listeners: 0, connectTimeoutMs: CONNECT_MS });
    const database = createDatabase(pool);
    closers.push(() => database.close());
    return database;
  }
  const folder = join(DATA_DIR, 'db');
  if (!(await stat(folder).catch(() => undefined))) return undefined;
  const held = await holdForLooking(DATA_DIR);
  closers.push(() => held.close());
  const database = createDatabase(await openPGlitePool({ dataDir: folder }));
  closers.push(() => database.close());
  return database;
}

/** Nobody else may open the folder meanwhile. */
function holdForLooking(dataDir: string): Promise<HeldFolder> {
  return holdFolder(dataDir, async (_argv, io) => {
    io.err(`${dataDir} is being looked at by \`broadsheet doctor\`; try again when it has ended.\n`);
    return 1;
  });
}
