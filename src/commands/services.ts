import type { Command } from 'commander';
import type { App } from '../app.js';
import type { Config } from '../config.js';
import { UsageError } from '../errors.js';
import { jobNames } from '../jobs/index.js';
import { createLogger } from '../logger.js';
import { type CommandContext, openHouse } from './context.js';

/** The program that runs until it is told to stop: pages, workers, or both. */
export function addServices(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('Serve the web pages and do the work, in one process.')
    .action(() => serve(context, { web: true, run: jobNames }));
  program
    .command('web')
    .description('Serve the web pages only. Needs DATABASE_URL; the work is done by `broadsheet work`.')
    .action(async () => {
      requireServer(await context.config(), 'web');
      await serve(context, { web: true, run: [] });
    });
  program
    .command('work')
    .description(
      'Do the work only, beside `broadsheet web` and on as many machines as needed. Needs DATABASE_URL.',
    )
    .option('--queues <names>', `jobs to do, separated by commas (${jobNames.join(', ')})`)
    .action(async ({ queues }: { queues?: string }) => {
      requireServer(await context.config(), 'work');
      await serve(context, { web: false, run: queues === undefined ? jobNames : readQueues(queues) });
    });
}

function requireServer({ environment }: Config, command: string): void {
  if (environment.DATABASE_URL) return;
  throw new UsageError(
    `${command}: DATABASE_URL is not set, and an embedded database serves one process only; use \`broadsheet start\``,
  );
}

function readQueues(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !jobNames.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError(`--queues: there is no job "${unknown}"; expected some of ${jobNames.join(', ')}`);
}

interface Service {
  web: boolean;
  run: readonly string[];
}

async function serve(context: CommandContext, { web, run }: Service): Promise<void> {
  const config = await context.config();
  const logger = createLogger({ level: config.environment.LOG_LEVEL, pretty: context.io.isTerminal });
  const house = await openHouse(config, { logger, run, schedule: run.length > 0, carry: carryHere(context) });
  try {
    if (house.app.migrated.length > 0) logger.info({ migrated: house.app.migrated }, 'database migrated');
    const isFirst = (await house.app.deps.store.operators()).length === 0;
    const server = web ? await house.app.openWeb() : undefined;
    const url = await server?.listen(config.environment.HOST, config.environment.PORT);
    if (url) greet(context, house.app, url, isFirst);
    if (run.length > 0) logger.info({ jobs: run }, 'at work');
    await untilStopped(context.io.signal);
    logger.info('stopping');
    await server?.close();
  } finally {
    await house.close();
  }
}

/** A command typed at another terminal, carried out by the program that holds the folder. */
function carryHere(context: CommandContext) {
  return (argv: string[], io: CommandContext['io'], app: App): Promise<number> =>
    context.runCommand(argv, { ...context, io, withApp: (_run, use) => use(app) });
}

/** The password is shown when it first opens /admin, whichever command made it; one that was given is not. */
function greet({ io }: CommandContext, { secrets, config }: App, url: string, isFirst: boolean): void {
  io.out(`Broadsheet is on ${url}\n`);
  const { adminPassword } = secrets;
  if (isFirst && adminPassword && !config.environment.ADMIN_PASSWORD)
    io.out(`Log in at ${url}/admin as admin with the password ${adminPassword} (shown once)\n`);
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
