import { type FoundTerm, voteFor } from './collect-terms.js';
import type { Gram } from './read-grams.js';
import { splitWords } from './split-words.js';

const MOST_EVIDENCE = 5;

/** What weighs less than this share of the heaviest phrase says too little to be shown. */
const LEAST_SHARE = 0.12;

/** Words that may weigh something and tell a reader nothing, at the edge of a phrase. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(
  `based using used use propose proposed new novel different various approach method result paper show study field existing
  several effective efficient significant respectively`.split(/\s+/),
);

/** A phrase is shown only as a person would write it: no formula, no bracket in the middle. */
const READABLE = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[\s\p{Pd}/'’.]+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*$/u;

/** A phrase as it stands in a paper, and how much it weighed. */
export interface Evidence {
  phrase: string;
  folded: string;
  weight: number;
}

/** The weight of a gram for one topic, 0 for grams the model does not know. */
export type WeightOf = (folded: string) => number;

/** The phrases that weighed most, as they stand in the paper, heaviest first; none of them within another. */
export function pickEvidence(candidates: readonly Evidence[]): string[] {
  const picked: Evidence[] = [];
  const sorted = [...candidates].sort((a, b) => b.weight - a.weight);
  const least = (sorted[0]?.weight ?? 0) * LEAST_SHARE;
  for (const one of sorted) {
    if (picked.length === MOST_EVIDENCE || one.weight <= 0 || one.weight < least) break;
    if (isReadable(one) && !picked.some((other) => overlaps(one, other))) picked.push(one);
  }
  return picked.map(({ phrase }) => phrase);
}

/** Candidates among the grams, each as it first stands: a pair carries the weight of its words. */
export function weighPhrases(firsts: readonly Gram[], weightOf: WeightOf): Evidence[] {
  const candidates: Evidence[] = [];
  for (const { folded, passage, start, end } of firsts) {
    const own = weightOf(folded);
    if (own <= 0) continue;
    const weight = weighWords(folded, own, weightOf);
    candidates.push({ phrase: passage.text.slice(start, end), folded, weight });
  }
  return candidates;
}

/** Candidates among the terms found that speak for a topic. */
export function weighTerms(
  found: readonly FoundTerm[],
  topic: number,
  weightOf: WeightOf,
  factor: number,
): Evidence[] {
  return found.flatMap((one) => {
    const vote = voteFor(topic, one);
    if (vote <= 0) return [];
    const words = splitWords(one.phrase).map(({ folded }) => folded);
    const grams = [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)];
    const weight = grams.reduce((sum, gram) => sum + Math.max(0, weightOf(gram)), factor * vote);
    return [{ phrase: one.phrase, folded: words.join(' '), weight }];
  });
}

function weighWords(folded: string, own: number, weightOf: WeightOf): number {
  const words = folded.split(' ');
  if (words.length === 1) return own;
  return words.reduce((sum, word) => sum + Math.max(0, weightOf(word)), own);
}

function isReadable({ phrase, folded }: Evidence): boolean {
  const words = folded.split(' ');
  if (EMPTY_WORDS.has(words[0] ?? '') || EMPTY_WORDS.has(words.at(-1) ?? '')) return false;
  return READABLE.test(phrase) && (phrase.length > 2 || /^\p{Lu}/u.test(phrase));
}

/** They share at least half of the words of the shorter one: what is shown should say different things. */
function overlaps(one: Evidence, other: Evidence): boolean {
  const [few = [], many = []] = [one.folded.split(' '), other.folded.split(' ')].sort(
    (a, b) => a.length - b.length,
  );
  return 2 * few.filter((word) => many.includes(word)).length >= few.length;
}
