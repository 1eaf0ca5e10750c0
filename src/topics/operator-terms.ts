import type { Topic } from '../model/topic.js';
import { collectTerms, type FoundTerm, strengthOf, sumSigns } from './collect-terms.js';
import type { Passage } from './read-grams.js';
import { buildTermIndex } from './term-index.js';

/** What the operator says beside the model: phrases found, and by topic how far they move its score. */
export interface OperatorWord {
  found: FoundTerm[];
  /** Added to the logarithm of the odds of a topic. */
  pushes: number[];
  /** Sums of term signs, for topics that have nothing but terms. */
  signs: number[];
}

/** A phrase of weight 1 makes a paper's odds e^10 times as good when it is all a paper speaks of. */
const PUSH = 10;

/** A phrase that is said once counts for half of one that is said everywhere: the operator has spoken. */
const SAID_AT_ALL = 0.5;

/**
 * Compares the configured topics with those a model was trained with. A term that is new or has another weight is the
 * operator's own word, and so is a phrase new in `without`; a topic the model does not know is its terms alone.
 */
export function createOperatorTerms(
  topics: readonly Topic[],
  trained: readonly Topic[],
): (passages: readonly Passage[]) => OperatorWord {
  const differences = topics.map((topic) => {
    const known = trained.find(({ id }) => id === topic.id);
    return known ? differenceOf(topic, known) : topic;
  });
  const index = buildTermIndex(differences);
  return (passages) => {
    const found = index.next.size === 0 ? [] : collectTerms(index, passages);
    return { found, pushes: sumPushes(found, topics.length), signs: sumSigns(found, topics.length) };
  };
}

function differenceOf(topic: Topic, known: Topic): Topic {
  const before = new Map(known.terms.map(({ phrase, weight }) => [phrase, weight]));
  const moved = topic.terms
    .map(({ phrase, weight }) => ({ phrase, weight: weight - (before.get(phrase) ?? 0) }))
    .filter(({ weight }) => weight !== 0);
  const against = topic.without.filter((phrase) => !known.without.includes(phrase));
  return { ...topic, terms: [...moved, ...against.map((phrase) => ({ phrase, weight: -1 }))], without: [] };
}

function sumPushes(found: readonly FoundTerm[], topics: number): number[] {
  const pushes = new Array<number>(topics).fill(0);
  for (const one of found)
    for (const { topic, weight } of one.term.votes)
      pushes[topic] =
        (pushes[topic] ?? 0) + PUSH * weight * (SAID_AT_ALL + (1 - SAID_AT_ALL) * strengthOf(one));
  return pushes;
}
