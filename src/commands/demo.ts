import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { type Config, loadConfig } from '../config.js';
import { type DemoSite, openRecordedSite, openSampleSite } from '../demo/site.js';
import { BroadsheetError, UsageError } from '../errors.js';
import { jobNames } from '../jobs/index.js';
import { createLogger } from '../logger.js';
import { outboxDir } from '../mail/create-transport.js';
import { createOutbox } from '../mail/outbox.js';
import type { Subscriber } from '../model/subscriber.js';
import type { DeliveryRow } from '../store/store.js';
import { type CommandContext, carryHere, openHouse } from './context.js';
import { gatherReaders, READERS } from './demo/gather-readers.js';
import { type DayStory, liveDays } from './demo/live-days.js';
import { planDays } from './demo/plan-days.js';
import { type MailLine, tellDays, tellMails, tellSkips } from './demo/tell-days.js';
import { type PeopleStart, tellPeople } from './demo/tell-people.js';
import { createTurnedClock, type TurnedClock } from './demo/turned-clock.js';
import { showProgress } from './progress.js';

interface Options {
  once?: boolean;
  recorded?: string;
}

/** A folder with this file was made by a demo, and the next demo may empty it. */
export const DEMO_MARK = 'demo';

/** A week in a minute: the real way, against a local site that stands in for the world. */
export function addDemo(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('Live through a sample week against a local site, then serve the web page.')
    .option('--once', 'end when the week is over')
    .option('--recorded <dir>', 'use recorded answers in that folder instead of the sample week')
    .action((options: Options) => runDemo(options, context));
}

async function runDemo(options: Options, context: CommandContext): Promise<void> {
  const dataDir = await chooseFolder(context.variables.DATA_DIR);
  const clock = createTurnedClock(new Date());
  const site = await openSite(options, clock, context);
  try {
    const config = await demoConfig(context.variables, dataDir, site);
    await playIn(config, site, clock, options, context);
  } finally {
    await site.close();
    if (context.variables.DATA_DIR === undefined && options.once)
      await rm(dataDir, { recursive: true, force: true });
  }
}

/** A folder of the demo's own: never one that holds somebody's real papers. */
async function chooseFolder(given?: string): Promise<string> {
  if (!given) return mkdtemp(join(tmpdir(), 'broadsheet-demo-'));
  const folder = resolve(given);
  if (existsSync(join(folder, 'db')) && !existsSync(join(folder, DEMO_MARK))) {
    throw new UsageError(`DATA_DIR: ${folder} holds a database that no demo made; give an empty folder`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** What an earlier demo left goes, once no process holds the folder any more. */
async function emptyFolder(folder: string): Promise<void> {
  for (const part of ['db', 'outbox', 'secrets.json'])
    await rm(join(folder, part), { recursive: true, force: true });
  await writeFile(
    join(folder, DEMO_MARK),
    'made by `broadsheet demo`, which empties this folder when it runs again\n',
  );
}

function openSite({ recorded }: Options, clock: TurnedClock, { io }: CommandContext): Promise<DemoSite> {
  if (recorded === undefined) return openSampleSite({ clock });
  return openRecordedSite({ dir: resolve(io.cwd, recorded) });
}

/** The shipped configuration with nothing of the outside in it: no services, and the local site for the world. */
async function demoConfig(variables: NodeJS.ProcessEnv, dataDir: string, site: DemoSite): Promise<Config> {
  const { PORT, HOST, PUBLIC_URL, LOG_LEVEL } = variables;
  const config = await loadConfig({
    PORT,
    HOST,
    PUBLIC_URL,
    LOG_LEVEL: LOG_LEVEL ?? 'warn',
    DATA_DIR: dataDir,
  });
  return {
    ...config,
    sources: config.sources.map((source) => ({
      ...source,
      baseUrl: site.url,
      scopes: [...source.scopes, ...profilesAt(site, source.id)],
    })),
    fetch: { ...config.fetch, allowHosts: [new URL(site.url).host] },
  };
}

const profilesAt = ({ profiles }: DemoSite, source: string) =>
  profiles.filter(({ sourceId }) => sourceId === source).map(({ scope }) => scope);

async function playIn(
  config: Config,
  site: DemoSite,
  clock: TurnedClock,
  options: Options,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const logger = createLogger({ level: config.environment.LOG_LEVEL, pretty: io.isTerminal });
  const startedAt = performance.now();
  const prepare = () => emptyFolder(config.environment.DATA_DIR);
  const week = { isOver: false };
  const carry = carryAfter(week, context);
  const house = await openHouse(config, { logger, clock, run: jobNames, prepare, carry });
  try {
    io.out(`${describeSite(options, site)}\n`);
    clock.turnTo(new Date(`${site.listDays[0]}T03:00:00Z`));
    const { readers, start } = await gatherReaders(house.app, clock.now());
    const progress = showProgress(io, 'living');
    const days = planDays(site.listDays, config.editions.days);
    const stories = await liveDays(days, { app: house.app, clock, readers, progress });
    progress.end();
    const failures = await report(house.app, stories, start, io);
    io.out(
      `\n${Math.round((performance.now() - startedAt) / 1000)} s; data and outbox are in ${config.environment.DATA_DIR}\n`,
    );
    week.isOver = true;
    if (!options.once) await serve(house.app, io);
    if (failures.length > 0)
      throw new BroadsheetError(`the demo failed:\n${failures.join('\n')}`, { code: 'demo' });
  } finally {
    await house.close();
  }
}

/** Commands from other terminals are carried out here, as `start` does, but none may meddle with the week. */
function carryAfter(week: { isOver: boolean }, context: CommandContext): ReturnType<typeof carryHere> {
  const carry = carryHere(context);
  return async (argv, io, app) => {
    if (week.isOver) return carry(argv, io, app);
    io.err('The demo is still living through its week; try again when it says where the front page is.\n');
    return 1;
  };
}

function describeSite({ recorded }: Options, { url, listDays }: DemoSite): string {
  const what = recorded === undefined ? 'A sample week' : `Recorded answers of ${listDays.length} days`;
  return `${what}, served from ${url}: ${listDays[0]} to ${listDays.at(-1)}`;
}

/** Prints what happened and returns what went wrong. */
async function report(
  app: App,
  stories: DayStory[],
  start: PeopleStart,
  io: CommandContext['io'],
): Promise<string[]> {
  const mails = await listMails(app, stories);
  const rows = await listDeliveries(app, stories);
  io.out(`\n${tellDays(stories, app.deps.topics, mails)}\n${tellMails(mails)}${tellSkips(rows)}`);
  io.out(tellPeople(await app.deps.store.profiles(), start, stories));
  const unread = stories.flatMap(({ day, list, people }) =>
    [...(list?.failures ?? []), ...people.failures].map((why) => `${day}: ${why}`),
  );
  const unsent = rows.filter(({ state }) => state !== 'sent' && state !== 'skipped');
  const none = mails.length === 0 ? ['no mail was sent'] : [];
  return [
    ...unread,
    ...unsent.map(({ day, state, reason }) => `${day}: a mail is ${state}: ${reason}`),
    ...none,
  ];
}

async function listDeliveries(app: App, stories: DayStory[]): Promise<(DeliveryRow & { day: string })[]> {
  const lists = stories.map(async ({ day, edition }) => {
    const rows = edition ? await app.deps.store.deliveries(edition.id, READERS.length) : [];
    return rows.map((row) => ({ ...row, day }));
  });
  return (await Promise.all(lists)).flat();
}

async function listMails(app: App, stories: DayStory[]): Promise<MailLine[]> {
  const outbox = createOutbox(outboxDir(app.config.environment.DATA_DIR));
  const readers = await app.deps.store.subscribers();
  const papers = await papersByMail(app, stories, readers);
  const entries = (await outbox.list()).reverse();
  return entries.map(({ to, subject, date, size }) => {
    const day = date.toISOString().slice(0, 10);
    return { day, to, papers: papers.get(`${day} ${to}`) ?? 0, subject, kilobytes: Math.round(size / 1024) };
  });
}

async function papersByMail(
  app: App,
  stories: DayStory[],
  readers: Subscriber[],
): Promise<Map<string, number>> {
  const emails = new Map(readers.map(({ id, email }) => [id, email]));
  const counts = new Map<string, number>();
  for (const { day, edition } of stories) {
    for (const row of edition ? await app.deps.store.deliveries(edition.id, READERS.length) : []) {
      counts.set(`${day} ${emails.get(row.subscriberId)}`, row.papers);
    }
  }
  return counts;
}

async function serve(app: App, io: CommandContext['io']): Promise<void> {
  const server = await app.openWeb();
  const url = await server.listen(app.config.environment.HOST, app.config.environment.PORT);
  io.out(
    `\nThe front page is on ${url}; the mails are on ${url}/outbox, the queues on ${url}/admin/queues.\n`,
  );
  io.out(`Log in as admin with the password ${app.secrets.adminPassword}. Ctrl-C ends it.\n`);
  await new Promise<void>((done) => io.signal.addEventListener('abort', () => done(), { once: true }));
  await server.close();
}
