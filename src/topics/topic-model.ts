import type { Topic } from '../model/topic.js';
import type { Features, Vocabulary } from './vocabulary.js';

/** What a training has learnt. `topicIds` gives each topic its place in every list. */
export interface TopicModel {
  /** Names the training, so that stored matches say what made them. */
  id: string;
  topicIds: string[];
  /** The headings and terms it was trained with; what the operator changed since is their own word. */
  topics: Topic[];
  vocabulary: Vocabulary;
  /** For each gram a whole number a topic, gram by gram; times the topic's scale it is the gram's weight. */
  weights: Int16Array;
  scales: number[];
  bias: number[];
  /** For each topic the weight of the term signs of every topic. */
  signWeights: number[][];
  /** What categories say on the average, which says nothing. */
  categoryMeans: number[];
  /** From a raw score to one that means something: 1 / (1 + e^−(slope · raw + offset)). */
  calibration: { slope: number; offset: number };
}

/** Term signs are held within these bounds: many phrases of one kind say little more than a few. */
const SIGN_BOUNDS = [-1, 3] as const;

/** How much what the categories say counts beside the text. */
const CATEGORY_WEIGHT = 1.2;

/** A sum of term signs as the model takes it. */
export const holdSign = (sign: number): number => Math.min(SIGN_BOUNDS[1], Math.max(SIGN_BOUNDS[0], sign));

/** Raw scores by topic: of the grams and of the term signs. */
export function scoreText(model: TopicModel, features: Features, signs: readonly number[]): Float64Array {
  const { weights, scales, bias, signWeights } = model;
  const count = scales.length;
  const scores = new Float64Array(count);
  const { places, weights: values } = features;
  for (let at = 0; at < places.length; at += 1) {
    const from = (places[at] as number) * count;
    const value = values[at] as number;
    for (let topic = 0; topic < count; topic += 1)
      scores[topic] = (scores[topic] as number) + value * (weights[from + topic] as number);
  }
  const held = signs.map(holdSign);
  return scores.map((score, topic) => {
    const told = held.reduce((sum, sign, place) => sum + sign * (signWeights[topic]?.[place] ?? 0), 0);
    return score * (scales[topic] ?? 0) + told + (bias[topic] ?? 0);
  });
}

/** What known categories add to the raw score of each topic. */
export function scoreCategories(
  { categoryMeans }: Pick<TopicModel, 'categoryMeans'>,
  signs: readonly number[],
): number[] {
  return signs.map((sign, topic) => CATEGORY_WEIGHT * (sign - (categoryMeans[topic] ?? 0)));
}

/** However sure the model is, its odds stay within e^±6 where the operator has a word. */
const SUREST = 6;

/** A raw score as the share of papers that are right where it is given, 0–1; `push` moves the logarithm of the odds. */
export function calibrate({ slope, offset }: TopicModel['calibration'], raw: number, push = 0): number {
  const odds = slope * raw + offset;
  const moved = push === 0 ? odds : Math.min(SUREST, Math.max(-SUREST, odds)) + push;
  return 1 / (1 + Math.exp(-moved));
}
