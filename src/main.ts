import { createInterface } from 'node:readline/promises';
import { createContext } from './commands/context.js';
import { runCommand } from './commands/run-command.js';
import { readEnvironment } from './environment.js';
import { BroadsheetError, ConfigError } from './errors.js';
import { carryCommand } from './holder/carry-command.js';
import type { Io } from './holder/io.js';

/** Commands that work on what is stored: with an embedded database the process that holds it carries them out. */
const ON_THE_DATABASE = [
  'ingest',
  'digest',
  'subscribers',
  'bounce',
  'operators',
  'sources',
  'migrate',
  'backup',
  'doctor',
];

/** Filing what is stored anew works on it too; filing the papers of a file needs no database. */
const isOnDatabase = (argv: string[]) =>
  ON_THE_DATABASE.includes(argv[0] ?? '') || (argv[0] === 'classify' && argv.includes('--stored'));

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const io = createTerminal();
  try {
    return (
      (await carryElsewhere(argv, io)) ?? (await runCommand(argv, createContext(io, process.env, runCommand)))
    );
  } catch (error) {
    if (!(error instanceof BroadsheetError)) throw error;
    io.err(`broadsheet: ${error.message}\n`);
    return 2;
  }
}

/** Absent where the command is to be carried out here. */
async function carryElsewhere(argv: string[], io: Io): Promise<number | undefined> {
  const isHelp = argv.some((word) => word === '--help' || word === '-h');
  if (isHelp || !isOnDatabase(argv)) return undefined;
  try {
    const { DATABASE_URL, DATA_DIR } = readEnvironment(process.env);
    return DATABASE_URL ? undefined : await carryCommand(DATA_DIR, argv, io);
  } catch (error) {
    // What stands in the way of every other command is what the doctor is asked about.
    if (argv[0] === 'doctor' && error instanceof ConfigError) return undefined;
    throw error;
  }
}

function createTerminal(): Io {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // A second signal ends the process at once, as a person who presses Ctrl-C twice expects.
    process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
  }
  const isTerminal = process.stdout.isTTY === true;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal,
    columns: process.stdout.columns ?? 100,
    cwd: process.cwd(),
    input: () => process.stdin,
    ...(process.stdin.isTTY === true && {
      ask: (question: string) => askPerson(question, interrupted.signal),
    }),
    signal: interrupted.signal,
  };
}

async function askPerson(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question, { signal });
  } finally {
    lines.close();
  }
}
