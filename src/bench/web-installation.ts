import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { openPGlitePool } from '../store/pglite.js';
import { openBenchDatabase } from './bench-database.js';
import { type RunningServer, runServer } from './run-server.js';

/** A database to be filled here and served from by the program, and the folders the program needs. */
export interface WebInstallation {
  kind: 'PostgreSQL' | 'PGlite';
  database: Database;
  /** Starts the program with these settings of the web laid over its own. An embedded database is its own from then on. */
  serve(web: Record<string, number>, signal: AbortSignal): Promise<RunningServer>;
  /** Whether two programs may serve at once. */
  isShared: boolean;
  remove(): Promise<void>;
}

/** Makes an installation on the server of `url`, else on an embedded database in a folder. */
export async function makeWebInstallation(url?: string): Promise<WebInstallation> {
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  const secretKey = randomUUID();
  const database: Database & { url?: string } =
    url === undefined ? await openFolder(folder) : await openBenchDatabase(url);
  const { url: own } = database;
  let isOpen = true;
  const close = async () => {
    if (isOpen) await database.close();
    isOpen = false;
  };
  return {
    kind: own === undefined ? 'PGlite' : 'PostgreSQL',
    database,
    isShared: own !== undefined,
    async serve(web, signal) {
      if (own === undefined) await close();
      const configDir = await writeSettings(folder, web);
      const variables = {
        ...{ DATA_DIR: join(folder, 'data'), CONFIG_DIR: configDir, PORT: '0', HOST: '127.0.0.1' },
        ...{ SECRET_KEY: secretKey, ADMIN_PASSWORD: secretKey },
        ...(own !== undefined && { DATABASE_URL: own }),
      };
      return runServer(own === undefined ? 'start' : 'web', variables, signal);
    },
    async remove() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openFolder(folder: string): Promise<Database> {
  const dataDir = join(folder, 'data', 'db');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const database = createDatabase(await openPGlitePool({ dataDir }));
  await migrate(database);
  return database;
}

/** Without sources nothing is read from anywhere; one client asks for what a thousand would. */
async function writeSettings(folder: string, web: Record<string, number>): Promise<string> {
  const configDir = await mkdtemp(join(folder, 'config-'));
  const settings = { web: { apiPerMinute: 1_000_000, ...web } };
  // What is JSON is YAML too.
  await writeFile(join(configDir, 'default.yaml'), JSON.stringify(settings));
  await writeFile(join(configDir, 'sources.yaml'), '[]');
  return configDir;
}
