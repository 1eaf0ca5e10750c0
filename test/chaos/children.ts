import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

/** Every process that was started and has not ended. */
const living = new Set<ChildProcess>();

/** Whatever becomes of the run, nothing of it goes on alone: not when it fails, and on Linux not when it is killed. */
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

const SETPRIV = '/usr/bin/setpriv';
const hasSetpriv = existsSync(SETPRIV);

export interface ChildOptions {
  variables?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Where its output goes, after what is there. */
  logFile: string;
  /** The user that it runs as; only root may choose one. */
  user?: string | undefined;
}

export interface Child {
  pid: number;
  isAlive(): boolean;
  /** Whether it was sent a signal by `end`. */
  wasAsked(): boolean;
  /** Ends with its exit status, or with the signal that ended it. */
  ended: Promise<{ status: number | null; signal: NodeJS.Signals | null }>;
  /** Everything it has said, on either stream. */
  said(): string;
  /** Sends a signal, by process id, and waits for the end; kills it when that takes longer than `patienceMs`. */
  end(signal: NodeJS.Signals, patienceMs?: number): Promise<void>;
}

/** Starts a process that ends with this one. It inherits nothing but PATH and HOME. */
export function startChild(command: string, argv: string[], options: ChildOptions): Child {
  const [file, args] = bindToUs(command, argv, options.user);
  const { PATH, HOME } = process.env;
  const child = spawn(file, args, {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { PATH, HOME, ...options.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  living.add(child);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      log.write(text);
    });
  const ended = new Promise<{ status: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${command} cannot be started`, { cause })));
    child.once('close', (status, signal) => resolve({ status, signal }));
  }).finally(() => {
    living.delete(child);
    log.end(`-- ended: ${child.exitCode ?? child.signalCode}\n`);
  });
  ended.catch(() => undefined);
  let asked = false;
  return {
    pid: child.pid ?? 0,
    isAlive: () => living.has(child) && child.exitCode === null && child.signalCode === null,
    ended,
    wasAsked: () => asked,
    said: () => said.join(''),
    async end(signal, patienceMs = 30_000) {
      asked = true;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** setpriv becomes the process that it starts: the process id stays the same. */
function bindToUs(command: string, argv: string[], user?: string): [string, string[]] {
  if (!hasSetpriv) return [command, argv];
  const become = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
  return [SETPRIV, ['--pdeathsig=KILL', ...become, '--', command, ...argv]];
}

/** Runs a command to its end. Raises with all it said when that is not a good one. */
export async function runChild(command: string, argv: string[], options: ChildOptions): Promise<string> {
  const child = startChild(command, argv, options);
  const { status, signal } = await child.ended;
  if (status === 0) return child.said();
  throw new Error(`${command} ${argv.join(' ')} ended with ${status ?? signal}:\n${child.said()}`);
}

/** Copies a folder as it is, owners and modes too; Node's own `cp` takes ten times as long for a thousand small files. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]);
}

const taken = new Set<number>();

/** A free port below those that the system lends to clients, so that a server that goes away finds it free again. */
export async function findPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const answer = Promise.race([
    once(server, 'listening').then(() => true),
    once(server, 'error').then(() => false),
  ]);
  server.listen(port, '127.0.0.1');
  const free = await answer;
  if (free) await new Promise((resolve) => server.close(resolve));
  return free;
}
