import { createHash } from 'node:crypto';
import type { Topic } from '../model/topic.js';
import { collectTerms, sumSigns } from '../topics/collect-terms.js';
import { readGrams, readPassages } from '../topics/read-grams.js';
import { sumCategories } from '../topics/sum-categories.js';
import { buildTermIndex } from '../topics/term-index.js';
import { scoreCategories, type TopicModel } from '../topics/topic-model.js';
import { type Features, type Vocabulary, weighGrams } from '../topics/vocabulary.js';
import { buildVocabulary } from './build-vocabulary.js';
import { fitCalibration } from './fit-calibration.js';
import { foldHeads, quantise } from './fold-heads.js';
import { judgeLabels } from './hand-labels.js';
import { type Learnt, learnHeads } from './learn-heads.js';
import type { Label, TrainingPaper } from './read-training-data.js';
import type { Reading, TellStep } from './reading.js';
import { crossScore, fitStack, type Stack, stackRowsOf } from './stack.js';

/** What a training starts from. */
export interface TrainingSet {
  topics: Topic[];
  /** Papers nobody has labelled by hand; none of them is one of the evaluation. */
  papers: TrainingPaper[];
  /** Papers a person has labelled, each with what they say. */
  labelled: { paper: TrainingPaper; label: Label }[];
}

/** How a model was found to do on the papers labelled by hand, each judged without having been learnt from. */
export interface Trained {
  model: TopicModel;
  /** Calibrated scores of the labelled papers, one list a paper, cross-fitted. */
  scores: number[][];
}

/**
 * Trains a topic model in three steps. (1) On all papers, linear heads over grams learn what terms and categories say of
 * each topic, and who lists each category. (2) On the papers labelled by hand, one small logistic regression a topic learns
 * from those heads, the main directions of the texts and the term signs. (3) All but the signs is linear in the grams, so
 * it is folded into one weight a gram and topic. The same input gives the same model, bit for bit.
 */
export function trainTopics({ topics, papers, labelled }: TrainingSet, tell: TellStep): Trained {
  const topicIds = topics.map(({ id }) => id);
  const hand = labelled.map(({ paper }) => paper);
  tell(0, 6, 'vocabulary');
  const vocabulary = buildVocabulary([...papers, ...hand]);
  tell(1, 6, 'features');
  const index = buildTermIndex(topics);
  const weak = readAll(papers, vocabulary, (passages) =>
    sumSigns(collectTerms(index, passages), topics.length),
  );
  const strong = readAll(hand, vocabulary, (passages) =>
    sumSigns(collectTerms(index, passages), topics.length),
  );
  const learnt = learnHeads(papers, weak, topicIds, vocabulary.places.size, tell);
  tell(5, 6, 'labels');
  const labels = labelled.map(({ label }) => label);
  const rows = stackRowsOf(learnt, strong);
  const categoryMeans = meanCategories(papers, topicIds);
  const raw = crossScore(rows, labels, topicIds).map((scores, at) =>
    addCategories(scores, hand[at]?.categories ?? [], topicIds, categoryMeans),
  );
  const calibration = fitCalibration(raw, judgeLabels(labels, topicIds));
  const model = buildModel({ topics, vocabulary, learnt, stack: fitStack(rows, labels, topicIds) });
  tell(6, 6, 'done');
  const whole = { ...model, categoryMeans, calibration: calibration.parameters };
  return { model: { ...whole, id: nameModel(whole) }, scores: raw.map((row) => row.map(calibration.apply)) };
}

function readAll(
  papers: readonly TrainingPaper[],
  vocabulary: Vocabulary,
  sign: (passages: ReturnType<typeof readPassages>) => number[],
): Reading {
  const features: Features[] = [];
  const signs: number[][] = [];
  for (const { id, title, abstract } of papers) {
    const passages = readPassages({ id, title, abstract });
    features.push(weighGrams(vocabulary, readGrams(passages)));
    signs.push(sign(passages));
  }
  return { features, signs };
}

function meanCategories(papers: readonly TrainingPaper[], topicIds: readonly string[]): number[] {
  const known = papers.filter(({ categories }) => categories.length > 0);
  const means = topicIds.map(() => 0);
  for (const { categories } of known)
    sumCategories(categories, topicIds).forEach((sign, topic) => {
      means[topic] = (means[topic] ?? 0) + sign / known.length;
    });
  return means;
}

function addCategories(
  scores: number[],
  categories: readonly string[],
  topicIds: readonly string[],
  categoryMeans: number[],
): number[] {
  if (categories.length === 0) return scores;
  const told = scoreCategories({ categoryMeans }, sumCategories(categories, topicIds));
  return scores.map((score, topic) => score + (told[topic] ?? 0));
}

interface Parts {
  topics: Topic[];
  vocabulary: Vocabulary;
  learnt: Learnt;
  stack: Stack;
}

function buildModel({ topics, vocabulary, learnt, stack }: Parts) {
  const { weights, bias, signWeights } = foldHeads(learnt, stack, topics.length);
  return {
    topicIds: topics.map(({ id }) => id),
    topics,
    vocabulary,
    bias,
    signWeights,
    ...quantise(weights),
  };
}

/** The same weights have the same name. */
function nameModel({ weights, bias, calibration }: Omit<TopicModel, 'id'>): string {
  const hash = createHash('sha256');
  hash.update(new Uint8Array(weights.buffer)).update(JSON.stringify([bias, calibration]));
  return `grams-1-${hash.digest('hex').slice(0, 8)}`;
}
