import type { BenchOptions } from './bench.js';
import type { Figure } from './figure.js';
import { measureTrending } from './measure-trending.js';
import { openHistory } from './open-history.js';
import { predictDays } from './predict-days.js';
import { predictRecorded } from './predict-recorded.js';

/** How fast trending lists come out of a full store; with `history`, how well the ranking foretold an installation's days instead. */
export async function* benchTrending(options: BenchOptions): AsyncIterable<Figure> {
  if (options.history === undefined) yield* measureTrending(options);
  else yield* measureHistory(options.history, options);
  if (options.recordedDir !== undefined) yield* predictRecorded(options.recordedDir, options.config.trending);
}

async function* measureHistory(place: string, { config }: BenchOptions): AsyncIterable<Figure> {
  const database = await openHistory(place);
  try {
    yield* predictDays(database, config);
  } finally {
    await database.close();
  }
}
