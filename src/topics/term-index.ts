import type { Topic } from '../model/topic.js';
import { splitWords, type Word } from './split-words.js';

/** What a phrase says: for each topic (by its place in the list) a weight, negative when it speaks against it. */
export interface Term {
  id: number;
  votes: { topic: number; weight: number }[];
}

/** A phrase found in a text, at `start` to `end`. */
export interface Find {
  term: Term;
  start: number;
  end: number;
}

/** All phrases of all topics as a tree of words. */
export interface TermIndex {
  next: Map<string, TermIndex>;
  term?: Term;
}

/** How much a phrase of `without` takes away. */
const AGAINST = -0.5;

/** Built once for a list of topics; its size is that of the terms, its lookups follow the words of a text. */
export function buildTermIndex(topics: Topic[]): TermIndex {
  const root: TermIndex = { next: new Map() };
  let count = 0;
  const add = (phrase: string, topic: number, weight: number) => {
    let node = root;
    for (const { folded } of splitWords(phrase)) node = childOf(node, folded);
    if (node === root) return;
    node.term ??= { id: count++, votes: [] };
    node.term.votes.push({ topic, weight });
  };
  topics.forEach(({ terms, without }, topic) => {
    for (const { phrase, weight } of terms) add(phrase, topic, weight);
    for (const phrase of without) add(phrase, topic, AGAINST);
  });
  return root;
}

/** The phrases among the words of a text, from left to right; at each place the longest, and none inside another. */
export function findTerms(index: TermIndex, words: readonly Word[]): Find[] {
  const finds: Find[] = [];
  for (let at = 0; at < words.length; ) {
    const found = longestAt(index, words, at);
    if (found) finds.push(found.find);
    at = found ? found.after : at + 1;
  }
  return finds;
}

function longestAt(
  index: TermIndex,
  words: readonly Word[],
  at: number,
): { find: Find; after: number } | undefined {
  let best: { find: Find; after: number } | undefined;
  let node: TermIndex | undefined = index;
  for (let place = at; place < words.length; place += 1) {
    const word = words[place];
    node = place === at || word?.joined ? node.next.get(word?.folded ?? '') : undefined;
    if (!node) break;
    if (node.term) best = { find: findOf(node.term, words[at], words[place]), after: place + 1 };
  }
  return best;
}

function findOf(term: Term, first: Word | undefined, last: Word | undefined): Find {
  return { term, start: first?.start ?? 0, end: last?.end ?? 0 };
}

function childOf(node: TermIndex, word: string): TermIndex {
  const child = node.next.get(word) ?? { next: new Map() };
  node.next.set(word, child);
  return child;
}
