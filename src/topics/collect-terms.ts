import type { Passage } from './read-grams.js';
import { findTerms, type Term, type TermIndex } from './term-index.js';

/** What finding a phrase in a place is worth; in an abstract also how often it is said. */
const IN_TITLE = 0.9;
const IN_KEYWORDS = 0.35;
const IN_ABSTRACT = [0, 0.4, 0.55, 0.65];

/** A phrase found in a paper, with its first appearance. */
export interface FoundTerm {
  term: Term;
  phrase: string;
  inTitle: boolean;
  inKeywords: boolean;
  inAbstract: number;
}

/** The phrases of a paper's passages (title, abstract, keywords), each once. */
export function collectTerms(index: TermIndex, passages: readonly Passage[]): FoundTerm[] {
  const found = new Map<number, FoundTerm>();
  passages.forEach(({ text, words }, place) => {
    for (const { term, start, end } of findTerms(index, words)) {
      const known = found.get(term.id) ?? newFound(term, text.slice(start, end));
      if (place === 0) known.inTitle = true;
      else if (place === 1) known.inAbstract += 1;
      else known.inKeywords = true;
      found.set(term.id, known);
    }
  });
  return [...found.values()];
}

function newFound(term: Term, phrase: string): FoundTerm {
  return { term, phrase, inTitle: false, inKeywords: false, inAbstract: 0 };
}

/** How strongly a paper says a phrase, 0–1. */
export function strengthOf({ inTitle, inKeywords, inAbstract }: FoundTerm): number {
  const said = IN_ABSTRACT[Math.min(inAbstract, IN_ABSTRACT.length - 1)] ?? 0;
  return Math.min(1, (inTitle ? IN_TITLE : 0) + (inKeywords ? IN_KEYWORDS : 0) + said);
}

/** What a phrase says of a topic (by its place), between −1 and 1. */
export function voteFor(topic: number, found: FoundTerm): number {
  const weight = found.term.votes.find((vote) => vote.topic === topic)?.weight ?? 0;
  return weight * strengthOf(found);
}

/** For each topic the sum of −log(1 − vote): the noisy or before it is bent into 0–1, so that ties near 1 keep an order. */
export function sumSigns(found: readonly FoundTerm[], topics: number): number[] {
  const signs = new Array<number>(topics).fill(0);
  for (const one of found)
    for (const { topic, weight } of one.term.votes)
      signs[topic] = (signs[topic] ?? 0) + signOf(weight * strengthOf(one));
  return signs;
}

/** A vote as a sign that can be added to others. */
export function signOf(vote: number): number {
  return vote >= 0 ? -Math.log(1 - Math.min(vote, 0.95)) : Math.log(1 + Math.max(vote, -0.95));
}
