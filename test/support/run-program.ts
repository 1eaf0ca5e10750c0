import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a process ended, and all it said. */
export interface Ending {
  /** Absent when a signal ended it. */
  status?: number;
  signal?: NodeJS.Signals;
  out: string;
  err: string;
}

/** The real program as a process of its own. */
export interface Program {
  pid: number;
  /** Standard output so far. */
  out(): string;
  /** Standard error, where the log goes, so far. */
  err(): string;
  /** Waits until either has said it, and returns the match. Raises with all it said when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  ended: Promise<Ending>;
  /** Sends a signal, by process id, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ending>;
}

/**
 * Starts `broadsheet …` as it stands in src. It inherits nothing but PATH and HOME: `variables` is its whole environment.
 * Without `input` its standard input is empty.
 */
export function startProgram(argv: string[], variables: NodeJS.ProcessEnv, input = ''): Program {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...argv], {
    cwd: root,
    env: { PATH, HOME, ...variables },
  });
  child.stdin.on('error', () => undefined).end(input);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text;
  });
  const ended = once(child, 'close').then(([status, signal]) => describeEnd(status, signal, said));
  return {
    pid: child.pid ?? 0,
    out: () => said.out,
    err: () => said.err,
    says: (pattern) => hear(child, said, pattern),
    ended,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a command line to its end. */
export function runProgram(argv: string[], variables: NodeJS.ProcessEnv, input?: string): Promise<Ending> {
  return startProgram(argv, variables, input).ended;
}

function describeEnd(
  status: number | null,
  signal: NodeJS.Signals | null,
  said: { out: string; err: string },
): Ending {
  return { ...(status !== null && { status }), ...(signal !== null && { signal }), ...said };
}

function hear(
  child: ChildProcessWithoutNullStreams,
  said: { out: string; err: string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const match = pattern.exec(said.out) ?? pattern.exec(said.err);
      if (match) finish(() => resolve(match));
    };
    const giveUp = () =>
      finish(() => reject(new Error(`it ended and never said ${pattern}:\n${said.out}\n${said.err}`)));
    const finish = (settle: () => void) => {
      child.stdout.off('data', look);
      child.stderr.off('data', look);
      child.off('close', giveUp);
      settle();
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('close', giveUp);
    look();
    if (child.exitCode !== null || child.signalCode !== null) giveUp();
  });
}
