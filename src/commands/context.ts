import type { App, AppOptions } from '../app.js';
import { type Config, loadConfig } from '../config.js';
import { type HeldFolder, holdFolder } from '../holder/hold-folder.js';
import type { Io } from '../holder/io.js';
import { createLogger, type Logger } from '../logger.js';
import type { Clock } from '../model/clock.js';

/** What a command may use: the terminal, the configuration, and the program itself. */
export interface CommandContext {
  io: Io;
  variables: NodeJS.ProcessEnv;
  /** Reads the configuration; the same each time. Raises `ConfigError`. */
  config(): Promise<Config>;
  /** Runs another command line, e.g. one that came from another terminal. Returns its exit status. */
  runCommand(argv: readonly string[], context: CommandContext): Promise<number>;
  /** The program that runs in this process and carries the command out for another terminal. */
  running?: App;
  /** Lends the running program, or one opened for this command that runs the jobs named, and closed after it. */
  withApp<T>(run: readonly string[], use: (app: App) => Promise<T>): Promise<T>;
}

/** The context of a command that runs in a process of its own. */
export function createContext(
  io: Io,
  variables: NodeJS.ProcessEnv,
  runCommand: CommandContext['runCommand'],
): CommandContext {
  let loaded: Promise<Config> | undefined;
  const config = () => {
    loaded ??= loadConfig(variables);
    return loaded;
  };
  return {
    io,
    variables,
    config,
    runCommand,
    async withApp(run, use) {
      const opened = await config();
      const logger = createCommandLogger(opened, io);
      const house = await openHouse(opened, { logger, run });
      try {
        return await use(house.app);
      } finally {
        await house.close();
      }
    },
  };
}

/** Commands print for a person; the log is for the service. Only what went wrong is shown beside a command's output. */
function createCommandLogger({ environment }: Config, io: Io): Logger {
  const level = environment.LOG_LEVEL === 'info' ? 'error' : environment.LOG_LEVEL;
  return createLogger({ level, pretty: io.isTerminal });
}

/** The program in this process, holding its data folder when the database is embedded. */
export interface House {
  app: App;
  close(graceMs?: number): Promise<void>;
}

export interface HouseOptions extends AppOptions {
  clock?: Clock;
  /** Done once this process holds the folder, before anything in it is opened. */
  prepare?(): Promise<void>;
  /** Carries out a command that another terminal asked for, with the program that runs here. */
  carry?(argv: string[], io: Io, app: App): Promise<number>;
}

/** The program's parts take a while to load; commands that need none of them, and every `--help`, do without. */
async function openApp(config: Config, options: AppOptions): Promise<App> {
  const { createApp } = await import('../app.js');
  return createApp(config, options);
}

/** Opens the program; where the database is a folder, this process becomes its holder first. */
export async function openHouse(
  config: Config,
  { carry, prepare, ...options }: HouseOptions,
): Promise<House> {
  const open = async () => {
    await prepare?.();
    return openApp(config, options);
  };
  if (config.environment.DATABASE_URL) {
    const app = await open();
    return { app, close: (graceMs) => app.close(graceMs) };
  }
  // Whoever asks while the database is still being opened waits for it.
  let opening: Promise<App> | undefined;
  const held = await holdFolder(config.environment.DATA_DIR, async (argv, io) => {
    opening ??= open();
    return carryOrRefuse(argv, io, await opening, carry);
  });
  try {
    opening ??= open();
    const app = await opening;
    return { app, close: (graceMs) => closeHouse(held, app, graceMs) };
  } catch (error) {
    await held.close();
    throw error;
  }
}

async function carryOrRefuse(
  argv: string[],
  io: Io,
  app: App,
  carry?: HouseOptions['carry'],
): Promise<number> {
  if (carry) return carry(argv, io, app);
  const folder = app.config.environment.DATA_DIR;
  io.err(`${folder} is in use by another command (process ${process.pid}); try again when it has ended.\n`);
  return 1;
}

/** The folder is given back last: whoever takes it next must find the database closed. */
async function closeHouse(held: HeldFolder, app: App, graceMs?: number): Promise<void> {
  await held.drain();
  await app.close(graceMs);
  await held.close();
}

/** Carries out a command typed at another terminal with the program that holds the folder. */
export function carryHere(context: CommandContext) {
  return (argv: string[], io: Io, app: App): Promise<number> =>
    context.runCommand(argv, { ...context, io, running: app, withApp: (_run, use) => use(app) });
}
