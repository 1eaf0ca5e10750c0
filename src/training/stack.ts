import { holdSign } from '../topics/topic-model.js';
import { gradeLabels } from './hand-labels.js';
import type { Learnt } from './learn-heads.js';
import { fitLogistic, type Head } from './logistic.js';
import { dotRow, type Matrix, stackFeatures, stackRows } from './matrix.js';
import type { Label } from './read-training-data.js';
import type { Reading } from './reading.js';

/** How much each kind of input weighs in the second step: where all weights are pulled alike, it is its size that counts. */
export const INPUT_SCALES = { topics: 0.5, categories: 0.3, directions: 6, signs: 1 };

const OPTIONS = { ridge: 1, steps: 150 };
const FOLDS = 5;

/** The second step: one head a topic over topic heads, category heads, directions and signs, less their means. */
export interface Stack {
  means: Float64Array;
  heads: Head[];
}

/** The inputs of the second step, one row a paper, in the order topics, categories, directions, signs. */
export function stackRowsOf(
  { topics, categories, directions }: Learnt,
  { features, signs }: Reading,
): Float64Array[] {
  const grams = directions[0]?.length ?? 0;
  const matrix = stackFeatures(features, grams);
  const score = (row: number, heads: readonly Head[], scale: number) =>
    heads.map(({ weights, bias }) => scale * (dotRow(matrix, row, weights) + bias));
  return features.map((_, row) =>
    Float64Array.from([
      ...score(row, topics, INPUT_SCALES.topics),
      ...score(row, categories, INPUT_SCALES.categories),
      ...directions.map((direction) => INPUT_SCALES.directions * dotRow(matrix, row, direction)),
      ...(signs[row] ?? []).map((sign) => INPUT_SCALES.signs * holdSign(sign)),
    ]),
  );
}

/** Fits the second step on all labels. */
export function fitStack(
  rows: readonly Float64Array[],
  labels: readonly Label[],
  topicIds: readonly string[],
): Stack {
  const { matrix, means } = centre(rows);
  return {
    means,
    heads: gradeLabels(labels, topicIds).map((targets) => fitLogistic(matrix, targets, OPTIONS)),
  };
}

/** Raw scores by topic of each paper, by a second step that was fitted without it (in folds). */
export function crossScore(
  rows: readonly Float64Array[],
  labels: readonly Label[],
  topicIds: readonly string[],
): number[][] {
  const scores: number[][] = rows.map(() => []);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isHeldOut = (at: number) => at % FOLDS === fold;
    const kept = [...rows.keys()].filter((at) => !isHeldOut(at));
    const stack = fitStack(pick(rows, kept), pick(labels, kept), topicIds);
    rows.forEach((row, at) => {
      if (isHeldOut(at)) scores[at] = scoreRow(stack, row);
    });
  }
  return scores;
}

const pick = <T>(list: readonly T[], places: readonly number[]): T[] =>
  places.map((place) => list[place] as T);

function scoreRow({ means, heads }: Stack, row: Float64Array): number[] {
  return heads.map(({ weights, bias }) =>
    row.reduce((sum, value, at) => sum + (value - (means[at] ?? 0)) * (weights[at] ?? 0), bias),
  );
}

function centre(rows: readonly Float64Array[]): { matrix: Matrix; means: Float64Array } {
  const means = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows)
    row.forEach((value, at) => {
      means[at] = (means[at] ?? 0) + value / rows.length;
    });
  return { matrix: stackRows(rows.map((row) => row.map((value, at) => value - (means[at] ?? 0)))), means };
}
