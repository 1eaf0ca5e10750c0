import type { BenchOptions } from './bench.js';
import { openBenchDatabase } from './bench-database.js';
import type { Figure } from './figure.js';
import { measureAnnouncements } from './measure-announcements.js';
import { measureDays } from './measure-days.js';
import { measureParsing } from './measure-parsing.js';
import { createPageReader } from './page-reader.js';

/** From pages to stored papers: parsing alone, then the whole way but for the network. */
export async function* benchIngest(options: BenchOptions): AsyncIterable<Figure> {
  yield* measureParsing(options);
  const { dataDir, config, signal } = options;
  if (dataDir === undefined) return;
  const database = await openBenchDatabase(config.environment.DATABASE_URL);
  try {
    const tools = { ...options, database, readPage: await createPageReader(config, database, signal) };
    yield* measureDays(dataDir, tools);
    yield* measureAnnouncements(dataDir, tools);
  } finally {
    await database.close();
  }
}
