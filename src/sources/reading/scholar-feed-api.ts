import { z } from 'zod';
import { ParseError } from '../../errors.js';
import type { Page, Request } from '../../model/page.js';
import type { Profile, Sighting } from '../../model/paper.js';
import type { Reading } from '../../model/scan.js';
import { readArxivId } from './arxiv-id.js';
import { dayOf } from './day-scope.js';
import { dropAbsent } from './drop-absent.js';
import { asCount, asScore } from './figures.js';
import { missingLandmark } from './missing-landmark.js';
import { oneLine } from './one-line.js';
import { readJson } from './read-json.js';
import { readPapers } from './read-papers.js';
import { webAddress } from './web-address.js';

const Text = z.string().nullish();
const Texts = z.array(z.string()).nullish();
const Figure = z.number().nullish();

/** `/public/authors/{id}`. New keys appear without notice; people that are not resolved have null for numbers. */
const Author = z.looseObject({
  id: z.union([z.number().int(), z.string()]),
  name: z.string().min(1),
  primary_field: Text,
  h_index: Figure,
  total_papers: Figure,
  total_citations: Figure,
  ai_score: Figure,
});

/** `/public/authors/{id}/papers`. */
const List = z.object({ papers: z.array(z.unknown()) });

const Refusal = z.object({ detail: z.string() });

const Paper = z.object({
  arxiv_id: z.string(),
  title: Text,
  abstract: Text,
  authors: Texts,
  n_authors: Figure,
  published_date: Text,
  categories: Texts,
  primary_category: Text,
  github_url: Text,
  github_stars: Figure,
  llm_summary: Text,
  institution_tags: Texts,
});

/** Reads an answer of the public API: the profile, or a page of its papers. Raises `ParseError` for any other. */
export function readScholarFeedAnswer(
  sourceId: string,
  page: Page,
  { author, limit }: { author: string | undefined; limit: number },
): Reading {
  const answer = readJson(sourceId, page.body);
  const list = List.safeParse(answer);
  if (list.success) return readList(sourceId, page, list.data.papers, limit);
  const profile = Author.safeParse(answer);
  if (profile.success) return { sightings: [], unreadable: [], profile: toProfile(sourceId, profile.data) };
  const refusal = Refusal.safeParse(answer).data?.detail;
  if (refusal === undefined) throw missingLandmark(sourceId, '', `the profile or papers of ${author}`);
  throw new ParseError(`${sourceId}: the site answered with an error: ${oneLine(refusal).slice(0, 200)}`);
}

function toProfile(sourceId: string, author: z.infer<typeof Author>): Profile {
  const metrics = {
    hIndex: asCount(author.h_index),
    papers: asCount(author.total_papers),
    citations: asCount(author.total_citations),
    novelty: findNovelty(author),
    aiScore: asScore(author.ai_score),
  };
  const ids = { [sourceId]: String(author.id) };
  const field = oneLine(author.primary_field ?? '');
  return { ...dropAbsent({ ids, name: oneLine(author.name), field }), metrics: dropAbsent(metrics) };
}

/** The answer's own name for the mean novelty is not documented: it is the share whose key speaks of novelty. */
function findNovelty(author: z.infer<typeof Author>): number | undefined {
  const shares = Object.entries(author).filter(([key, value]) => key.includes('novelty') && isShare(value));
  const [, share] = shares.find(([key]) => /avg|average|mean/.test(key)) ?? shares[0] ?? [];
  return typeof share === 'number' ? share : undefined;
}

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

function readList(sourceId: string, page: Page, items: unknown[], limit: number): Reading {
  const number = pageNumber(page.requestUrl);
  const before = (number - 1) * limit;
  const read = readPapers(sourceId, items, (item, index) => readPaper(item, before + index + 1));
  return { ...read, next: items.length < limit ? [] : nextPage(page.requestUrl, number) };
}

function readPaper(item: unknown, rank: number): Sighting {
  const paper = Paper.parse(item);
  const arxiv = readArxivId(paper.arxiv_id);
  if (arxiv === undefined) throw new ParseError(`arxiv_id: "${oneLine(paper.arxiv_id)}" is no arXiv id`);
  const authors = (paper.authors ?? []).map(oneLine).filter((name) => name !== '');
  const sighting = {
    ids: { arxiv },
    title: oneLine(paper.title ?? ''),
    abstract: oneLine(paper.abstract ?? ''),
    authors,
    authorCount: asCount(paper.n_authors) ?? (authors.length || undefined),
    publishedAt: dayOf(paper.published_date),
    categories: paper.categories ?? (paper.primary_category ? [paper.primary_category] : []),
    codeUrl: webAddress(paper.github_url),
    stars: asCount(paper.github_stars),
    summary: oneLine(paper.llm_summary ?? ''),
    institutions: paper.institution_tags ?? [],
    rank,
  };
  if (!sighting.title && !sighting.abstract) throw new ParseError('it has neither title nor abstract');
  return { ...dropAbsent(sighting), authors };
}

/** The API counts its pages from 1; `total` may be null, so a full page may have another after it. */
function nextPage(address: string, number: number): Request[] {
  if (!URL.canParse(address)) return [];
  const url = new URL(address);
  url.searchParams.set('page', String(number + 1));
  return [{ url: url.href, kind: 'api' }];
}

function pageNumber(address: string): number {
  const number = URL.canParse(address) ? Number(new URL(address).searchParams.get('page')) : 1;
  return Number.isInteger(number) && number > 0 ? number : 1;
}
