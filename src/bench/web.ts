import { createRequire } from 'node:module';
import { UsageError } from '../errors.js';
import type { BenchOptions } from './bench.js';
import { type Figure, timeWork } from './figure.js';
import { fillWeb } from './fill-web.js';
import { measureWeb } from './measure-web.js';
import { makeWebInstallation, type WebInstallation } from './web-installation.js';

const PAPERS = { PostgreSQL: 200_000, PGlite: 5_000 };

/** How fast pages, feeds and the API of a full store are answered by the real program, against the same without a cache. */
export async function* benchWeb(options: BenchOptions): AsyncIterable<Figure> {
  requireAutocannon();
  const installation = await makeWebInstallation(options.config.environment.DATABASE_URL);
  try {
    yield* fill(installation, options);
    yield* measureWeb(installation, options);
  } finally {
    await installation.remove();
  }
}

async function* fill(
  { database, kind }: WebInstallation,
  { config, papers = PAPERS[kind], signal, tell }: BenchOptions,
): AsyncIterable<Figure> {
  const topicIds = config.topics.map(({ id }) => id);
  const until = new Date().toISOString().slice(0, 10);
  const ms = await timeWork(async () => {
    for await (const done of fillWeb(database, { papers, until, topicIds })) {
      signal.throwIfAborted();
      tell(done, papers, 'papers');
    }
  });
  yield { what: `fill ${papers.toLocaleString('en')} papers`, value: ms / 1000, unit: 's', note: kind };
}

function requireAutocannon(): void {
  try {
    createRequire(import.meta.url).resolve('autocannon');
  } catch {
    throw new UsageError(
      'bench web asks for pages with autocannon, which is a tool of development; install it with `npm ci --include=dev`',
    );
  }
}
