import { addRow, dotRow, type Matrix } from './matrix.js';
import { minimise } from './minimise.js';

/** A linear score: weights · features + bias. */
export interface Head {
  weights: Float64Array;
  bias: number;
}

export interface LogisticOptions {
  /** Strength of the pull of all weights towards 0 (half of it times their squares); the bias is free. */
  ridge: number;
  steps: number;
}

/**
 * Logistic regression. `targets` are probabilities 0–1, one a row; a row with `NaN` is left out.
 */
export function fitLogistic(matrix: Matrix, targets: Float64Array, { ridge, steps }: LogisticOptions): Head {
  const { columns } = matrix;
  const rows = [...targets.keys()].filter((row) => !Number.isNaN(targets[row]));
  const solution = minimise(
    (point, gradient) => {
      const bias = point[columns] as number;
      let loss = 0;
      let lean = 0;
      gradient.fill(0);
      for (const row of rows) {
        const target = targets[row] as number;
        const score = dotRow(matrix, row, point) + bias;
        const error = sigmoid(score) - target;
        loss += softplus(score) - target * score;
        lean += error;
        addRow(matrix, row, error, gradient);
      }
      gradient[columns] = lean;
      return loss + addRidge(point, gradient, columns, ridge);
    },
    new Float64Array(columns + 1),
    { steps },
  );
  return { weights: solution.slice(0, columns), bias: solution[columns] as number };
}

/** Adds the pull towards 0 to the gradient of the first `count` places, and returns its part of the value. */
export function addRidge(point: Float64Array, gradient: Float64Array, count: number, ridge: number): number {
  let squares = 0;
  for (let at = 0; at < count; at += 1) {
    const value = point[at] as number;
    squares += value * value;
    gradient[at] = (gradient[at] as number) + ridge * value;
  }
  return 0.5 * ridge * squares;
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));

/** log(1 + e^score) without overflow. */
const softplus = (score: number): number => Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
