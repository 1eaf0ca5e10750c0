import { BroadsheetError } from '../errors.js';
import type { Page } from '../model/page.js';
import { listSources } from '../sources/load-sources.js';
import { countElementsByParse5 } from '../sources/reading/parse5-markup.js';
import type { BenchOptions } from './bench.js';
import { type Figure, medianOf, timeWork } from './figure.js';
import { listRecorded, type RecordedPage, renderSamplePage } from './list-recorded.js';

const ROUNDS = 11;

/**
 * Milliseconds from a page to its papers, for each recorded page; against loading it with parse5 where it is markup
 * (loading alone, without looking anything up in it).
 */
export async function* measureParsing({ recordedDir, signal, tell }: BenchOptions): AsyncIterable<Figure> {
  const sources = new Map((await listSources()).map((source) => [source.id, source]));
  const recorded = recordedDir === undefined ? [] : await listRecorded(recordedDir);
  const pages = [await renderSamplePage(), ...recorded];
  for (const [index, page] of pages.entries()) {
    signal.throwIfAborted();
    tell(index + 1, pages.length, page.name);
    const source = sources.get(page.sourceId);
    if (!source) throw new BroadsheetError(`bench: there is no source ${page.sourceId}`);
    const value = await medianTime(() => source.parse(toPage(page), {}));
    const isMarkup = page.body.trimStart().startsWith('<');
    yield {
      what: `parse ${page.name}`,
      value,
      unit: 'ms',
      ...(isMarkup && { obvious: await medianTime(() => countElementsByParse5(page.body)) }),
      note: `${page.sourceId}, ${Math.ceil(page.body.length / 1024)} KB`,
    };
  }
}

/** The page as the fetcher would have handed it over. */
export function toPage({ url, body }: RecordedPage): Page {
  return {
    requestUrl: url,
    url,
    status: 200,
    body,
    unchanged: false,
    validators: {},
    fetchedAt: new Date('2026-01-07T12:00:00Z'),
  };
}

async function medianTime(work: () => unknown): Promise<number> {
  await timeWork(work);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timeWork(work));
  return medianOf(times);
}
