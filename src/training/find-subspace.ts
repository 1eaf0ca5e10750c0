import { addRow, dotRow, type Matrix } from './matrix.js';
import { add, dot } from './minimise.js';

/** Passes over the papers; more bring the directions nearer to the exact ones, which nobody needs. */
const PASSES = 3;

/**
 * Orthonormal directions in which the rows differ most: the leading right singular vectors, up to a rotation, by
 * randomised subspace iteration (Halko, Martinsson & Tropp, 2011, algorithm 4.4). Weights that are pulled towards 0 by
 * their squares do not mind the rotation.
 */
export function findSubspace(matrix: Matrix, count: number): Float64Array[] {
  const draw = createDraw(count);
  const start = Array.from({ length: count }, () => Float64Array.from({ length: matrix.columns }, draw));
  return Array.from({ length: PASSES }).reduce<Float64Array[]>(
    (directions) => orthonormalise(turn(matrix, directions)),
    orthonormalise(start),
  );
}

/** Xᵀ X times each direction. */
function turn(matrix: Matrix, directions: Float64Array[]): Float64Array[] {
  return directions.map((direction) => {
    const turned = new Float64Array(matrix.columns);
    for (let row = 0; row < matrix.rows; row += 1)
      addRow(matrix, row, dotRow(matrix, row, direction), turned);
    return turned;
  });
}

/** Gram–Schmidt, twice over for the sake of rounding. */
function orthonormalise(vectors: Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    for (const other of [...done, ...done]) add(vector, -dot(vector, other), other);
    const length = Math.sqrt(dot(vector, vector));
    done.push(length > 1e-12 ? vector.map((value) => value / length) : vector.fill(0));
  }
  return done;
}

/** Numbers between −1 and 1 that are the same in every run (mulberry32). */
function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
