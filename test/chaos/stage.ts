import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, copyFolder } from './children.js';
import { type Ledger, openLedger } from './ledger.js';
import { type MailServer, openMailServer } from './mail-server.js';
import { type Build, saysOrEnds, startProgram } from './program.js';
import { type Service, startPostgres, startRedis } from './services.js';
import type { Size } from './size.js';
import type { Template } from './template.js';

/** One installation of its own: services, mail server, and as many processes of the program as a round wants. */
export interface Stage {
  size: Size;
  folder: string;
  logs: string;
  dataDir: string;
  mail: MailServer;
  redis?: Service;
  postgres?: Service;
  /** Absent with the embedded database, which has no door while the program holds it. */
  ledger?: Ledger;
  /** Starts a process that does the work, and waits until it does. */
  startWorker(clockOffMs?: number): Promise<Child>;
  /** Types a command at a terminal of its own. */
  type(argv: string[]): Child;
  close(): Promise<void>;
}

export interface StageOptions {
  folder: string;
  size: Size;
  build: Build;
  template: Template;
  /** Mails that the mail server takes in a second. */
  perSecond: number;
}

type Servers = Pick<Stage, 'redis' | 'postgres' | 'ledger'>;

export async function openStage(options: StageOptions): Promise<Stage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer().catch(() => undefined);
  };
  try {
    return { ...(await openParts(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openParts(
  { folder, size, build, template, perSecond }: StageOptions,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<Stage, 'close'>> {
  const [logs, dataDir] = [join(folder, 'logs'), join(folder, 'data')];
  await mkdir(logs, { recursive: true });
  closers.push(() => rm(join(folder, 'cluster'), { recursive: true, force: true }));
  const mail = await openMailServer({ perSecond });
  closers.push(() => mail.close());
  const servers: Servers = size === 'embedded' ? {} : await openServers(folder, size, template, closers);
  if (size === 'embedded') await copyFolder(template.dataDir, dataDir);
  const variables = {
    ...template.variables,
    // Commands tell what their jobs do only when they are asked for everything.
    ...{ DATA_DIR: dataDir, SMTP_URL: mail.url, LOG_LEVEL: 'debug' },
    ...(servers.postgres && { DATABASE_URL: servers.postgres.url }),
    ...(servers.redis && { REDIS_URL: servers.redis.url }),
  };
  let started = 0;
  const start = (argv: string[], clockOffMs?: number) => {
    started += 1;
    const logFile = join(logs, `${started}-${argv.slice(0, 2).join('-')}.log`);
    const child = startProgram(argv, {
      ...{ build, variables, logFile },
      ...(clockOffMs !== undefined && { clockOffMs }),
    });
    closers.push(async () => child.isAlive() && (await child.end('SIGKILL')));
    return child;
  };
  return {
    ...{ size, folder, logs, dataDir, mail },
    ...servers,
    async startWorker(clockOffMs) {
      for (;;) {
        const worker = start([size === 'embedded' ? 'start' : 'work'], clockOffMs);
        if (await saysOrEnds(worker, /at work/)) return worker;
        // A command that found nobody at home holds the folder until it is done.
        if (!/ is in use by /.test(worker.said())) throw new Error(`a worker ended:\n${worker.said()}`);
        await sleep(500);
      }
    },
    type: (argv) => start(argv),
  };
}

async function openServers(
  folder: string,
  size: Size,
  template: Template,
  closers: (() => Promise<unknown>)[],
): Promise<Servers> {
  const cluster = join(folder, 'cluster');
  await copyFolder(template.cluster, cluster);
  const postgres = await startPostgres(cluster, join(folder, 'logs', 'postgres.log'));
  closers.push(() => postgres.close());
  const redis =
    size === 'redis' ? await startRedis(join(folder, 'redis'), join(folder, 'logs', 'redis.log')) : undefined;
  if (redis) closers.push(() => redis.close());
  const ledger = await openLedger(postgres.url, redis?.url);
  closers.push(() => ledger.close());
  return { postgres, ledger, ...(redis && { redis }) };
}
