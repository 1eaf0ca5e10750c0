import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Bench } from '../bench/bench.js';
import { type Aim, type Figure, isMet, ratioOf } from '../bench/figure.js';
import { UsageError } from '../errors.js';
import type { CommandContext } from './context.js';
import { readNumber } from './options.js';
import { showProgress } from './progress.js';
import { type Column, formatTable } from './table.js';

interface Options {
  data?: string;
  recorded?: string;
  history?: string;
  readers?: string;
  papers?: string;
  seconds?: string;
  json?: boolean;
}

/** Loaded only when asked for: no other command should wait for what they measure with. */
const benches: Record<string, () => Promise<Bench>> = {
  ingest: async () => (await import('../bench/ingest.js')).benchIngest,
  deliver: async () => (await import('../bench/deliver.js')).benchDeliver,
  digest: async () => (await import('../bench/digest.js')).benchDigest,
  summaries: async () => (await import('../bench/summaries.js')).benchSummaries,
  topics: async () => (await import('../bench/topics.js')).benchTopics,
  trending: async () => (await import('../bench/trending.js')).benchTrending,
  web: async () => (await import('../bench/web.js')).benchWeb,
};

/** Measures the program on this machine against the obvious way of doing the same, in one run. */
export function addBench(program: Command, context: CommandContext): void {
  program
    .command('bench')
    .description(
      'Measure how fast the program is here, against the obvious way. Uses a database of its own: on the server of DATABASE_URL, else embedded in memory.',
    )
    .argument('[name]', `what to measure: ${Object.keys(benches).join(', ')} (default: all)`)
    .option('--data <dir>', 'folder with hf-daily, arxiv-train and (for topics) arxiv-dev.jsonl.gz')
    .option('--recorded <dir>', 'folder with recorded answers of the sources (or RECORDED_DIR)')
    .option('--history <place>', 'trending: DATABASE_URL or DATA_DIR whose past days the ranking is tried on')
    .option('--readers <n>', 'deliver: how many readers are sent to (default: 10000)')
    .option('--papers <n>', 'web: how many papers are stored (default: 200000, embedded 5000)')
    .option('--seconds <n>', 'web: for how long each address is asked for (default: 10)')
    .option('--json', 'print one JSON object a figure')
    .action((name: string | undefined, options: Options) => runBenches(name, options, context));
}

async function runBenches(
  name: string | undefined,
  options: Options,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const figures: Figure[] = [];
  for (const open of chooseBenches(name)) {
    const bench = await open();
    for await (const figure of bench(await readOptions(options, context))) {
      figures.push(figure);
      if (options.json) io.out(`${JSON.stringify(toLine(figure))}\n`);
    }
  }
  if (options.json) return;
  const where = `Node ${process.versions.node}, ${availableParallelism()} processors`;
  io.out(`${where}\n\n${formatTable(columns, figures)}`);
  if (options.data === undefined)
    io.out('\nWith --data DIR the way from days of papers to the database too.\n');
  if (recordedOf(options, context) === undefined) io.out('\nWith --recorded DIR the summaries too.\n');
}

function chooseBenches(name?: string) {
  if (name === undefined) return Object.values(benches);
  const bench = benches[name];
  if (bench) return [bench];
  throw new UsageError(`there is no bench "${name}"; there are: ${Object.keys(benches).join(', ')}`);
}

const recordedOf = ({ recorded }: Options, { variables }: CommandContext) =>
  recorded ?? (variables.RECORDED_DIR || undefined);

async function readOptions(options: Options, context: CommandContext) {
  const { io } = context;
  const { data, history } = options;
  const readers = readNumber(options.readers, '--readers', 1, 1_000_000);
  const papers = readNumber(options.papers, '--papers', 1, 10_000_000);
  const seconds = readNumber(options.seconds, '--seconds', 1, 3600);
  const recorded = recordedOf(options, context);
  const progress = showProgress(io, 'measuring');
  return {
    config: await context.config(),
    signal: io.signal,
    // Thousands of lines say no more than a few where nobody watches.
    tell: (done: number, total: number, note: string) => {
      if (io.isTerminal || done === total) progress.update(done, total, note);
    },
    ...(readers !== undefined && { readers }),
    ...(papers !== undefined && { papers }),
    ...(seconds !== undefined && { seconds }),
    ...(data !== undefined && { dataDir: resolve(io.cwd, data) }),
    ...(recorded !== undefined && { recordedDir: resolve(io.cwd, recorded) }),
    ...(history !== undefined && { history: history.includes('://') ? history : resolve(io.cwd, history) }),
  };
}

function toLine(figure: Figure) {
  const [ratio, met] = [ratioOf(figure), isMet(figure)];
  return { ...figure, ...(ratio !== undefined && { ratio }), ...(met !== undefined && { met }) };
}

const columns: Column<Figure>[] = [
  { head: 'what', cell: ({ what }) => what },
  { head: 'here', cell: ({ value, unit }) => `${printNumber(value)} ${unit}` },
  { head: 'obvious way', cell: ({ obvious, unit }) => (obvious ? `${printNumber(obvious)} ${unit}` : '') },
  { head: 'ratio', cell: (figure) => printRatio(ratioOf(figure)) },
  { head: 'aim', cell: (figure) => (figure.aim ? printAim(figure.aim, figure) : '') },
  { head: 'of', cell: ({ note }) => note ?? '' },
];

function printNumber(value: number): string {
  const maximumFractionDigits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits });
}

const printRatio = (ratio?: number) => (ratio === undefined ? '' : `${printNumber(ratio)}×`);

function printAim(aim: Aim, figure: Figure): string {
  const [sign, least] = 'least' in aim ? ['≥', aim.least] : ['≤', aim.most];
  return `${sign} ${printNumber(least)} ${isMet(figure) ? 'met' : 'missed'}`;
}
