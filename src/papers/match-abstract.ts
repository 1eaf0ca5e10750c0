/** A paper that a text without title or id may belong to. */
export interface Candidate {
  paperId: string;
  abstract: string;
}

/** `joined`: it is that paper. `held`: a person must decide. `unmatched`: none of them is near. */
export type AbstractMatch =
  | { kind: 'joined' | 'held'; paperId: string; score: number }
  | { kind: 'unmatched'; score: number };

const JOIN_FROM = 0.7;
const RUNNER_UP_BELOW = 0.4;
const HOLD_FROM = 0.25;

/**
 * Which of one author's papers an abstract belongs to, by the words they share. Only inside one linked author's list:
 * among all papers an abstract is no identity, since sources rewrite it and namesakes share pages.
 */
export function matchAbstract(text: string, candidates: readonly Candidate[]): AbstractMatch {
  const words = wordsOf(text);
  const scored = candidates.map(({ paperId, abstract }) => ({
    paperId,
    score: jaccard(words, wordsOf(abstract)),
  }));
  const [best, second] = scored.sort((a, b) => b.score - a.score);
  if (!best || best.score < HOLD_FROM) return { kind: 'unmatched', score: best?.score ?? 0 };
  const isSure = best.score >= JOIN_FROM && (second?.score ?? 0) < RUNNER_UP_BELOW;
  return { kind: isSure ? 'joined' : 'held', ...best };
}

/** Shared words by all words (Jaccard 1901), 0–1. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

/** Letters and digits only: sources spell one formula in several ways. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}
