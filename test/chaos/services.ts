import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Child, findPort, runChild, startChild } from './children.js';

/** A server of the run's own, ended by its process id. */
export interface Service {
  url: string;
  /** Ends it with a signal, and starts it again on the same data after a while. */
  restart(signal: NodeJS.Signals, downMs: number): Promise<void>;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Redis with its log of all writes on, as an installation that wants to lose no job has it. */
export async function startRedis(folder: string, logFile: string): Promise<Service> {
  const port = await findPort();
  await mkdir(folder, { recursive: true });
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes' };
  const argv = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return openService({
    url: `redis://127.0.0.1:${port}`,
    start: () => startChild('redis-server', argv, { logFile }),
    isReady: () => answersPing(port),
    stop: 'SIGTERM',
  });
}

/** PostgreSQL on a cluster that `makeCluster` made. */
export async function startPostgres(folder: string, logFile: string): Promise<Service> {
  const port = await findPort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'fsync=off'];
  const argv = ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])];
  const command = join(await findPostgres(), 'postgres');
  return openService({
    url,
    start: () => startChild(command, argv, { logFile, user: postgresUser() }),
    isReady: () => answersQuery(url),
    stop: 'SIGINT',
  });
}

/** PostgreSQL refuses to run as root; whoever else runs this owns the cluster. */
export function postgresUser(): string | undefined {
  return process.getuid?.() === 0 ? 'postgres' : undefined;
}

/** An empty cluster. What is written is not forced to the disk: processes are killed here, machines are not. */
export async function makeCluster(folder: string, logFile: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const user = postgresUser();
  if (user !== undefined) await promisify(execFile)('chown', [user, folder]);
  await chmod(folder, 0o700);
  const argv = ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const command = join(await findPostgres(), 'initdb');
  await runChild(command, argv, { logFile, user, cwd: '/' });
}

const DEBIAN = '/usr/lib/postgresql';

/** The newest installed version's programs. */
async function findPostgres(): Promise<string> {
  const versions = await readdir(DEBIAN).catch((): string[] => []);
  const newest = versions
    .map(Number)
    .filter(Number.isFinite)
    .sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error(`install postgresql: there is none in ${DEBIAN}`);
  return join(DEBIAN, String(newest), 'bin');
}

interface Parts {
  url: string;
  start(): Child;
  isReady(): Promise<boolean>;
  /** The signal that ends it well, its clients cut off. */
  stop: NodeJS.Signals;
}

async function openService({ url, start, isReady, stop }: Parts): Promise<Service> {
  let child = await startUntilReady(start, isReady);
  return {
    url,
    async restart(signal, downMs) {
      await child.end(signal);
      await sleep(downMs);
      child = await startUntilReady(start, isReady);
    },
    close: () => child.end(stop, 5_000),
  };
}

/** One that was killed may leave children who still hold what the next one needs: it is started until it stays. */
async function startUntilReady(start: () => Child, isReady: () => Promise<boolean>): Promise<Child> {
  const until = Date.now() + PATIENCE_MS;
  let child = start();
  while (!(await isReady())) {
    if (Date.now() > until) {
      await child.end('SIGKILL');
      throw new Error(`a service was not ready after ${PATIENCE_MS / 1000} s:\n${child.said()}`);
    }
    await sleep(100);
    if (!child.isAlive()) child = start();
  }
  return child;
}

async function answersQuery(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether Redis says PONG, and not that it is still loading. */
function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(2_000, () => finish(false));
    socket.once('error', () => finish(false)).once('close', () => finish(false));
    socket.once('data', (text) => finish(String(text).startsWith('+PONG')));
  });
}
