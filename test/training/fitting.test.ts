import { describe, expect, it } from 'vitest';
import { findSubspace } from '../../src/training/find-subspace.js';
import { fitLogistic } from '../../src/training/logistic.js';
import { stackRows } from '../../src/training/matrix.js';
import { dot, minimise } from '../../src/training/minimise.js';
import { chooseClass, fitSoftmax } from '../../src/training/softmax.js';

describe('minimising', () => {
  it('finds the lowest point of a narrow bowl', () => {
    const found = minimise(
      (point, gradient) => {
        const [x = 0, y = 0] = point;
        gradient.set([2 * (x - 3), 200 * (y + 1)]);
        return (x - 3) ** 2 + 100 * (y + 1) ** 2;
      },
      new Float64Array(2),
      { steps: 100, tolerance: 1e-14 },
    );
    expect(found[0]).toBeCloseTo(3, 5);
    expect(found[1]).toBeCloseTo(-1, 5);
  });
});

describe('logistic regression', () => {
  const rows = stackRows([-2, -1, 0, 1, 2, 7].map((value) => Float64Array.of(value)));
  const targets = Float64Array.of(0, 0, 0.5, 1, 1, Number.NaN);

  it('finds the slope at which its gradient is nought, and leaves doubtful rows out', () => {
    const { weights, bias } = fitLogistic(rows, targets, { ridge: 1, steps: 100 });
    const [slope = 0] = weights;
    expect(bias).toBeCloseTo(0, 4);
    const share = (value: number) => 1 / (1 + Math.exp(-slope * value));
    // By symmetry: the pull to the labels equals the pull to nought.
    expect(2 * (2 * (1 - share(2)) + (1 - share(1)))).toBeCloseTo(slope, 4);
  });

  it('is pulled nearer to nought by a stronger ridge', () => {
    const slopeAt = (ridge: number) => fitLogistic(rows, targets, { ridge, steps: 100 }).weights[0] ?? 0;
    expect(slopeAt(10)).toBeLessThan(slopeAt(1));
    expect(slopeAt(10)).toBeGreaterThan(0);
  });
});

describe('softmax regression', () => {
  it('tells three classes apart', () => {
    const corners = [
      [4, 0],
      [0, 4],
      [-4, -4],
    ];
    const rows = Array.from({ length: 30 }, (_, at) =>
      Float64Array.from(corners[at % 3] ?? [], (value) => value + (at % 5) / 5),
    );
    const classes = Int32Array.from(rows, (_, at) => at % 3);
    const matrix = stackRows(rows);
    const heads = fitSoftmax(matrix, classes, 3, { ridge: 0.1, steps: 50 });
    expect([...classes.keys()].map((row) => chooseClass(matrix, row, heads))).toEqual([...classes]);
  });
});

describe('the subspace', () => {
  it('holds the direction in which rows differ most, in orthonormal vectors', () => {
    const rows = Array.from({ length: 40 }, (_, at) => {
      const wide = Math.sin(at) * 10;
      return Float64Array.of(wide, wide, Math.cos(3 * at) * 2, Math.sin(7 * at) * 0.1);
    });
    const [first, second] = findSubspace(stackRows(rows), 2);
    if (!first || !second) throw new Error('two directions were asked for');
    expect(dot(first, first)).toBeCloseTo(1, 10);
    expect(dot(first, second)).toBeCloseTo(0, 10);
    const widest = Float64Array.of(Math.SQRT1_2, Math.SQRT1_2, 0, 0);
    expect(Math.hypot(dot(first, widest), dot(second, widest))).toBeCloseTo(1, 3);
  });
});
