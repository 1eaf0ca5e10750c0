import type { Command } from 'commander';
import type { App } from '../app.js';
import { scanSource } from '../jobs/scan-source.js';
import type { CommandContext } from './context.js';
import { type AskedOptions, type Choice, chooseReadings } from './ingest/choose-readings.js';
import { type ReadingOptions, readAll } from './ingest/read-all.js';
import { refuseUnread, tellReadings } from './ingest/tell-readings.js';

interface Options extends AskedOptions, Partial<ReadingOptions> {
  json?: boolean;
}

/** Reads sources now, through the queue, and tells what came of it. A range of days can be stopped and gone on with. */
export function addIngest(program: Command, context: CommandContext): void {
  program
    .command('ingest')
    .description('Read sources now. Without a date: whatever the schedule reads. Nothing is mailed by it.')
    .argument('[source...]', 'ids from sources.yaml; all when absent')
    .option('--date <day>', 'the day to read, YYYY-MM-DD')
    .option('--since <day>', 'first day of a range; days that were read well before are skipped')
    .option('--until <day>', 'last day of a range (default: today)')
    .option('--scope <name=value>', 'one scope instead of days, such as query=diffusion or author=…')
    .option('--force', 'read pages even if they were read before and have not changed')
    .option('--trust', 'believe a list that was quarantined: the new count is right')
    .option('--json', 'print one JSON object a reading')
    .action((ids: string[], options: Options) =>
      context.withApp([scanSource.name], (app) => ingest(app, ids, options, context)),
    );
}

async function ingest(app: App, ids: string[], options: Options, { io }: CommandContext): Promise<void> {
  const how = { force: options.force === true, trust: options.trust === true };
  const choice = await chooseReadings(app, ids, options, how.force || how.trust);
  if (choice.skipped > 0)
    io.err(`${sayDays(choice.skipped)} skipped: read well before (--force reads again)\n`);
  await noteAsked(app, choice, how);
  const lines = await readAll(app, choice, how, io);
  const toJsonLines = () => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  io.out(options.json ? toJsonLines() : tellReadings(lines, choice));
  refuseUnread(lines, choice, flagsOf(how));
}

const flagsOf = ({ force, trust }: ReadingOptions) => [
  ...(force ? ['--force'] : []),
  ...(trust ? ['--trust'] : []),
];

const sayDays = (count: number) => (count === 1 ? '1 day' : `${count} days`);

/** One entry a reading; a range is one act, and one entry a source. */
async function noteAsked({ deps }: App, { readings, range }: Choice, how: ReadingOptions): Promise<void> {
  const flags = { force: how.force, ...(how.trust && { trust: true }) };
  const note = (detail: Record<string, unknown>) =>
    deps.store.recordAudit({ who: 'command', action: 'ingest', detail: { ...detail, ...flags } });
  if (range) {
    const ids = new Set(readings.map(({ source }) => source.id));
    for (const sourceId of ids) await note({ sourceId, ...range });
  } else for (const { source, scope } of readings) await note({ sourceId: source.id, scope });
}
