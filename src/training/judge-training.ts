import type { Topic } from '../model/topic.js';
import { type Judgement, judgeTopics } from './judge-topics.js';
import type { Trained, TrainingSet } from './train-topics.js';

const MOST_TOPICS = 3;

/** How the training did on the papers labelled by hand, with the thresholds of the topics. */
export function judgeTraining(
  { scores }: Trained,
  { labelled }: TrainingSet,
  topics: readonly Topic[],
): Judgement {
  return judgeTopics(
    scores.map((row) => chooseTopics(row, topics)),
    labelled.map(({ label }) => label),
  );
}

function chooseTopics(scores: readonly number[], topics: readonly Topic[]): string[] {
  return topics
    .map(({ id, threshold }, place) => ({ id, threshold, score: scores[place] ?? 0 }))
    .filter(({ score, threshold }) => score >= threshold)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_TOPICS)
    .map(({ id }) => id);
}
