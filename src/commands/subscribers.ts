import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { sendLetter } from '../jobs/send-letter.js';
import type { ListFormat } from '../readers/write-readers.js';
import type { CommandContext } from './context.js';
import { type AddOptions, addReader } from './subscribers/add-reader.js';
import { type ExportOptions, exportReaders } from './subscribers/export-readers.js';
import { ASK_ABOVE, type ImportOptions, importReaders } from './subscribers/import-readers.js';
import { listReaders } from './subscribers/list-readers.js';
import { removeReader, suppressAddress, unsuppressAddress } from './subscribers/silence-reader.js';

/** Who gets mail, and what they asked for. */
export function addSubscribers(program: Command, context: CommandContext): void {
  const subscribers = program
    .command('subscribers')
    .description('Readers: who gets mail, and what they asked for.');
  addAdd(subscribers, context);
  addImport(subscribers, context);
  subscribers
    .command('export')
    .description('Write out all readers, in a form that `import` reads. It holds their addresses.')
    .option('--format <format>', 'csv or json', readFormat, 'csv')
    .option('--out <file>', 'write it there (default: print it)')
    .action((options: ExportOptions) => context.withApp([], (app) => exportReaders(app, options, context)));
  subscribers
    .command('list')
    .description('List the readers: pending until they confirm, active, or left.')
    .option('--json', 'print one JSON object a reader')
    .action(({ json }: { json?: boolean }) =>
      context.withApp([], (app) => listReaders(app, json === true, context)),
    );
  subscribers
    .command('remove')
    .description('Forget a reader and everything known about them, but not that they had left.')
    .argument('<email>')
    .action((email: string) => context.withApp([], (app) => removeReader(app, email, context)));
  subscribers
    .command('suppress')
    .description('Never again send anything to an address, whoever asks. Survives removal and import.')
    .argument('<email>')
    .action((email: string) => context.withApp([], (app) => suppressAddress(app, email, context)));
  subscribers
    .command('unsuppress')
    .description('Lift a suppression. That somebody left is lifted by their own confirmation only.')
    .argument('<email>')
    .action((email: string) => context.withApp([], (app) => unsuppressAddress(app, email, context)));
}

function addAdd(subscribers: Command, context: CommandContext): void {
  subscribers
    .command('add')
    .description(
      'Add a reader: they are sent a link to confirm with. Without choices they get the daily trending summary.',
    )
    .argument('<email>')
    .option(
      '--confirmed',
      'the person has agreed to get this mail: no link is sent, and they get mail at once',
    )
    .option('--cadence <cadence>', 'daily or weekly (default: daily)')
    .option('--weekday <day>', 'the day of a weekly mail, such as friday (default: monday)')
    .option('--hour <0-23>', 'the hour of their clock at which mail is due')
    .option('--time-zone <zone>', 'IANA time zone, such as Europe/Paris')
    .option('--max <5-50>', 'papers in one mail')
    .option('--quiet-day <what>', 'on a day with nothing for them: nothing, or one-line (default: nothing)')
    .option('--topics <ids>', 'topics to follow, separated by commas')
    .option('--mute <ids>', 'topics to leave out')
    .option('--keywords <phrases>', 'phrases to look for, separated by commas')
    .option('--mute-keywords <phrases>', 'phrases to leave out')
    .option('--follow <addresses...>', 'people to follow, each by the address of their page at a source')
    .action((email: string, options: AddOptions) =>
      context.withApp([sendLetter.name], (app) => addReader(app, email, options, context)),
    );
}

function addImport(subscribers: Command, context: CommandContext): void {
  subscribers
    .command('import')
    .description(
      'Add the readers of a list. Its first row names the columns, as `export` writes them; only email must be there. Whoever is known stays as they are.',
    )
    .argument('<file>', 'CSV, a JSON array, or one JSON object a line; - for standard input')
    .option('--format <format>', 'csv or json (default: by the ending of the file, else csv)', readFormat)
    .option(
      '--confirmed',
      'they have agreed to get this mail; without it each is sent a link to confirm with',
    )
    .option('--dry-run', 'only check the rows')
    .option('--yes', `do not ask, however many links are sent (above ${ASK_ABOVE})`)
    .action((file: string, options: ImportOptions) =>
      context.withApp([], (app) => importReaders(app, file, options, context)),
    );
}

function readFormat(text: string): ListFormat {
  if (text === 'csv' || text === 'json') return text;
  throw new UsageError(`--format: expected csv or json, found "${text}"`);
}
