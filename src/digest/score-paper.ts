import type { Config } from '../config.js';
import { PERIODS, type Period } from '../model/period.js';
import type { NewsPaper } from '../store/store.js';

type Weights = Config['trending'];

/** What a score is the sum of, in the order in which equal shares are told. */
export const TERMS = ['votes', 'velocity', 'comments', 'code', 'sources', 'freshness'] as const;
export type Term = (typeof TERMS)[number];

export interface Score {
  /** To six decimals, so that the last bits of a logarithm never decide a tie. */
  score: number;
  /** What each term adds to the score, as a share of it, 0–1 to three decimals; terms that add nothing are left out. */
  shares: Partial<Record<Term, number>>;
}

/** A paper as far as it is scored. */
export type Scored = Pick<NewsPaper, 'counts' | 'gained' | 'listedBy'> & {
  hasCode: boolean;
  ageDays: number;
};

/**
 * The ranking, whole. The score of a paper is the sum of its weighted terms, faded by its age:
 *
 *     ( votes     · log2(1 + upvotes)
 *     + velocity  · log2(1 + votes gained since yesterday)
 *     + comments  · log2(1 + comments)
 *     + code      · (1 + log10 stars), where there is code
 *     + sources   · log2(sources that list it)
 *     + freshness · 1, where it is of the day itself
 *     ) · ageDecay ^ (whole days since it was listed / days of the period)
 *
 * The weights are `trending` of config/default.yaml. Logarithms, because the hundredth vote says less than the tenth; in
 * a week's or a month's ranking age counts by the week or the month, or its last days would fill it. `trendingSql` of
 * src/store computes the same.
 */
export function scorePaper(paper: Scored, weights: Weights, period: Period): Score {
  const fade = weights.ageDecay ** (paper.ageDays / PERIODS[period]);
  const terms = weighTerms(paper, weights);
  const sum = TERMS.reduce((total, term) => total + terms[term], 0);
  const shares = TERMS.flatMap((term) => (terms[term] > 0 ? [[term, round(terms[term] / sum, 3)]] : []));
  return { score: round(sum * fade, 6), shares: Object.fromEntries(shares) };
}

function weighTerms(
  { counts, gained, listedBy, hasCode, ageDays }: Scored,
  weights: Weights,
): Record<Term, number> {
  return {
    votes: weights.votes * grow(counts.upvotes),
    velocity: weights.velocity * grow(gained),
    comments: weights.comments * grow(counts.comments),
    code: hasCode ? weights.code * (1 + Math.log10(Math.max(1, counts.stars ?? 1))) : 0,
    sources: weights.sources * Math.log2(Math.max(1, listedBy ?? 1)),
    freshness: ageDays === 0 ? weights.freshness : 0,
  };
}

const round = (value: number, decimals: number) => Math.round(value * 10 ** decimals) / 10 ** decimals;

const grow = (count: number | undefined) => Math.log2(1 + Math.max(0, count ?? 0));
