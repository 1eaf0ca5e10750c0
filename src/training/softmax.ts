import { addRidge } from './logistic.js';
import { addRow, dotRow, type Matrix } from './matrix.js';
import { minimise } from './minimise.js';

/** For each class the weights of its score; the last weight is the bias. */
export type SoftmaxHead = Float64Array[];

/** Multinomial logistic regression: `classes` holds the class of each row, from 0 to below `count`. */
export function fitSoftmax(
  matrix: Matrix,
  classes: Int32Array,
  count: number,
  { ridge, steps }: { ridge: number; steps: number },
): SoftmaxHead {
  const size = matrix.columns + 1;
  const parts = (whole: Float64Array) =>
    Array.from({ length: count }, (_, at) => whole.subarray(at * size, (at + 1) * size));
  const solution = minimise(
    (point, gradient) => {
      const [heads, slopes] = [parts(point), parts(gradient)];
      gradient.fill(0);
      let loss = 0;
      for (let row = 0; row < matrix.rows; row += 1) {
        const shares = shareOut(scoreRow(matrix, row, heads));
        const own = classes[row] as number;
        loss -= Math.log(Math.max(shares[own] as number, 1e-300));
        slopes.forEach((slope, at) => {
          const error = (shares[at] as number) - (at === own ? 1 : 0);
          addRow(matrix, row, error, slope);
          slope[size - 1] = (slope[size - 1] as number) + error;
        });
      }
      for (const [at, head] of heads.entries())
        loss += addRidge(head, slopes[at] as Float64Array, size - 1, ridge);
      return loss;
    },
    new Float64Array(size * count),
    { steps, tolerance: 1e-5 },
  );
  return parts(solution);
}

/** The class with the highest score. */
export function chooseClass(matrix: Matrix, row: number, heads: SoftmaxHead): number {
  const scores = scoreRow(matrix, row, heads);
  return scores.indexOf(Math.max(...scores));
}

const scoreRow = (matrix: Matrix, row: number, heads: SoftmaxHead) =>
  heads.map((head) => dotRow(matrix, row, head) + (head[head.length - 1] as number));

function shareOut(scores: number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
