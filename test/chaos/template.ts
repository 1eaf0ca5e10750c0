import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSampleSite } from '../../src/demo/site.js';
import { type Build, startProgram } from './program.js';
import { makeCluster, startPostgres } from './services.js';
import type { Size } from './size.js';

/** A day of the sample week, late enough for its list to be whole at `AT`. */
export const DAY = '2026-08-12';
const AT = new Date('2026-08-13T12:00:00Z');

/** So long ago the papers came in that they are news to a worker whose clock is behind, too. */
const LONG_AGO_MS = 3_600_000;

/** How many messages a process may have on the wire. */
export const IN_FLIGHT = 16;

/** A database with readers and a day's papers, of each kind: what every round starts from. */
export interface Template {
  configDir: string;
  /** A PostgreSQL cluster. */
  cluster: string;
  /** A data folder with an embedded database. */
  dataDir: string;
  /** What every process of the program is given. */
  variables: NodeJS.ProcessEnv;
}

export interface TemplateOptions {
  folder: string;
  build: Build;
  readers: number;
  /** The kinds of installation that will be wanted. */
  sizes: readonly Size[];
}

/** Made with the program's own commands: a list of readers imported, a day of a local site read. */
export async function makeTemplate({ folder, build, readers, sizes }: TemplateOptions): Promise<Template> {
  const [configDir, cluster, dataDir] = ['config', 'cluster', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const site = await openSampleSite({ clock: { now: () => AT } });
  await writeConfig(configDir, site.url);
  const list = join(folder, 'readers.csv');
  await writeFile(list, listReaders(readers));
  const variables = {
    CONFIG_DIR: configDir,
    SECRET_KEY: 'a key of sixteen characters or more',
    ADMIN_PASSWORD: 'correct horse battery',
    PORT: '0',
  };
  const fill = async (name: string, own: NodeJS.ProcessEnv) => {
    const type = (argv: string[]) =>
      runProgram(argv, {
        ...{ build, variables: { ...variables, ...own }, logFile: join(folder, `${name}.log`) },
        clockOffMs: -LONG_AGO_MS,
      });
    await type(['subscribers', 'import', list, '--confirmed', '--yes']);
    await type(['ingest', 'hf-daily', '--date', DAY]);
  };
  const fillServer = async () => {
    await makeCluster(cluster, join(folder, 'initdb.log'));
    const postgres = await startPostgres(cluster, join(folder, 'postgres.log'));
    try {
      await fill('server', { DATABASE_URL: postgres.url, DATA_DIR: join(folder, 'unused') });
    } finally {
      await postgres.close();
    }
  };
  try {
    const isNeeded = (isEmbedded: boolean) => sizes.some((size) => (size === 'embedded') === isEmbedded);
    await Promise.all([
      isNeeded(true) && fill('embedded', { DATA_DIR: dataDir }),
      isNeeded(false) && fillServer(),
    ]);
  } finally {
    await site.close();
  }
  return { configDir, cluster, dataDir, variables };
}

async function runProgram(argv: string[], options: Parameters<typeof startProgram>[1]): Promise<void> {
  const child = startProgram(argv, options);
  const { status, signal } = await child.ended;
  if (status !== 0)
    throw new Error(`broadsheet ${argv.join(' ')} ended with ${status ?? signal}:\n${child.said()}`);
}

/** Over several domains, as readers are. */
function listReaders(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => `reader-${at}@domain-${at % 7}.example`);
  return ['email', ...rows, ''].join('\n');
}

/** What the sample week holds counts as news today; nothing is read or frozen by itself meanwhile; a lease is short. */
async function writeConfig(folder: string, baseUrl: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sources = [{ id: 'hf-daily', baseUrl, schedule: '0 0 29 2 *', scopes: [{ day: 'today' }] }];
  const settings = {
    fetch: { allowHosts: [new URL(baseUrl).host] },
    editions: { lookback: 36_500, days: [weekdayIn(3)] },
    mail: { inFlight: IN_FLIGHT, batch: 50, leaseSeconds: 10 },
  };
  // What is JSON is YAML too.
  await writeFile(join(folder, 'sources.yaml'), JSON.stringify(sources));
  await writeFile(join(folder, 'default.yaml'), JSON.stringify(settings));
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const weekdayIn = (days: number) => WEEKDAYS[(new Date().getUTCDay() + days) % 7];
