import { calibrate, type TopicModel } from '../topics/topic-model.js';
import { fitLogistic } from './logistic.js';
import { stackRows } from './matrix.js';

/**
 * Slope and offset by which raw scores become shares of right answers (Platt, 1999), over all topics together. `raw` holds
 * one list a paper, `right` one list a topic: 1, 0, or `NaN` for what does not count.
 */
export function fitCalibration(raw: readonly number[][], right: readonly Float64Array[]) {
  const rows = raw.flatMap((scores) => scores.map((score) => Float64Array.of(score)));
  const targets = Float64Array.from(
    raw.flatMap((scores, paper) => scores.map((_, topic) => right[topic]?.[paper] ?? 0)),
  );
  const { weights, bias } = fitLogistic(stackRows(rows), targets, { ridge: 0, steps: 100 });
  const parameters: TopicModel['calibration'] = { slope: weights[0] ?? 1, offset: bias };
  return { parameters, apply: (score: number) => calibrate(parameters, score) };
}
