import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../app.js';
import { composeDigest } from '../digest/compose-digest.js';
import { draftEdition } from '../digest/draft-edition.js';
import { BroadsheetError, UsageError } from '../errors.js';
import { freezeEdition, localDay } from '../jobs/freeze-edition.js';
import { jobNames } from '../jobs/index.js';
import { writeMail } from '../mail/write-mail.js';
import type { Cadence, Edition } from '../model/edition.js';
import type { Message } from '../model/message.js';
import type { CommandContext } from './context.js';
import { askFirst, deliverEdition, tellEdition } from './digest/deliver-edition.js';
import { pauseEdition, resumeEdition, type StopOptions, stopEdition } from './digest/halt-edition.js';
import { describeEdition, type EditionOptions, editionDay, namesEdition } from './digest/name-edition.js';
import { type ResendOptions, resendUnknown } from './digest/resend-unknown.js';

interface SendOptions extends EditionOptions {
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

/** What readers get: a look at one reader's digest, sending an edition now, and what is decided while it is under way. */
export function addDigest(program: Command, context: CommandContext): void {
  const digest = program.command('digest').description('Look at a digest, or send an edition.');
  digest
    .command('preview')
    .description("Show one reader's digest; nothing is frozen, sent or stored.")
    .requiredOption('--to <email>', 'the reader')
    .option('--date <day>', 'the edition of that day (default: today; what is not frozen yet is drafted)')
    .option('--out <file>', 'write it there as .eml, .html or .txt instead of printing the text')
    .action((options: PreviewOptions) => context.withApp([], (app) => preview(app, options, context)));
  namesEdition(digest.command('send'))
    .description('Freeze the edition if it is not, and send it now to every planned reader.')
    .option('--due-only', 'only to readers whose hour has come')
    .option('--yes', `do not ask, however many readers (above ${ASK_ABOVE})`)
    .option('--json', 'print the counts as JSON')
    .action((options: SendOptions) => context.withApp(jobNames, (app) => send(app, options, context)));
  addOversight(digest, context);
}

/** What a person decides about an edition that is on its way. */
function addOversight(digest: Command, context: CommandContext): void {
  namesEdition(digest.command('resend'))
    .description('Send mails again whose fate is unknown; each of them may arrive twice.')
    .option('--unknown', 'those that broke off before the mail server had answered')
    .option('--yes', 'do not ask')
    .option('--json', 'print the counts as JSON')
    .action((options: ResendOptions) =>
      context.withApp(jobNames, (app) => resendUnknown(app, options, context)),
    );
  namesEdition(digest.command('pause'))
    .description('Let nothing more of an edition go out until it is resumed.')
    .action((options: EditionOptions) => context.withApp([], (app) => pauseEdition(app, options, context)));
  namesEdition(digest.command('resume'))
    .description('Let a paused edition go on.')
    .action((options: EditionOptions) => context.withApp([], (app) => resumeEdition(app, options, context)));
  namesEdition(digest.command('stop'))
    .description('End an edition for good: who has not been written to is skipped.')
    .option('--yes', 'do not ask')
    .action((options: StopOptions) => context.withApp([], (app) => stopEdition(app, options, context)));
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
  // Before anything is frozen or made due: a mail server that cannot be used is told of here.
  await app.deps.transport.verify();
  const edition = await freeze(app, options, context);
  const before = await app.deps.store.deliveryCounts(edition.id);
  if (before.planned > ASK_ABOVE && options.dueOnly !== true && options.yes !== true) {
    const question = `Send to ${before.planned} readers now?`;
    await askFirst(question, `this goes to ${before.planned} readers`, 'nothing was sent', context);
  }
  if (options.dueOnly !== true) {
    await app.deps.store.makeDue(edition.id, app.deps.clock.now());
    await app.deps.store.planLate(edition.id, app.deps.clock.now());
  }
  const desk = await deliverEdition(app, edition.id, context);
  const skips = await app.deps.store.skipReasons(edition.id);
  context.io.out(
    options.json
      ? `${JSON.stringify({ edition: describeEdition(edition), ...desk.deliveries, skips })}\n`
      : `${tellEdition(desk)}${tellSkips(skips)}`,
  );
  if (desk.open > 0 || desk.deliveries.refused > before.refused) {
    throw new BroadsheetError('some mails were refused or their fate is unknown; see /admin', {
      code: 'delivery',
    });
  }
}

async function freeze(app: App, { date, cadence }: SendOptions, { io }: CommandContext): Promise<Edition> {
  const day = editionDay(app, date);
  const found = await app.deps.store.editionOf(cadence, day);
  if (found) return found;
  refuseFuture(app, day);
  await (await app.queue.enqueue(freezeEdition.with({ cadence, date: day }))).ended(io.signal);
  const frozen = await app.deps.store.editionOf(cadence, day);
  if (!frozen) throw new BroadsheetError(`the ${cadence} edition of ${day} was not frozen; see the log`);
  return frozen;
}

/** Frozen is frozen: an edition of a day to come would hold none of what comes until then. */
function refuseFuture({ deps, config }: App, day: string): void {
  const today = localDay(deps.clock.now(), config.editions.timeZone);
  if (day <= today) return;
  throw new UsageError(
    `--date: ${day} has not come yet (today is ${today}); an edition is frozen on its day at the earliest`,
  );
}

const tellSkips = (skips: { reason: string; count: number }[]) =>
  skips.map(({ reason, count }) => `  ${count} got nothing: ${reason}\n`).join('');
