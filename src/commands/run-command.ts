import { Command, CommanderError } from 'commander';
import { BroadsheetError } from '../errors.js';
import { readVersion } from '../version.js';
import { addBackup } from './backup.js';
import { addBench } from './bench.js';
import { addBounce } from './bounce.js';
import { addClassify } from './classify.js';
import type { CommandContext } from './context.js';
import { addDemo } from './demo.js';
import { addDigest } from './digest.js';
import { addDoctor } from './doctor.js';
import { addIngest } from './ingest.js';
import { addMigrate } from './migrate.js';
import { addOperators } from './operators.js';
import { addParse } from './parse.js';
import { addRestore } from './restore.js';
import { addServices } from './services.js';
import { addSources } from './sources.js';
import { addSubscribers } from './subscribers.js';
import { addTrain } from './train.js';

/** Adds one command, with its subcommands, to the program. */
export type AddCommand = (program: Command, context: CommandContext) => void;

const commands: AddCommand[] = [
  addServices,
  addDemo,
  addIngest,
  addDigest,
  addSubscribers,
  addBounce,
  addOperators,
  addSources,
  addParse,
  addClassify,
  addTrain,
  addBench,
  addDoctor,
  addMigrate,
  addBackup,
  addRestore,
];

/** Runs one command line and returns its exit status: 0 done, 1 failed, 2 wrong use or configuration. */
export async function runCommand(argv: readonly string[], context: CommandContext): Promise<number> {
  try {
    await createProgram(context).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    return tellError(error, context);
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('broadsheet')
    .description('A self-hosted daily paper about research papers.')
    .version(readVersion())
    .showHelpAfterError('(--help tells how it is used)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.io.out(text),
      writeErr: (text) => context.io.err(text),
      getOutHelpWidth: () => context.io.columns,
      getErrHelpWidth: () => context.io.columns,
    });
  for (const add of commands) add(program, context);
  return program;
}

function tellError(error: unknown, { io }: CommandContext): number {
  // Commander has told its own already; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof BroadsheetError) {
    io.err(`broadsheet: ${error.message}\n`);
    return error.code === 'config' || error.code === 'usage' || error.code === 'held' ? 2 : 1;
  }
  io.err(`broadsheet: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}
