import type { Features } from '../topics/vocabulary.js';

/** A sparse matrix, row by row: the entries of row r lie from `starts[r]` to before `starts[r + 1]`. */
export interface Matrix {
  rows: number;
  columns: number;
  starts: Int32Array;
  places: Int32Array;
  values: Float32Array;
}

/** Stacks the features of papers, one row a paper. */
export function stackFeatures(
  papers: readonly Pick<Features, 'places' | 'weights'>[],
  columns: number,
): Matrix {
  const starts = new Int32Array(papers.length + 1);
  papers.forEach(({ places }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + places.length;
  });
  const size = starts[papers.length] ?? 0;
  const matrix = {
    rows: papers.length,
    columns,
    starts,
    places: new Int32Array(size),
    values: new Float32Array(size),
  };
  papers.forEach(({ places, weights }, row) => {
    matrix.places.set(places, starts[row] ?? 0);
    matrix.values.set(weights, starts[row] ?? 0);
  });
  return matrix;
}

/** A matrix without zeros left out, from rows of equal length. */
export function stackRows(rows: readonly Float64Array[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const places = Int32Array.from({ length: columns }, (_, place) => place);
  return stackFeatures(
    rows.map((row) => ({ places, weights: Float32Array.from(row) })),
    columns,
  );
}

/** The product of one row and a vector. */
export function dotRow({ starts, places, values }: Matrix, row: number, vector: Float64Array): number {
  const end = starts[row + 1] ?? 0;
  let sum = 0;
  for (let at = starts[row] ?? 0; at < end; at += 1)
    sum += (values[at] as number) * (vector[places[at] as number] as number);
  return sum;
}

/** Adds one row, times a factor, to a vector. */
export function addRow(
  { starts, places, values }: Matrix,
  row: number,
  factor: number,
  vector: Float64Array,
): void {
  const end = starts[row + 1] ?? 0;
  for (let at = starts[row] ?? 0; at < end; at += 1) {
    const place = places[at] as number;
    vector[place] = (vector[place] as number) + factor * (values[at] as number);
  }
}
