import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/app.js';
import { openBenchDatabase } from '../../src/bench/bench-database.js';
import { createTurnedClock } from '../../src/commands/demo/turned-clock.js';
import { loadConfig } from '../../src/config.js';
import { readRecordedAnswers } from '../../src/demo/recorded-answers.js';
import { jobNames } from '../../src/jobs/index.js';
import { createLogger } from '../../src/logger.js';
import type { Database } from '../../src/store/database.js';
import { openMailServer } from '../chaos/mail-server.js';
import { openSoakSite } from './soak-site.js';

export interface SoakSettings {
  days: number;
  readers: number;
  /** A PostgreSQL server on which a database is made and dropped again; embedded when absent. */
  serverUrl?: string;
  /** Recorded days that are read beside the sample's. */
  recordedDir?: string;
  /** Fills the data folder before the program opens it. */
  prepare?(dataDir: string): Promise<void>;
}

/** As short as they may be, so that a soak of sixty days sees everything pruned. */
const RETENTION = {
  ...{ scans: 30, sightings: 7, profiles: 30, deliveries: 60, bounces: 30 },
  ...{ letters: 30, pages: 7, summaries: 30, audit: 30 },
};

/** The program as it is shipped, on a database, a mail server and a site of its own, under a clock to turn. */
export async function openSoak(settings: SoakSettings) {
  const dir = await mkdtemp(join(tmpdir(), 'broadsheet-soak-'));
  const clock = createTurnedClock(new Date());
  const recorded = settings.recordedDir ? await readRecordedAnswers(settings.recordedDir) : [];
  const site = await openSoakSite({ clock, weeks: Math.ceil(settings.days / 7) + 1, recorded });
  const mailServer = await openMailServer({ perSecond: 100_000 });
  const database = settings.serverUrl ? await openBenchDatabase(settings.serverUrl) : undefined;
  const dataDir = join(dir, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  await settings.prepare?.(dataDir);
  await writeConfig(dir, site);
  const config = await loadConfig({
    ...{ DATA_DIR: dataDir, CONFIG_DIR: dir, SMTP_URL: mailServer.url, MAIL_FROM: 'paper@example.org' },
    ...{ SECRET_KEY: 'a key of sixteen characters or more', PUBLIC_URL: 'https://paper.example.org' },
    ...(database?.url && { DATABASE_URL: database.url }),
  });
  // Sources fail here all the time, and are meant to.
  const logger = createLogger({ level: 'silent', pretty: false });
  clock.turnTo(new Date(`${site.firstDay}T03:00:00Z`));
  const app = await createApp(config, { logger, clock, run: jobNames });
  return {
    ...{ app, clock, site, mailServer },
    fingerprint: () => (database ? hashTables(database) : hashLists(app)),
    async close() {
      await app.close();
      await database?.close();
      await mailServer.close();
      await site.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type Soak = Awaited<ReturnType<typeof openSoak>>;

async function writeConfig(dir: string, { url, profiles }: { url: string; profiles: { profile: string }[] }) {
  const never = '0 0 29 2 *';
  const sources = [
    { id: 'hf-daily', baseUrl: url, schedule: never, scopes: [{ day: 'today' }] },
    { id: 'scholarfeed', baseUrl: url, schedule: never, scopes: profiles },
  ];
  const own = {
    fetch: { allowHosts: [new URL(url).host] },
    mail: { rates: { perDomain: { perSecond: 0 } } },
    retention: RETENTION,
  };
  // What is JSON is YAML too.
  await writeFile(join(dir, 'sources.yaml'), JSON.stringify(sources));
  await writeFile(join(dir, 'default.yaml'), JSON.stringify(own));
}

/** What is known of papers and people: tables that a reading without news must leave as they are. */
const TABLES = [
  ...['papers', 'paper_ids', 'statements', 'listings', 'sightings', 'changes', 'matches', 'trends'],
  ...['authors', 'profiles', 'profile_samples', 'authorships'],
];

async function hashTables(database: Database): Promise<string> {
  const sums = TABLES.map(
    (table) =>
      `SELECT '${table}' AS name, count(*) AS rows, sum(hashtextextended(xmin::text || t::text, 0)) AS sum FROM ${table} t`,
  );
  return JSON.stringify(await database.query(`${sums.join(' UNION ALL ')} ORDER BY name`));
}

/** An embedded database has one process: what its readers would see. */
async function hashLists({ deps }: Awaited<ReturnType<typeof createApp>>): Promise<string> {
  const now = deps.clock.now();
  const until = now.toISOString().slice(0, 10);
  const weights = deps.settings.trending;
  const list = await deps.store.trending({ until, days: 30, weights, now, limit: 500 });
  return createHash('sha256')
    .update(JSON.stringify([list, await deps.store.profiles()]))
    .digest('hex');
}
