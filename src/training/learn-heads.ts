import { findSubspace } from './find-subspace.js';
import { fitLogistic, type Head } from './logistic.js';
import { type Matrix, stackFeatures } from './matrix.js';
import type { TrainingPaper } from './read-training-data.js';
import type { Reading, TellStep } from './reading.js';
import { frequentCategories, labelByCategory, labelWeakly } from './weak-labels.js';

/** What was learnt of grams from papers nobody labelled: each head is a weight a gram. */
export interface Learnt {
  /** One a topic, from terms and categories. */
  topics: Head[];
  /** One a frequent category. */
  categories: Head[];
  /** Orthonormal directions in which texts differ most. */
  directions: Float64Array[];
}

const OPTIONS = { ridge: 1, steps: 22 };
const LEAST_PAPERS_OF_CATEGORY = 400;
const DIRECTIONS = 100;

/** Learns all heads; each is a problem of its own, solved one after the other. */
export function learnHeads(
  papers: readonly TrainingPaper[],
  { features, signs }: Reading,
  topicIds: readonly string[],
  grams: number,
  tell: TellStep,
): Learnt {
  const matrix = stackFeatures(features, grams);
  tell(2, 6, 'topics from terms and categories');
  const topics = labelWeakly(papers, signs, topicIds).map((targets) => fitLogistic(matrix, targets, OPTIONS));
  tell(3, 6, 'categories');
  const categories = learnCategories(papers, matrix);
  tell(4, 6, 'directions');
  return { topics, categories, directions: findSubspace(matrix, DIRECTIONS) };
}

function learnCategories(papers: readonly TrainingPaper[], matrix: Matrix): Head[] {
  return frequentCategories(papers, LEAST_PAPERS_OF_CATEGORY).map((category) =>
    fitLogistic(matrix, labelByCategory(papers, category), OPTIONS),
  );
}
