import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../model/clock.js';
import type { Known, KnownPaper } from '../model/known.js';
import type { Counts, Paper, Sighting, Statement } from '../model/paper.js';
import type { Changes, PaperChange, PaperField } from '../model/scan.js';
import { identifyPapers } from './identify-papers.js';
import { mergeKnown } from './merge-known.js';
import { layStatement, mergeStatements } from './merge-statements.js';

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
  const papers = identifyPapers(sightings, known.papers).map(({ sighting, stored }) => {
    const [oldest, ...others] = stored;
    if (!oldest) return introduce(sighting, known, context);
    return others.length === 0
      ? compare(sighting, oldest, context)
      : unite(sighting, oldest, others, context);
  });
  const here = new Set(papers.flatMap(({ paper, merged }) => [paper.id, ...(merged?.aliases ?? [])]));
  return { papers, gone: (known.before ?? []).filter((id) => !here.has(id)) };
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
  // A page that counts nothing takes no count back.
  const isRecounted = Object.keys(counts).length > 0 && !isDeepStrictEqual(counts, stored.counts ?? {});
  const news = newsOf(sighting, stored, fields, context);
  return {
    kind: isRevision(fields) ? 'revised' : isRecounted ? 'recounted' : 'same',
    paper,
    fields,
    ...place(sighting, stored.listedOn),
    ...(!isSaidBefore && { statement: said }),
    ...(isRecounted && { counts }),
    ...(news && { news }),
  };
}

/** Compares a sighting with the one paper that several stored ones are. That they are one is no news; what else it says may be. */
function unite(
  sighting: Sighting,
  oldest: KnownPaper,
  others: KnownPaper[],
  context: ReadingContext,
): PaperChange {
  const { known, merged } = mergeKnown(oldest, others);
  const change = compare(sighting, known, context);
  const fields = differingFields(oldest.paper, change.paper);
  return { ...change, ...(isRevision(fields) && { kind: 'revised' }), fields, merged };
}

const isRevision = (fields: PaperField[]) => fields.some((field) => field !== 'other');

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
