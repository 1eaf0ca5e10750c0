import type { Classifiable, Match, Topic } from '../model/topic.js';
import type { Classifier } from './classifier.js';
import { collectTerms, type FoundTerm, sumSigns, voteFor } from './collect-terms.js';
import { readPassages } from './read-grams.js';
import { sumCategories } from './sum-categories.js';
import { buildTermIndex, type TermIndex } from './term-index.js';

const MOST_MATCHES = 3;
const MOST_EVIDENCE = 5;

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
  const found = collectTerms(index, readPassages(paper));
  const signs = addSigns(paper, topics, found);
  return topics
    .map((topic, place) => ({ topic, place, score: scoreOfSigns(signs[place] ?? 0) }))
    .filter(({ topic, score }) => score > 0 && score >= topic.threshold)
    .sort((a, b) => (signs[b.place] ?? 0) - (signs[a.place] ?? 0) || a.place - b.place)
    .map(({ topic, place, score }) => toMatch(paper, topic, score, evidenceFor(place, found)))
    .filter(({ evidence }) => evidence.length > 0)
    .slice(0, MOST_MATCHES);
}

/** A sum of signs as a score, 0–1; below 0 where more speaks against a topic than for it. */
export const scoreOfSigns = (signs: number): number => 1 - Math.exp(-signs);

function toMatch(paper: Classifiable, topic: Topic, score: number, evidence: string[]): Match {
  return { paperId: paper.id, topicId: topic.id, score: Math.min(0.999, Number(score.toFixed(3))), evidence };
}

function addSigns({ categories = [] }: Classifiable, topics: Topic[], found: FoundTerm[]): number[] {
  const ids = topics.map(({ id }) => id);
  const told = sumCategories(categories, ids);
  return sumSigns(found, topics.length).map((signs, place) => signs + (told[place] ?? 0));
}

/** The phrases that weighed most for a topic, as they stand in the paper. */
function evidenceFor(place: number, found: FoundTerm[]): string[] {
  return found
    .map((one) => ({ phrase: one.phrase, vote: voteFor(place, one) }))
    .filter(({ vote }) => vote > 0)
    .sort((a, b) => b.vote - a.vote)
    .slice(0, MOST_EVIDENCE)
    .map(({ phrase }) => phrase);
}
