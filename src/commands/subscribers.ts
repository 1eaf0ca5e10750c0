import type { Command } from 'commander';
import { IANAZone } from 'luxon';
import type { App } from '../app.js';
import { UsageError } from '../errors.js';
import type { Subscriber } from '../model/subscriber.js';
import type { CommandContext } from './context.js';
import { readNumber, splitList } from './options.js';
import { formatTable } from './table.js';

interface AddOptions {
  confirmed?: boolean;
  cadence?: string;
  hour?: string;
  timeZone?: string;
  max?: string;
  topics?: string;
  mute?: string;
  keywords?: string;
  muteKeywords?: string;
}

/** Who gets mail, and what they asked for. */
export function addSubscribers(program: Command, context: CommandContext): void {
  const subscribers = program
    .command('subscribers')
    .description('Readers: who gets mail, and what they asked for.');
  subscribers
    .command('add')
    .description('Add a reader. Without choices they get the daily trending summary.')
    .argument('<email>')
    .option(
      '--confirmed',
      'the person has agreed to get this mail; without it they wait as pending and get nothing',
    )
    .option('--cadence <cadence>', 'daily or weekly (default: daily)')
    .option('--hour <0-23>', 'the hour of their clock at which mail is due')
    .option('--time-zone <zone>', 'IANA time zone, such as Europe/Paris')
    .option('--max <5-50>', 'papers in one mail')
    .option('--topics <ids>', 'topics to follow, separated by commas')
    .option('--mute <ids>', 'topics to leave out')
    .option('--keywords <phrases>', 'phrases to look for, separated by commas')
    .option('--mute-keywords <phrases>', 'phrases to leave out')
    .action((email: string, options: AddOptions) =>
      context.withApp([], (app) => add(app, email, options, context)),
    );
  subscribers
    .command('list')
    .description('List the readers.')
    .option('--json', 'print one JSON object a reader')
    .action(({ json }: { json?: boolean }) =>
      context.withApp([], (app) => list(app, json === true, context)),
    );
  subscribers
    .command('remove')
    .description('Forget a reader and everything known about them.')
    .argument('<email>')
    .action((email: string) => context.withApp([], (app) => remove(app, email, context)));
}

async function add(app: App, email: string, options: AddOptions, { io }: CommandContext): Promise<void> {
  const { readers } = app.config;
  const added = await app.deps.store.addSubscriber({
    email: readEmail(email),
    state: options.confirmed ? 'active' : 'pending',
    cadence: readCadence(options.cadence),
    hour: readNumber(options.hour, '--hour', 0, 23) ?? readers.hour,
    timeZone: readTimeZone(options.timeZone) ?? readers.timeZone,
    maxPapers: readNumber(options.max, '--max', 5, 50) ?? readers.maxPapers,
    topics: readTopics(app, options.topics, '--topics'),
    mutedTopics: readTopics(app, options.mute, '--mute'),
    keywords: splitList(options.keywords),
    mutedKeywords: splitList(options.muteKeywords),
  });
  await app.deps.store.recordAudit({ who: 'command', action: 'subscriber added', detail: { id: added.id } });
  io.out(
    added.state === 'active'
      ? `added: ${describe(added)}\n`
      : `added as pending: ${email} gets nothing until ` +
          'they agree; when they have, remove them and add them again with --confirmed\n',
  );
}

/** One mailbox, lower-case; the full check of addresses comes with subscribing on the web. */
function readEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (/^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+$/.test(email) && email.length <= 254) return email;
  throw new UsageError(`expected an address such as reader@example.org, found "${text}"`);
}

function readCadence(text = 'daily'): Subscriber['cadence'] {
  if (text === 'daily' || text === 'weekly') return text;
  throw new UsageError(`--cadence: expected daily or weekly, found "${text}"`);
}

function readTimeZone(text?: string): string | undefined {
  if (text === undefined || IANAZone.isValidZone(text)) return text;
  throw new UsageError(`--time-zone: expected an IANA time zone such as Europe/Paris, found "${text}"`);
}

function readTopics({ deps }: App, text: string | undefined, option: string): string[] {
  const ids = splitList(text);
  const unknown = ids.find((id) => !deps.topics.some((topic) => topic.id === id));
  if (unknown === undefined) return ids;
  throw new UsageError(
    `${option}: there is no topic "${unknown}"; known are ${deps.topics.map(({ id }) => id).join(', ')}`,
  );
}

async function list({ deps }: App, json: boolean, { io }: CommandContext): Promise<void> {
  const readers = await deps.store.subscribers();
  if (json) return io.out(readers.map((reader) => `${JSON.stringify(reader)}\n`).join(''));
  io.out(
    formatTable<Subscriber>(
      [
        { head: 'address', cell: ({ email }) => email },
        { head: 'state', cell: ({ state }) => state },
        { head: 'gets', cell: ({ cadence, hour, timeZone }) => `${cadence}, ${hour}:00 ${timeZone}` },
        { head: 'papers', cell: ({ maxPapers }) => maxPapers },
        { head: 'choices', cell: describeChoices },
      ],
      readers,
    ),
  );
}

async function remove({ deps }: App, email: string, { io }: CommandContext): Promise<void> {
  const isGone = await deps.store.removeSubscriber(email.trim().toLowerCase());
  if (!isGone) throw new UsageError('there is no reader of that address; see `broadsheet subscribers list`');
  await deps.store.recordAudit({ who: 'command', action: 'subscriber removed', detail: {} });
  io.out('removed, with everything that was known about them\n');
}

const describe = (reader: Subscriber) =>
  `${reader.email}, ${reader.cadence} at ${reader.hour}:00 ${reader.timeZone}, ${describeChoices(reader)}`;

function describeChoices({ topics, keywords, mutedTopics, mutedKeywords }: Subscriber): string {
  const parts = [...topics, ...keywords.map((phrase) => `"${phrase}"`)];
  const muted = [...mutedTopics, ...mutedKeywords].map((each) => `not ${each}`);
  return [...parts, ...muted].join(', ') || 'the trending summary';
}
