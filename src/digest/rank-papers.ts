import type { Config } from '../config.js';
import type { EditionPaper } from '../model/edition.js';
import type { Topic } from '../model/topic.js';
import type { NewsPaper } from '../store/store.js';
import { gainedVotes, showPaper } from './show-paper.js';

const DAY_MS = 86_400_000;

interface Ranked {
  news: NewsPaper;
  score: number;
}

/**
 * An edition's papers in falling score, shown. The score is config/default.yaml's `trending`:
 * (votes·log2(1+upvotes) + velocity·log2(1+gained) + comments·log2(1+comments) + code·(1+log10 stars)) · ageDecay^days,
 * with whole days (UTC) since the paper was featured, else since it became news. Equal scores fall by upvotes, then
 * rise by title, then by id, so that the same news always makes the same edition.
 */
export function rankPapers(
  news: NewsPaper[],
  weights: Config['trending'],
  now: Date,
  topics: Pick<Topic, 'id' | 'name'>[],
): (EditionPaper & { changeId: string })[] {
  const ranked = news.map((one) => ({ news: one, score: scorePaper(one, weights, now) })).sort(compareRanked);
  const reasonsOf = findReasons(ranked.map((one) => one.news));
  return ranked.map(({ news: one, score }, at) => ({
    ...showPaper(one, topics, { rank: at + 1, score, reasons: reasonsOf(one) }),
    changeId: one.changeId,
  }));
}

function scorePaper(news: NewsPaper, weights: Config['trending'], now: Date): number {
  const { upvotes, comments, stars } = news.counts;
  const code = news.paper.codeUrl === undefined ? 0 : 1 + Math.log10(Math.max(1, stars ?? 1));
  const sum =
    weights.votes * grow(upvotes) +
    weights.velocity * grow(gainedVotes(news)) +
    weights.comments * grow(comments) +
    weights.code * code;
  // Rounded, so that the last bits of a logarithm never decide a tie.
  return Math.round(sum * weights.ageDecay ** daysSince(news, now) * 1e6) / 1e6;
}

function grow(count: number | undefined): number {
  return Math.log2(1 + Math.max(0, count ?? 0));
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

/** What sets a paper apart from the others of its edition, the strongest first. */
function findReasons(ranked: NewsPaper[]): (news: NewsPaper) => string[] {
  const leaders: [string, NewsPaper | undefined][] = [
    ['rising fastest today', findLeader(ranked, gainedVotes)],
    ['most votes', findLeader(ranked, (news) => news.counts.upvotes)],
    ['most discussed', findLeader(ranked, (news) => news.counts.comments)],
  ];
  return (news) => [
    ...leaders.filter(([, leader]) => leader === news).map(([reason]) => reason),
    ...(news.paper.codeUrl === undefined ? [] : ['code released']),
  ];
}

/** The one with the highest count above zero; of several the best ranked. */
function findLeader(
  ranked: NewsPaper[],
  countOf: (news: NewsPaper) => number | undefined,
): NewsPaper | undefined {
  let leader: NewsPaper | undefined;
  for (const news of ranked) {
    if ((countOf(news) ?? 0) > (leader === undefined ? 0 : (countOf(leader) ?? 0))) leader = news;
  }
  return leader;
}
