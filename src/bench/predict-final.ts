import type { Config } from '../config.js';
import { rankPapers } from '../digest/rank-papers.js';
import type { NewsPaper } from '../store/store.js';

const TOP = 10;

/** How much of a day's final top ten stood in its morning's first ten, 0–1. */
export interface Prediction {
  papers: number;
  byRanking: number;
  byVotes: number;
}

/** Whether there is anything to predict: with ten papers or fewer every order holds all of the top ten. */
export const isTelling = (papers: { length: number }) => papers.length > TOP;

/** Compares the ranking of a morning, and its votes alone, with the votes that the papers had in the end, by id. */
export function predictFinal(
  morning: NewsPaper[],
  final: ReadonlyMap<string, number>,
  weights: Config['trending'],
  at: Date,
): Prediction {
  const none = { velocity: 0, comments: 0, code: 0, sources: 0, freshness: 0 };
  const recall = (by: Config['trending']) => recallTop(rankPapers(morning, by, at, []), final);
  return {
    papers: morning.length,
    byRanking: recall(weights),
    byVotes: recall({ votes: 1, ageDecay: 1, ...none }),
  };
}

/** Where several share the tenth place in the end, any of them counts. */
function recallTop(ranked: { paperId: string }[], final: ReadonlyMap<string, number>): number {
  const votesOf = ({ paperId }: { paperId: string }) => final.get(paperId) ?? 0;
  const tenth = ranked.map(votesOf).sort((a, b) => b - a)[TOP - 1] ?? 0;
  return ranked.slice(0, TOP).filter((paper) => votesOf(paper) >= tenth).length / TOP;
}
