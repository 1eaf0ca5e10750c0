import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../app.js';
import type { Config } from '../config.js';
import { UsageError } from '../errors.js';
import { jobNames } from '../jobs/index.js';
import { createLogger, type Logger } from '../logger.js';
import { type CommandContext, carryHere, openHouse } from './context.js';
import { DEMO_MARK } from './demo.js';

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
    // Whatever a demo left here is somebody's from now on, and no later demo may empty it.
    await rm(join(config.environment.DATA_DIR, DEMO_MARK), { force: true });
    if (house.app.migrated.length > 0) logger.info({ migrated: house.app.migrated }, 'database migrated');
    const isFirst = (await house.app.deps.store.operators()).length === 0;
    const server = web ? await house.app.openWeb() : undefined;
    if (server && isFirst) showPassword(context, house.app);
    const url = await server?.listen(config.environment.HOST, config.environment.PORT);
    if (url) context.io.out(`Broadsheet is on ${url}\nOperators log in at ${url}/admin\n`);
    if (run.length > 0) logger.info({ jobs: run }, 'at work');
    tellOfMail(house.app, logger);
    await untilStopped(context.io.signal);
    logger.info('stopping');
    await server?.close();
  } finally {
    await house.close();
  }
}

/** Said at the start, and no reason not to: pages are served, and mails wait until the mail server can be used. */
function tellOfMail({ deps }: App, logger: Logger): void {
  deps.transport.verify().catch((error: unknown) => {
    logger.error({ err: error }, 'no mail can be sent');
  });
}

/** Before the port is tried, as the operator is made by then; a password that was given is not shown. */
function showPassword({ io }: CommandContext, { secrets, config }: App): void {
  const { adminPassword } = secrets;
  if (adminPassword && !config.environment.ADMIN_PASSWORD)
    io.out(`Operators log in as admin with the password ${adminPassword} (shown once)\n`);
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
