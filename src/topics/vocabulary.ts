import type { Gram } from './read-grams.js';

/** The grams a model knows, each with its place and how rare it is (inverse document frequency). */
export interface Vocabulary {
  places: ReadonlyMap<string, number>;
  rarity: Float32Array;
}

/** The known grams of one paper: places without repetition, each with its weight and where it first stands. */
export interface Features {
  places: Int32Array;
  weights: Float32Array;
  firsts: Gram[];
}

/** A gram in the title counts for so many in the abstract. */
const IN_TITLE = 2;

/** Added to the length a paper's weights are divided by: a few words cannot weigh as much as a whole abstract. */
const LEAST_LENGTH = 12;

/** tf-idf: 1 + how often a gram is said, as a logarithm, times its rarity, over the length of the whole. */
export function weighGrams({ places, rarity }: Vocabulary, grams: readonly Gram[]): Features {
  const counts = new Map<number, number>();
  const firsts: Gram[] = [];
  for (const gram of grams) {
    const place = places.get(gram.folded);
    if (place === undefined) continue;
    const count = counts.get(place);
    if (count === undefined) firsts.push(gram);
    counts.set(place, (count ?? 0) + (gram.passage.isTitle ? IN_TITLE : 1));
  }
  const found = Int32Array.from(counts.keys());
  const weights = new Float32Array(found.length);
  let square = LEAST_LENGTH * LEAST_LENGTH;
  found.forEach((place, at) => {
    const weight = Math.log1p(counts.get(place) ?? 0) * (rarity[place] ?? 0);
    weights[at] = weight;
    square += weight * weight;
  });
  const length = Math.sqrt(square);
  for (let at = 0; at < weights.length; at += 1) weights[at] = (weights[at] ?? 0) / length;
  return { places: found, weights, firsts };
}
