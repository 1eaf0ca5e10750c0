import type { BenchOptions } from './bench.js';
import type { BenchDatabase } from './bench-database.js';
import { type Figure, medianOf, timeWork } from './figure.js';
import type { ReadPage } from './page-reader.js';
import { readArxivRecords } from './read-records.js';
import { renderFeed } from './render-feed.js';

/** The largest day of cs.LG, cs.AI, cs.CL and cs.CV between June 2025 and August 2026. */
const LARGEST_DAY = 1_496;

const CATEGORY = 'cs.AI+cs.CL+cs.CV+cs.LG';
const DAYS = ['2026-09-01', '2026-09-02', '2026-09-03'];

/** Seconds from the feed of arXiv's largest day to its papers classified and stored; a few days of as many others each. */
export async function* measureAnnouncements(
  dataDir: string,
  { database, readPage, signal, tell }: BenchOptions & { database: BenchDatabase; readPage: ReadPage },
): AsyncIterable<Figure> {
  const papers = await readArxivRecords(dataDir);
  const size = Math.min(LARGEST_DAY, Math.floor(papers.length / DAYS.length));
  const times: number[] = [];
  for (const [index, day] of DAYS.entries()) {
    signal.throwIfAborted();
    const some = papers.slice(papers.length - (index + 1) * size, papers.length - index * size);
    const body = renderFeed(some, CATEGORY, day);
    const page = { sourceId: 'arxiv', scope: { category: CATEGORY }, body, at: new Date(`${day}T12:00:00Z`) };
    times.push(await timeWork(() => readPage(page)));
    tell(index + 1, DAYS.length, 'announcements');
  }
  yield {
    what: `${size} arXiv papers, feed to stored`,
    value: medianOf(times) / 1000,
    unit: 's',
    aim: { most: database.kind === 'PostgreSQL' ? 4 : 10 },
  };
}
