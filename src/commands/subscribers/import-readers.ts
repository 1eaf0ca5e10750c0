import { extname } from 'node:path';
import type { App } from '../../app.js';
import { BroadsheetError, UsageError } from '../../errors.js';
import { sendLetter } from '../../jobs/send-letter.js';
import { readCsv } from '../../readers/read-csv.js';
import { readJson } from '../../readers/read-json.js';
import { type ListedReader, type RawRow, type ReaderRow, readReader } from '../../readers/reader-row.js';
import type { ListFormat } from '../../readers/write-readers.js';
import type { Store } from '../../store/store.js';
import type { CommandContext } from '../context.js';
import { readInput } from '../read-input.js';

export interface ImportOptions {
  format?: ListFormat;
  confirmed?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** Rows that are looked at and stored together. */
const CHUNK = 1000;
/** More letters than this are asked about before they are sent. */
export const ASK_ABOVE = 100;
/** How often it is said how far the import has come, in rows. */
const TELL_EVERY = 10_000;

interface Tally {
  rows: number;
  added: number;
  /** Added as pending, with a letter that asks to confirm. */
  asked: number;
  exists: number;
  suppressed: number;
  /** Listed as having left: nobody who left is written to. */
  left: number;
  bad: number;
}

/** Takes a list of readers in, in chunks; a bad row is told, and stops no other. */
export async function importReaders(
  app: App,
  file: string,
  options: ImportOptions,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const tally: Tally = { rows: 0, added: 0, asked: 0, exists: 0, suppressed: 0, left: 0, bad: 0 };
  for await (const chunk of inChunks(readRows(app, file, options, context))) {
    io.signal.throwIfAborted();
    const good = await refuseBad(app.deps.store, chunk, tally, context);
    if (options.dryRun === true) tally.added += good.length;
    else await storeChunk(app, good, options, tally, context);
    if (Math.floor(tally.rows / TELL_EVERY) > Math.floor((tally.rows - chunk.length) / TELL_EVERY))
      io.err(`importing: ${tally.rows} rows so far\n`);
  }
  if (options.dryRun !== true) await noteImport(app, tally);
  io.out(options.dryRun === true ? tellDryRun(tally) : tell(tally));
  if (tally.bad > 0)
    throw new BroadsheetError(`${tally.bad} of ${tally.rows} rows were not taken; the lines above say why`, {
      code: 'rows',
    });
}

async function* readRows(
  { deps }: App,
  file: string,
  { format }: ImportOptions,
  { io }: CommandContext,
): AsyncGenerator<ReaderRow> {
  const isJson = (format ?? extname(file).toLowerCase()).replace('.', '').startsWith('json');
  const rows: AsyncIterable<RawRow> = (isJson ? readJson : readCsv)(readInput(file, io));
  for await (const row of rows) yield readReader(row, { topics: deps.topics });
}

async function* inChunks<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** Tells what is wrong with rows, in order, and hands on the readers of the others. */
async function refuseBad(
  store: Store,
  chunk: ReaderRow[],
  tally: Tally,
  { io }: CommandContext,
): Promise<ListedReader[]> {
  const ids = chunk.flatMap((row) => ('reader' in row ? (row.reader.choices.authors ?? []) : []));
  const known = new Set(ids.length > 0 ? (await store.authorsOf(ids)).map(({ id }) => id) : []);
  const good: ListedReader[] = [];
  for (const row of chunk) {
    const unknown = 'reader' in row ? row.reader.choices.authors?.find((id) => !known.has(id)) : undefined;
    const problems =
      unknown === undefined
        ? []
        : [{ path: 'authors', message: `there is no author with the id ${unknown}` }];
    const told = 'problems' in row ? row.problems : problems;
    for (const { path, message } of told)
      io.err(`row ${row.row}: ${[path, message].filter((part) => part !== '').join(': ')}\n`);
    if (told.length > 0) tally.bad += 1;
    else if ('reader' in row) good.push(row.reader);
  }
  tally.rows += chunk.length;
  return good;
}

async function storeChunk(
  app: App,
  readers: ListedReader[],
  options: ImportOptions,
  tally: Tally,
  context: CommandContext,
): Promise<void> {
  const { store, clock } = app.deps;
  const now = clock.now();
  const isSure = ({ state }: ListedReader) => options.confirmed === true && state !== 'pending';
  const here = readers.filter(({ state }) => state !== 'left');
  tally.left += readers.length - here.length;
  const sure = here.filter(isSure).map(({ email, choices }) => ({ email, ...choices, createdAt: now }));
  const unsure = here
    .filter((reader) => !isSure(reader))
    .map(({ email, choices }) => ({ email, ...choices }));
  await askFirst(tally.asked, unsure.length, options, context);
  const outcomes = await store.importSubscribers(sure.map((reader) => ({ ...reader, state: 'active' })));
  for (const outcome of outcomes) tally[outcome] += 1;
  const invited = unsure.length > 0 ? await store.invite(unsure, now) : [];
  for (const { outcome } of invited) tally[outcome === 'added' ? 'asked' : outcome] += 1;
  const letters = invited.flatMap(({ letterId }) => letterId ?? []);
  await Promise.all(letters.map((letterId) => app.queue.enqueue(sendLetter.with({ letterId }))));
}

/** Asked once, before the letter that is one too many is planned. */
async function askFirst(
  before: number,
  more: number,
  { yes }: ImportOptions,
  { io }: CommandContext,
): Promise<void> {
  if (yes === true || before > ASK_ABOVE || before + more <= ASK_ABOVE) return;
  const answer = await io.ask?.(
    `More than ${ASK_ABOVE} people are sent a mail that asks them to confirm. Go on? [y/N] `,
  );
  if (answer === undefined)
    throw new UsageError(
      `more than ${ASK_ABOVE} people would be sent a mail that asks them to confirm; repeat it with --yes, or with --confirmed if they have agreed already`,
    );
  if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nobody of these was written to');
}

async function noteImport({ deps }: App, tally: Tally): Promise<void> {
  await deps.store.recordAudit({ who: 'command', action: 'subscribers imported', detail: { ...tally } });
}

const tellDryRun = ({ added, bad }: Tally) => `${added} good rows, ${bad} bad ones; nothing was stored\n`;

function tell({ rows: _rows, asked, ...counts }: Tally): string {
  const words = {
    added: 'added',
    exists: 'known already',
    suppressed: 'suppressed',
    left: 'left',
    bad: 'bad',
  };
  const told = Object.entries(words).map(([name, word]) => `${counts[name as keyof typeof counts]} ${word}`);
  const invited = `${asked} asked to confirm (the running program sends the mails)`;
  return `${[...told, ...(asked > 0 ? [invited] : [])].join(', ')}\n`;
}
