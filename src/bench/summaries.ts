import { toPlainText } from '../digest/plain-text.js';
import { splitSentences } from '../digest/split-sentences.js';
import { summarise } from '../digest/summarise.js';
import { BroadsheetError, UsageError } from '../errors.js';
import type { Sighting } from '../model/paper.js';
import { listSources } from '../sources/load-sources.js';
import type { BenchOptions } from './bench.js';
import type { Figure } from './figure.js';
import { listRecorded } from './list-recorded.js';
import { toPage } from './measure-parsing.js';
import { meanOf, resampleMean } from './resample.js';
import { rougeL } from './rouge-l.js';

/** A paper's summary by its source's model, ours without it, and the first sentence of the abstract. */
interface Compared {
  isEven: boolean;
  ours: string;
  first: string;
  /** ROUGE-L F1 against the source's summary, in per cent. */
  score: number;
  firstScore: number;
}

/**
 * How near what we extract comes to the summaries of the sources' models, against the first sentence of the abstract
 * (ROUGE-L F1). The extraction was tuned on papers whose id ends in an even digit; those with an odd one are the test.
 */
export async function* benchSummaries(options: BenchOptions): AsyncIterable<Figure> {
  if (options.recordedDir === undefined) return;
  const compared = (await readSummarised(options)).map(compare);
  for (const [half, isIn] of HALVES) {
    const papers = compared.filter(isIn);
    if (papers.length > 0) yield scoreOf(papers, half);
  }
  yield gainOf(compared.filter((paper) => !paper.isEven));
  yield lengthOf(compared);
  yield {
    what: 'papers left without a summary',
    value: compared.filter(({ ours }) => ours === '').length,
    unit: 'papers',
    note: `${compared.length} papers`,
  };
}

const HALVES: [string, (paper: Compared) => boolean][] = [
  ['even ids, tuned on', ({ isEven }) => isEven],
  ['odd ids', ({ isEven }) => !isEven],
  ['all', () => true],
];

function scoreOf(papers: Compared[], half: string): Figure {
  return {
    what: `extracted summary, ROUGE-L F1, ${half}`,
    value: meanOf(papers.map(({ score }) => score)),
    unit: '%',
    obvious: meanOf(papers.map(({ firstScore }) => firstScore)),
    note: `${papers.length} papers`,
  };
}

/** The lower end of what the gain over the first sentence may be: above 0 it is no accident of these papers. */
function gainOf(papers: Compared[]): Figure {
  const { mean, low, high } = resampleMean(papers.map(({ score, firstScore }) => score - firstScore));
  return {
    what: 'gain over the first sentence, odd ids, at least',
    value: low,
    unit: '%',
    aim: { least: 0 },
    note: `mean ${mean.toFixed(1)}, 95 % of resamples ${low.toFixed(1)} to ${high.toFixed(1)}`,
  };
}

function lengthOf(papers: Compared[]): Figure {
  const first = meanOf(papers.map((paper) => paper.first.length));
  const longest = papers.reduce((most, { ours }) => Math.max(most, ours.length), 0);
  return {
    what: 'length of an extracted summary',
    value: meanOf(papers.map(({ ours }) => ours.length)),
    unit: 'characters',
    note: `longest ${longest}; first sentences ${first.toFixed(0)}`,
  };
}

type Summarised = Pick<Sighting, 'title'> & { id: string; abstract: string; summary: string };

function compare({ id, title, abstract, summary }: Summarised): Compared {
  const reference = toPlainText(summary);
  const ours = summarise({ abstract, ...(title !== undefined && { title }) })?.summary ?? '';
  const first = splitSentences(toPlainText(abstract))[0] ?? '';
  const isEven = Number(id.at(-1)) % 2 === 0;
  return {
    ...{ isEven, ours, first },
    score: 100 * rougeL(ours, reference),
    firstScore: 100 * rougeL(first, reference),
  };
}

/** Each paper once that a recorded list of a day shows with its abstract and a summary of the source. */
async function readSummarised({ recordedDir = '', signal, tell }: BenchOptions): Promise<Summarised[]> {
  const sources = new Map((await listSources()).map((source) => [source.id, source]));
  const pages = (await listRecorded(recordedDir)).filter(({ sourceId }) => sourceId === 'hf-daily');
  const found = new Map<string, Summarised>();
  for (const [at, page] of pages.entries()) {
    signal.throwIfAborted();
    tell(at + 1, pages.length, page.name);
    const source = sources.get(page.sourceId);
    if (!source) throw new BroadsheetError(`bench: there is no source ${page.sourceId}`);
    for (const sighting of source.parse(toPage(page), {}).sightings) keepSummarised(found, sighting);
  }
  if (found.size === 0) throw new UsageError('--recorded: no recorded page shows a summary of its source');
  return [...found.values()];
}

function keepSummarised(found: Map<string, Summarised>, { ids, title, abstract, summary }: Sighting): void {
  const id = ids.arxiv;
  if (id === undefined || !abstract || !summary) return;
  found.set(id, { id, abstract, summary, ...(title !== undefined && { title }) });
}
