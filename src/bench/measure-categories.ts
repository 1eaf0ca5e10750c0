import { readGrams, readPassages } from '../topics/read-grams.js';
import { type Vocabulary, weighGrams } from '../topics/vocabulary.js';
import { type Matrix, stackFeatures } from '../training/matrix.js';
import type { TrainingPaper } from '../training/read-training-data.js';
import { chooseClass, fitSoftmax } from '../training/softmax.js';
import { frequentCategories } from '../training/weak-labels.js';
import type { Figure } from './figure.js';

const CLASSES = 12;
const OPTIONS = { ridge: 0.3, steps: 45 };

/** What naive Bayes over words gets on the same papers, in per cent. */
const NAIVE_BAYES = { accuracy: 68.7, macroF1: 69.7 };

/**
 * How well the model's features tell the primary category, among the twelve that are most often primary in the dev split:
 * a softmax head trained for this measurement alone.
 */
export function* measureCategories(
  train: readonly TrainingPaper[],
  dev: readonly TrainingPaper[],
  vocabulary: Vocabulary,
): Iterable<Figure> {
  const primary = (papers: readonly TrainingPaper[]) =>
    papers.map((paper) => ({ ...paper, categories: paper.categories.slice(0, 1) }));
  const classes = frequentCategories(primary(dev), 1).slice(0, CLASSES);
  const [seen, unseen] = [choose(train, classes, vocabulary), choose(dev, classes, vocabulary)];
  const heads = fitSoftmax(seen.matrix, seen.classes, classes.length, OPTIONS);
  const guessed = Int32Array.from(unseen.classes, (_, row) => chooseClass(unseen.matrix, row, heads));
  const right = guessed.filter((guess, row) => guess === unseen.classes[row]).length;
  const note = `${guessed.length} dev papers, ${classes.length} categories; obvious: naive Bayes`;
  yield {
    what: 'primary category, accuracy',
    value: (100 * right) / Math.max(1, guessed.length),
    unit: '%',
    obvious: NAIVE_BAYES.accuracy,
    aim: { least: 70 },
    note,
  };
  yield {
    what: 'primary category, macro-F1',
    value: 100 * meanF1(guessed, unseen.classes, classes.length),
    unit: '%',
    obvious: NAIVE_BAYES.macroF1,
    aim: { least: 70.5 },
    note,
  };
}

function choose(
  papers: readonly TrainingPaper[],
  classes: readonly string[],
  vocabulary: Vocabulary,
): { matrix: Matrix; classes: Int32Array } {
  const own = papers.filter(({ categories }) => classes.includes(categories[0] ?? ''));
  const features = own.map(({ id, title, abstract }) =>
    weighGrams(vocabulary, readGrams(readPassages({ id, title, abstract }))),
  );
  return {
    matrix: stackFeatures(features, vocabulary.rarity.length),
    classes: Int32Array.from(own, ({ categories }) => classes.indexOf(categories[0] ?? '')),
  };
}

function meanF1(guessed: Int32Array, classes: Int32Array, count: number): number {
  let sum = 0;
  for (let one = 0; one < count; one += 1) {
    const right = guessed.filter((guess, row) => guess === one && classes[row] === one).length;
    const told = guessed.filter((guess) => guess === one).length;
    const real = classes.filter((each) => each === one).length;
    sum += (2 * right) / Math.max(1, told + real);
  }
  return sum / count;
}
