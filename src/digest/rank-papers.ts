import type { Config } from '../config.js';
import type { Cadence, EditionPaper } from '../model/edition.js';
import type { Period } from '../model/period.js';
import type { Topic } from '../model/topic.js';
import type { NewsPaper } from '../store/store.js';
import { describePaper, findReasons } from './rank-reasons.js';
import { type Score, scorePaper } from './score-paper.js';
import { showPaper } from './show-paper.js';

const DAY_MS = 86_400_000;

/** Which ranking is asked for. */
export interface Ranking {
  /** `day` when absent. */
  period?: Period;
  /** How many papers stand before these, when they are a later page of a list. */
  after?: number;
}

interface Ranked extends Score {
  news: NewsPaper;
}

/** Within an edition papers fade by its own measure: in a week's by weeks. */
export const periodOf = (cadence: Cadence): Period => (cadence === 'weekly' ? 'week' : 'day');

/**
 * Papers in falling score (see `scorePaper`), shown, each with its reasons and the share of each term. The age of a paper
 * is the whole days (UTC) from the day it was listed, else from when it became news, to `now`. Equal scores fall by
 * upvotes, then rise by title, then by id, so that the same news always makes the same edition.
 */
export function rankPapers(
  news: NewsPaper[],
  weights: Config['trending'],
  now: Date,
  topics: Pick<Topic, 'id' | 'name'>[],
  { period = 'day', after = 0 }: Ranking = {},
): (EditionPaper & { changeId: string })[] {
  const ranked = news
    .map((one) => ({ news: one, ...scorePaper(readFacts(one, now), weights, period) }))
    .sort(compareRanked);
  // Only with the first of a list at hand can one of them be said to lead it.
  const reasonsOf = after === 0 ? findReasons(ranked.map((one) => one.news)) : describePaper;
  return ranked.map(({ news: one, score, shares }, at) => ({
    ...showPaper(one, topics, { rank: after + at + 1, score, shares, reasons: reasonsOf(one) }),
    changeId: one.changeId,
  }));
}

function readFacts(news: NewsPaper, now: Date) {
  return { ...news, hasCode: news.paper.codeUrl !== undefined, ageDays: daysSince(news, now) };
}

function daysSince({ featuredOn, newsAt }: NewsPaper, now: Date): number {
  const since = featuredOn === undefined ? newsAt.getTime() : Date.parse(`${featuredOn}T00:00:00Z`);
  const days = Math.floor(now.getTime() / DAY_MS) - Math.floor(since / DAY_MS);
  return Number.isFinite(days) ? Math.max(0, days) : 0;
}

function compareRanked(a: Ranked, b: Ranked): number {
  return (
    b.score - a.score ||
    (b.news.counts.upvotes ?? 0) - (a.news.counts.upvotes ?? 0) ||
    compareText(a.news.paper.title, b.news.paper.title) ||
    compareText(a.news.paper.id, b.news.paper.id)
  );
}

/** Code units, not a locale: an edition must not depend on the machine that freezes it. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
