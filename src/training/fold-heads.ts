import type { Learnt } from './learn-heads.js';
import { add, dot } from './minimise.js';
import { INPUT_SCALES, type Stack } from './stack.js';

/** Greatest whole number a weight becomes. */
const MOST = 32_767;

/** Folds the second step into the first: for each topic one weight a gram, one a term sign, and a bias. */
export function foldHeads(
  { topics, categories, directions }: Learnt,
  { means, heads }: Stack,
  signs: number,
) {
  const grams = directions[0]?.length ?? 0;
  const inputs = [
    ...topics.map((head) => ({ ...head, scale: INPUT_SCALES.topics })),
    ...categories.map((head) => ({ ...head, scale: INPUT_SCALES.categories })),
    ...directions.map((weights) => ({ weights, bias: 0, scale: INPUT_SCALES.directions })),
  ];
  const folded = heads.map(({ weights, bias }) => {
    const sum = new Float64Array(grams);
    let constant = bias - dot(means, weights);
    inputs.forEach((input, at) => {
      const factor = (weights[at] ?? 0) * input.scale;
      add(sum, factor, input.weights);
      constant += factor * input.bias;
    });
    const own = weights.subarray(inputs.length, inputs.length + signs);
    return { grams: sum, bias: constant, signs: Array.from(own, (weight) => weight * INPUT_SCALES.signs) };
  });
  return {
    weights: folded.map((topic) => topic.grams),
    bias: folded.map((topic) => topic.bias),
    signWeights: folded.map((topic) => topic.signs),
  };
}

/** Weights as whole numbers, gram by gram, and for each topic what to multiply them by. */
export function quantise(topics: readonly Float64Array[]): { weights: Int16Array; scales: number[] } {
  const grams = topics[0]?.length ?? 0;
  const weights = new Int16Array(grams * topics.length);
  const scales = topics.map(
    (topic) => topic.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / MOST,
  );
  topics.forEach((topic, place) => {
    const scale = scales[place] ?? 1;
    topic.forEach((weight, gram) => {
      weights[gram * topics.length + place] = Math.round(weight / scale);
    });
  });
  return { weights, scales };
}
