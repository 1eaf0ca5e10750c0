import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { composeDigest } from '../digest/compose-digest.js';
import { draftEdition } from '../digest/draft-edition.js';
import { BroadsheetError, UsageError } from '../errors.js';
import { deliverBatch } from '../jobs/deliver-batch.js';
import { freezeEdition, localDay } from '../jobs/freeze-edition.js';
import { jobNames } from '../jobs/index.js';
import { writeMail } from '../mail/write-mail.js';
import type { DeliveryCounts } from '../model/delivery.js';
import type { Cadence, Edition } from '../model/edition.js';
import type { Message } from '../model/message.js';
import type { CommandContext } from './context.js';
import { readDay } from './days.js';
import { showProgress } from './progress.js';

interface SendOptions {
  date?: string;
  cadence: Cadence;
  dueOnly?: boolean;
  yes?: boolean;
  json?: boolean;
}

interface PreviewOptions {
  to: string;
  date?: string;
  out?: string;
}

/** More readers than this are asked about before they are written to. */
const ASK_ABOVE = 100;

/** What readers get: a look at one reader's digest, and sending an edition now. */
export function addDigest(program: Command, context: CommandContext): void {
  const digest = program.command('digest').description('Look at a digest, or send an edition.');
  digest
    .command('preview')
    .description("Show one reader's digest; nothing is frozen, sent or stored.")
    .requiredOption('--to <email>', 'the reader')
    .option('--date <day>', 'the edition of that day (default: today; what is not frozen yet is drafted)')
    .option('--out <file>', 'write it there as .eml, .html or .txt instead of printing the text')
    .action((options: PreviewOptions) => context.withApp([], (app) => preview(app, options, context)));
  digest
    .command('send')
    .description('Freeze the edition if it is not, and send it now to every planned reader.')
    .option('--date <day>', 'the edition of that day (default: today)')
    .option('--cadence <cadence>', 'daily or weekly', readCadence, 'daily')
    .option('--due-only', 'only to readers whose hour has come')
    .option('--yes', `do not ask, however many readers (above ${ASK_ABOVE})`)
    .option('--json', 'print the counts as JSON')
    .action((options: SendOptions) => context.withApp(jobNames, (app) => send(app, options, context)));
}

function readCadence(text: string): Cadence {
  if (text === 'daily' || text === 'weekly') return text;
  throw new UsageError(`--cadence: expected daily or weekly, found "${text}"`);
}

function editionDay({ deps, config }: App, date?: string): string {
  return date === undefined ? localDay(deps.clock.now(), config.editions.timeZone) : readDay(date, '--date');
}

async function preview(app: App, { to, date, out }: PreviewOptions, { io }: CommandContext): Promise<void> {
  const { store, renderer, clock, mailDomain } = app.deps;
  const subscriber = await store.subscriberByEmail(to.toLowerCase());
  if (!subscriber)
    throw new UsageError('--to: there is no reader of that address; see `broadsheet subscribers list`');
  const day = editionDay(app, date);
  const edition =
    (await store.editionOf(subscriber.cadence, day)) ?? (await draft(app, subscriber.cadence, day));
  const composed = composeDigest(edition, subscriber, new Set());
  if ('skip' in composed) return io.out(`No mail for this reader: ${composed.skip}.\n`);
  const message = renderer.forEdition(edition)(composed.digest, {
    messageId: `<preview@${mailDomain}>`,
    date: clock.now(),
  });
  if (out === undefined) io.out(`Subject: ${message.subject}\n\n${message.text}\n`);
  else await writeOut(message, resolve(io.cwd, out), io);
}

/** What the edition would hold if it were frozen now. */
function draft({ deps }: App, cadence: Cadence, date: string): Promise<Edition> {
  const { store, topics, settings, clock } = deps;
  return draftEdition({ store, topics, weights: settings.trending }, { cadence, date, now: clock.now() });
}

async function writeOut(message: Message, file: string, io: CommandContext['io']): Promise<void> {
  const kinds: Record<string, () => Promise<string | Buffer>> = {
    '.eml': () => writeMail(message),
    '.html': async () => message.html,
    '.txt': async () => message.text,
  };
  const write = kinds[extname(file).toLowerCase()];
  if (!write) throw new UsageError('--out: expected a file that ends in .eml, .html or .txt');
  await writeFile(file, await write());
  io.out(`${message.subject}\nwritten to ${file}\n`);
}

async function send(app: App, options: SendOptions, context: CommandContext): Promise<void> {
  const edition = await freeze(app, options, context);
  const before = await app.deps.store.deliveryCounts(edition.id);
  if (before.planned > ASK_ABOVE && options.dueOnly !== true && options.yes !== true) {
    await askFirst(before.planned, context);
  }
  if (options.dueOnly !== true) await app.deps.store.makeDue(edition.id, app.deps.clock.now());
  const counts = await deliver(app, edition.id, context);
  const skips = await app.deps.store.skipReasons(edition.id);
  context.io.out(
    options.json
      ? `${JSON.stringify({ edition: describe(edition), ...counts, skips })}\n`
      : tell(edition, counts, skips),
  );
  if (counts.unknown > 0 || counts.refused > before.refused) {
    throw new BroadsheetError('some mails were refused or their fate is unknown; see /admin', {
      code: 'delivery',
    });
  }
}

async function freeze(app: App, { date, cadence }: SendOptions, { io }: CommandContext): Promise<Edition> {
  const day = editionDay(app, date);
  const found = await app.deps.store.editionOf(cadence, day);
  if (found) return found;
  await (await app.queue.enqueue(freezeEdition.with({ cadence, date: day }))).ended(io.signal);
  const frozen = await app.deps.store.editionOf(cadence, day);
  if (!frozen) throw new BroadsheetError(`the ${cadence} edition of ${day} was not frozen; see the log`);
  return frozen;
}

async function askFirst(readers: number, { io }: CommandContext): Promise<void> {
  const answer = await io.ask?.(`Send to ${readers} readers now? [y/N] `);
  if (answer === undefined) throw new UsageError(`this goes to ${readers} readers; repeat it with --yes`);
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was sent');
}

/** Until nothing of this edition is due. A job of the same key that was just ending may have missed what came due. */
async function deliver(app: App, editionId: string, { io }: CommandContext): Promise<DeliveryCounts> {
  const { store, clock } = app.deps;
  const progress = showProgress(io, 'sending');
  const look = async () => {
    const counts = await store.deliveryCounts(editionId);
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    progress.update(all - counts.planned - counts.claimed - counts.sending, all, `${counts.sent} sent`);
    return counts;
  };
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  try {
    while ((await store.dueEditions(clock.now())).includes(editionId)) {
      const queued = await app.queue.enqueue(deliverBatch.with({ editionId, lane: 1 }));
      await queued.ended(io.signal);
    }
    return await look();
  } finally {
    clearInterval(timer);
    progress.end();
  }
}

function tell(edition: Edition, counts: DeliveryCounts, skips: { reason: string; count: number }[]): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  const told = parts.map(([state, count]) => `${count} ${state}`).join(', ');
  const why = skips.map(({ reason, count }) => `  ${count} got nothing: ${reason}\n`).join('');
  return `${describe(edition)}, ${edition.papers.length} papers: ${told || 'no readers were due'}\n${why}`;
}

const describe = ({ cadence, date, number }: Edition) => `${cadence} edition of ${date}, No. ${number}`;
