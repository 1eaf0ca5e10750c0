import type { BenchOptions } from './bench.js';
import type { BenchDatabase } from './bench-database.js';
import { countWrites } from './count-writes.js';
import { type Figure, medianOf, timeWork } from './figure.js';
import type { ReadPage } from './page-reader.js';
import { type ListedRecord, readListedRecords } from './read-records.js';
import { countRows, type ReplayedDay, replayDays } from './replay-days.js';
import { measureUpserts } from './upsert-rows.js';

const ROUNDS = 3;

/** Days that are read again at once; a worker process runs several jobs too. */
const AT_ONCE = 4;

/** Papers whose rows are upserted one by one: more would only take longer. */
const UPSERTED = 300;

type Tools = BenchOptions & { database: BenchDatabase; readPage: ReadPage };

/** The days of the daily lists: read for the first time, with memory looked at after each, and read again unchanged. */
export async function* measureDays(dataDir: string, tools: Tools): AsyncIterable<Figure> {
  const records = await readListedRecords(dataDir);
  yield* measureFirstReading(records, tools);
  // What the server does by itself a minute after so many new rows.
  await tools.database.script('ANALYZE');
  yield* measureReadingAgain(records, tools);
}

async function* measureFirstReading(records: ListedRecord[], tools: Tools): AsyncIterable<Figure> {
  const bytes: number[] = [];
  const firstMs = await readDays(records, tools, {
    note: 'first reading',
    atOnce: 1,
    moment: (day) => new Date(`${day}T18:00:00Z`),
    after: () => bytes.push(process.memoryUsage.rss()),
  });
  const what = `${records.length} papers of ${bytes.length} days`;
  yield { what: `first reading of ${what}`, value: firstMs / 1000, unit: 's' };
  yield* describeMemory(bytes, tools.database.kind);
}

/** What reading a day takes must not stay. How much garbage lies about differs by up to a quarter; a leak of a year is more. */
const MOST_GROWTH = 1.25;

function* describeMemory(bytes: number[], kind: BenchDatabase['kind']): Iterable<Figure> {
  const quarter = Math.ceil(bytes.length / 4);
  const [first = 0, last = 0] = [bytes.slice(0, quarter), bytes.slice(-quarter)].map(
    (part) => medianOf(part) / 2 ** 20,
  );
  const isApart = kind === 'PostgreSQL';
  const note = isApart ? 'of the process' : 'with the database, which lies in it';
  yield { what: 'memory, first quarter of these days', value: first, unit: 'MB', note };
  yield {
    what: 'memory, last quarter of these days',
    value: last,
    unit: 'MB',
    ...(isApart && { aim: { most: MOST_GROWTH * first } }),
    note,
  };
}

async function* measureReadingAgain(records: ListedRecord[], tools: Tools): AsyncIterable<Figure> {
  const { database } = tools;
  const rates: number[] = [];
  const after = new Date(`${records.at(-1)?.day}T23:00:00Z`);
  const written = await countWrites(database, async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const ms = await readDays(records, tools, {
        note: `again, ${round} of ${ROUNDS}`,
        atOnce: AT_ONCE,
        moment: () => after,
      });
      rates.push(countRows(records) / (ms / 1000));
    }
  });
  yield {
    what: 'reading them again, unchanged',
    value: medianOf(rates),
    unit: 'rows/s',
    obvious: await measureUpserts(database, records.slice(0, UPSERTED)),
    ...(database.kind === 'PostgreSQL' && { aim: { least: 40_000 } }),
    note: `${countRows(records)} papers and authors, ${AT_ONCE} days at once; against a row at a time`,
  };
  yield { what: 'rows written by that', value: written, unit: 'rows', aim: { most: 0 } };
}

interface Pass {
  note: string;
  /** How many days are read at once. */
  atOnce: number;
  /** When a day's list is read. */
  moment(day: string): Date;
  after?(): void;
}

/** Reads every day and returns the milliseconds of the reading alone. */
async function readDays(records: ListedRecord[], tools: Tools, pass: Pass): Promise<number> {
  let spentMs = 0;
  let done = 0;
  for (const days of takeSeveral(replayDays(records), pass.atOnce)) {
    tools.signal.throwIfAborted();
    spentMs += await timeWork(() => Promise.all(days.map((day) => readDay(day, tools, pass))));
    pass.after?.();
    done += days.reduce((sum, { papers }) => sum + papers, 0);
    tools.tell(done, records.length, pass.note);
  }
  return spentMs;
}

const readDay = ({ day, body }: ReplayedDay, { readPage }: Tools, { moment }: Pass) =>
  readPage({ sourceId: 'hf-daily', scope: { day }, body, at: moment(day) });

function* takeSeveral<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let some: T[] = [];
  for (const one of all) {
    some.push(one);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
