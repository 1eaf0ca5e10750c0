import type { Day } from '../model/clock.js';
import type { ProfilePaper, Researcher, SamplePaper, SampleWeek } from './sample-week.js';

/** A paper as the site shows it at one moment. */
export type ShownPaper = Omit<SamplePaper, 'changes' | 'listed' | 'counts'> & {
  upvotes: number;
  comments: number;
  stars?: number | undefined;
};

/** A researcher's figures at one moment, and the papers listed by then, in the order of the site. */
export type ShownResearcher = Omit<Researcher, 'figures' | 'papers'> &
  Omit<Researcher['figures'][number], 'at' | 'papers'> & { total: number; papers: ProfilePaper[] };

type ToldKey = 'title' | 'abstract' | 'summary' | 'keywords' | 'codeUrl';

/** The papers that stand in a day's list at a moment, by falling votes as Hugging Face orders them. */
export function listPapers(week: SampleWeek, day: Day, now: Date): ShownPaper[] {
  return week.papers
    .filter((paper) => paper.listed.some((listing) => listing.day === day && isPast(listing.at, now)))
    .map((paper) => showPaper(paper, now))
    .sort((a, b) => b.upvotes - a.upvotes);
}

/** The days that have a list at a moment, in order. */
export function listDays(week: SampleWeek, now?: Date): Day[] {
  const listings = week.papers.flatMap((paper) => paper.listed);
  const shown = now ? listings.filter(({ at }) => isPast(at, now)) : listings;
  return [...new Set(shown.map(({ day }) => day))].sort();
}

/** A researcher as the site knows them at a moment; before the first figures, the first ones hold. */
export function showResearcher(researcher: Researcher, now: Date): ShownResearcher {
  const { figures, papers, ...person } = researcher;
  const { at: _at, papers: total, ...metrics } = lastBy(figures, now);
  const listed = papers.filter(({ listedAt }) => listedAt === undefined || isPast(listedAt, now));
  return { ...person, ...metrics, total, papers: listed };
}

function showPaper(paper: SamplePaper, now: Date): ShownPaper {
  const { changes, listed: _listed, counts, ...first } = paper;
  const { at: _at, ...counted } = lastBy(counts, now);
  const told = changes.filter(({ at }) => isPast(at, now));
  const said = <Key extends ToldKey>(key: Key) =>
    told.findLast((change) => change[key] !== undefined)?.[key] ?? paper[key];
  const latest = { title: said('title'), abstract: said('abstract'), summary: said('summary') };
  return { ...first, ...counted, ...latest, keywords: said('keywords'), codeUrl: said('codeUrl') };
}

function lastBy<T extends { at: string }>(series: [T, ...T[]], now: Date): T {
  return series.findLast(({ at }) => isPast(at, now)) ?? series[0];
}

function isPast(moment: string, now: Date): boolean {
  return Date.parse(moment) <= now.getTime();
}
