import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../model/clock.js';
import type { Known, KnownPaper } from '../model/known.js';
import type { Counts, Paper, Sighting, Statement } from '../model/paper.js';
import type { Changes, PaperChange, PaperField } from '../model/scan.js';
import { layStatement, mergeStatements } from './merge-statements.js';
import { titleKey } from './title-key.js';

/** The circumstances of a reading. */
export interface ReadingContext {
  sourceId: string;
  now: Date;
  /** `featured`: news when its list's day lies within `lookback` days; `baseline`: news unless this is the first reading of the scope. */
  news: 'featured' | 'baseline';
  lookback: number;
  newId(): string;
}

/** Which change of a known paper readers hear of. Votes move by themselves and a summary comes in late: neither is news. */
const IS_NEWS: Record<PaperField, boolean> = {
  title: true,
  abstract: true,
  authors: true,
  codeUrl: true,
  version: true,
  withdrawn: false,
  summary: false,
  keywords: false,
  other: false,
};

/** A paper that was first seen longer ago does not become news any more. */
const NEWS_FOR_DAYS = 30;

/** Compares a page with what is stored. Pure: the same page again gives changes that hold nothing to write. */
export function diffPapers(sightings: Sighting[], known: Known, context: ReadingContext): Changes {
  const stored = new Map(known.papers.map((each) => [each.paper.id, each]));
  const index = indexPapers(known.papers);
  const found = new Map<string, PaperChange>();
  for (const sighting of sightings) {
    const paperId = index.find(sighting);
    // Without a title nothing new can be told; of a paper that stands on the page twice the first counts.
    if (paperId === undefined ? sighting.title === undefined : found.has(paperId)) continue;
    const before = stored.get(paperId ?? '');
    const change = before ? compare(sighting, before, context) : introduce(sighting, known, context);
    index.add(change.paper, keyOf(sighting));
    found.set(change.paper.id, change);
  }
  return { papers: [...found.values()], gone: (known.before ?? []).filter((id) => !found.has(id)) };
}

/** By any of its ids; if none is known, by title and first author, unless an id says that they are two. */
function indexPapers(papers: KnownPaper[]) {
  const byId = new Map<string, string>();
  const byTitle = new Map<string, Paper[]>();
  const add = (paper: Paper, titleKey?: string) => {
    for (const key of idKeys(paper.ids)) byId.set(key, paper.id);
    if (titleKey !== undefined) byTitle.set(titleKey, [...(byTitle.get(titleKey) ?? []), paper]);
  };
  for (const { paper, titleKey } of papers) add(paper, titleKey);
  return {
    add,
    find(sighting: Sighting): string | undefined {
      const key = idKeys(sighting.ids).find((each) => byId.has(each));
      if (key !== undefined) return byId.get(key);
      const namesakes = byTitle.get(keyOf(sighting) ?? '') ?? [];
      return namesakes.find((paper) => !contradicts(sighting, paper))?.id;
    },
  };
}

const idKeys = (ids: Record<string, string>) =>
  Object.entries(ids).map(([scheme, value]) => `${scheme}:${value}`);

const keyOf = ({ title, authors }: Sighting) =>
  title === undefined ? undefined : titleKey({ title, authors });

function contradicts({ ids }: Sighting, paper: Paper): boolean {
  return Object.entries(ids).some(([scheme, value]) => (paper.ids[scheme] ?? value) !== value);
}

function introduce(sighting: Sighting, known: Known, context: ReadingContext): PaperChange {
  const statement = toStatement(sighting);
  const counts = toCounts(sighting);
  return {
    kind: 'new',
    paper: mergeStatements(context.newId(), { [context.sourceId]: statement }),
    fields: [],
    statement,
    ...place(sighting, []),
    ...(Object.keys(counts).length > 0 && { counts }),
    ...(isFreshNews(sighting, known, context) && { news: 'new' as const }),
  };
}

function isFreshNews(
  { featuredOn, withdrawn }: Sighting,
  known: Known,
  { news, now, lookback }: ReadingContext,
): boolean {
  if (withdrawn) return false;
  if (news === 'baseline') return known.before !== undefined;
  return featuredOn !== undefined && isWithin(featuredOn, now, lookback);
}

function isWithin(day: Day, now: Date, days: number): boolean {
  const ageDays = (Date.parse(now.toISOString().slice(0, 10)) - Date.parse(day)) / 86_400_000;
  return ageDays >= 0 && ageDays <= days;
}

function compare(sighting: Sighting, stored: KnownPaper, context: ReadingContext): PaperChange {
  const said = layStatement(stored.statements[context.sourceId], toStatement(sighting));
  const isSaidBefore = isDeepStrictEqual(said, stored.statements[context.sourceId]);
  const paper = isSaidBefore
    ? stored.paper
    : mergeStatements(stored.paper.id, { ...stored.statements, [context.sourceId]: said });
  const fields = isSaidBefore ? [] : differingFields(stored.paper, paper);
  const counts = toCounts(sighting);
  const isRecounted = !isDeepStrictEqual(counts, stored.counts ?? {});
  const isRevised = fields.some((field) => field !== 'other');
  const news = newsOf(sighting, stored, fields, context);
  return {
    kind: isRevised ? 'revised' : isRecounted ? 'recounted' : 'same',
    paper,
    fields,
    ...place(sighting, stored.listedOn),
    ...(!isSaidBefore && { statement: said }),
    ...(isRecounted && { counts }),
    ...(news && { news }),
  };
}

/** A paper that was known but never told becomes news when a list features it; one that was told, when it changes. */
function newsOf(
  { featuredOn }: Sighting,
  stored: KnownPaper,
  fields: PaperField[],
  { news, now, lookback }: ReadingContext,
): PaperChange['news'] {
  // A withdrawal is marked, not announced.
  if (fields.includes('withdrawn')) return undefined;
  if (stored.newsAt) return fields.some((field) => IS_NEWS[field]) ? 'revised' : undefined;
  const isYoung = now.getTime() - stored.firstSeenAt.getTime() <= NEWS_FOR_DAYS * 86_400_000;
  const isFeatured = news === 'featured' && featuredOn !== undefined && isWithin(featuredOn, now, lookback);
  return isYoung && isFeatured ? 'new' : undefined;
}

function place({ rank, featuredOn }: Sighting, listedOn: Day[]): Pick<PaperChange, 'rank' | 'listedOn'> {
  return {
    ...(rank !== undefined && { rank }),
    ...(featuredOn !== undefined && !listedOn.includes(featuredOn) && { listedOn: featuredOn }),
  };
}

function differingFields(before: Paper, after: Paper): PaperField[] {
  const looked: PaperField[] = [
    'title',
    'abstract',
    'authors',
    'codeUrl',
    'version',
    'withdrawn',
    'summary',
    'keywords',
  ];
  const fields = looked.filter((field) => !isSame(field, before, after));
  const rest = (paper: Paper) =>
    Object.entries(paper)
      .filter(([key]) => !looked.includes(key as PaperField))
      .sort();
  return isDeepStrictEqual(rest(before), rest(after)) ? fields : [...fields, 'other'];
}

function isSame(field: PaperField, before: Paper, after: Paper): boolean {
  return field === 'other' || isDeepStrictEqual(before[field], after[field]);
}

function toStatement(sighting: Sighting): Statement {
  const {
    upvotes: _upvotes,
    comments: _comments,
    stars: _stars,
    rank: _rank,
    featuredOn: _day,
    ...statement
  } = sighting;
  return Object.fromEntries(
    Object.entries(statement).filter(([, value]) => value !== undefined),
  ) as Statement & object;
}

function toCounts({ upvotes, comments, stars }: Sighting): Counts {
  return {
    ...(upvotes !== undefined && { upvotes }),
    ...(comments !== undefined && { comments }),
    ...(stars !== undefined && { stars }),
  };
}
