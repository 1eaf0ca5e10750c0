import type { Classifiable, Match, Topic } from '../model/topic.js';
import { topicsOfCategory } from './arxiv-categories.js';
import type { Classifier } from './classifier.js';
import { buildTermIndex, findTerms, type Term, type TermIndex } from './term-index.js';

const MOST_MATCHES = 3;
const MOST_EVIDENCE = 5;

/** What finding a phrase in a place is worth; in an abstract also how often it is said. */
const IN_TITLE = 0.9;
const IN_KEYWORDS = 0.35;
const IN_ABSTRACT = [0, 0.4, 0.55, 0.65];

const PRIMARY_CATEGORY = 0.9;
const OTHER_CATEGORY = 0.3;

/** A phrase found in a paper, with its first appearance. */
interface Found {
  term: Term;
  phrase: string;
  inTitle: boolean;
  inKeywords: boolean;
  inAbstract: number;
}

/**
 * The first classifier: weighted phrases, found as whole words in title, keywords and abstract, and the arXiv categories
 * where they are known. The votes for a topic add up as if each were an independent sign (noisy or): 1 − ∏(1 − weight).
 */
export function createTermClassifier(): Classifier {
  const indexes = new WeakMap<Topic[], TermIndex>();
  const indexOf = (topics: Topic[]): TermIndex => {
    const index = indexes.get(topics) ?? buildTermIndex(topics);
    indexes.set(topics, index);
    return index;
  };
  return {
    id: 'terms-1',
    async classify(papers, topics) {
      const index = indexOf(topics);
      return papers.flatMap((paper) => classifyPaper(paper, topics, index));
    },
  };
}

function classifyPaper(paper: Classifiable, topics: Topic[], index: TermIndex): Match[] {
  const found = [...collectFound(paper, index).values()];
  const signs = addSigns(paper, topics, found);
  return topics
    .map((topic, place) => ({ topic, place, score: 1 - Math.exp(-(signs[place] ?? 0)) }))
    .filter(({ topic, score }) => score > 0 && score >= topic.threshold)
    .sort((a, b) => (signs[b.place] ?? 0) - (signs[a.place] ?? 0) || a.place - b.place)
    .map(({ topic, place, score }) => toMatch(paper, topic, score, evidenceFor(place, found)))
    .filter(({ evidence }) => evidence.length > 0)
    .slice(0, MOST_MATCHES);
}

function toMatch(paper: Classifiable, topic: Topic, score: number, evidence: string[]): Match {
  return { paperId: paper.id, topicId: topic.id, score: Math.min(0.999, Number(score.toFixed(3))), evidence };
}

function collectFound(paper: Classifiable, index: TermIndex): Map<number, Found> {
  const found = new Map<number, Found>();
  const look = (text: string, note: (found: Found) => void) => {
    for (const { term, start, end } of findTerms(index, text)) {
      const known = found.get(term.id) ?? newFound(term, text.slice(start, end));
      note(known);
      found.set(term.id, known);
    }
  };
  look(paper.title, (term) => {
    term.inTitle = true;
  });
  for (const keyword of paper.keywords ?? [])
    look(keyword, (term) => {
      term.inKeywords = true;
    });
  look(paper.abstract ?? '', (term) => {
    term.inAbstract += 1;
  });
  return found;
}

function newFound(term: Term, phrase: string): Found {
  return { term, phrase, inTitle: false, inKeywords: false, inAbstract: 0 };
}

/** For each topic the sum of −log(1 − vote): the noisy or before it is bent into 0–1, so that ties near 1 keep an order. */
function addSigns(paper: Classifiable, topics: Topic[], found: Found[]): number[] {
  const signs = new Array<number>(topics.length).fill(0);
  const add = (place: number, vote: number) => {
    signs[place] = (signs[place] ?? 0) + signOf(vote);
  };
  for (const one of found)
    for (const { topic, weight } of one.term.votes) add(topic, weight * strengthOf(one));
  (paper.categories ?? []).forEach((category, order) => {
    const weights = topicsOfCategory(category);
    topics.forEach(({ id }, place) => {
      add(place, (weights[id] ?? 0) * (order === 0 ? PRIMARY_CATEGORY : OTHER_CATEGORY));
    });
  });
  return signs;
}

function signOf(vote: number): number {
  return vote >= 0 ? -Math.log(1 - Math.min(vote, 0.95)) : Math.log(1 + Math.max(vote, -0.95));
}

function strengthOf({ inTitle, inKeywords, inAbstract }: Found): number {
  const said = IN_ABSTRACT[Math.min(inAbstract, IN_ABSTRACT.length - 1)] ?? 0;
  return Math.min(1, (inTitle ? IN_TITLE : 0) + (inKeywords ? IN_KEYWORDS : 0) + said);
}

/** The phrases that weighed most for a topic, as they stand in the paper. */
function evidenceFor(place: number, found: Found[]): string[] {
  return found
    .map((one) => ({ phrase: one.phrase, vote: voteFor(place, one) }))
    .filter(({ vote }) => vote > 0)
    .sort((a, b) => b.vote - a.vote)
    .slice(0, MOST_EVIDENCE)
    .map(({ phrase }) => phrase);
}

function voteFor(place: number, one: Found): number {
  const weight = one.term.votes.find(({ topic }) => topic === place)?.weight ?? 0;
  return weight * strengthOf(one);
}
