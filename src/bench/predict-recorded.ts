import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Sighting } from '../model/paper.js';
import hfDaily from '../sources/hf-daily.js';
import type { NewsPaper } from '../store/store.js';
import type { Figure } from './figure.js';
import { toPage } from './measure-parsing.js';
import { isTelling, predictFinal } from './predict-final.js';

/** The one recorded day that was recorded again, about a day later. */
const DAY = '2026-06-12';
const MORNING = 'huggingface/api/daily_papers-date-2026-06-12.json';
const LATER = 'huggingface/api/daily_papers-default-2026-06-13.json';

/** The example of a single day: papers that stand in both recordings. Nothing where a folder does not hold them. */
export async function* predictRecorded(dir: string, weights: Config['trending']): AsyncIterable<Figure> {
  const [morning, later] = await Promise.all([readSightings(dir, MORNING), readSightings(dir, LATER)]);
  if (!morning || !later) return;
  const final = new Map(later.map(({ ids, upvotes = 0 }) => [ids.arxiv ?? '', upvotes]));
  const papers = morning.filter(({ ids }) => final.has(ids.arxiv ?? '')).map(toNews);
  if (!isTelling(papers)) return;
  const { byRanking, byVotes } = predictFinal(papers, final, weights, new Date(`${DAY}T12:00:00Z`));
  yield {
    what: `top ten of ${DAY} a day later in its first ten (recall@10)`,
    value: 100 * byRanking,
    unit: '%',
    obvious: 100 * byVotes,
    note: `n = 1, an example: ${papers.length} papers; against the morning's votes alone`,
  };
}

async function readSightings(dir: string, name: string): Promise<Sighting[] | undefined> {
  const body = await readFile(join(dir, name), 'utf8').catch(() => undefined);
  if (body === undefined) return undefined;
  const url = `https://huggingface.co/api/daily_papers?date=${DAY}`;
  return hfDaily.parse(toPage({ name, sourceId: hfDaily.id, url, body }), {}).sightings;
}

function toNews({
  ids,
  title = '',
  authors,
  codeUrl,
  featuredOn,
  upvotes,
  comments,
  stars,
}: Sighting): NewsPaper {
  const id = ids.arxiv ?? '';
  return {
    changeId: id,
    paper: {
      ...{ id, ids, title, authors, authorCount: authors.length, keywords: [], categories: [] },
      ...(codeUrl && { codeUrl }),
    },
    revised: false,
    newsAt: new Date(`${DAY}T00:00:00Z`),
    ...(featuredOn && { featuredOn }),
    authorIds: [],
    counts: {
      ...(upvotes !== undefined && { upvotes }),
      ...(comments !== undefined && { comments }),
      ...(stars !== undefined && { stars }),
    },
    matches: [],
  };
}
