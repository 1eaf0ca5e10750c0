import type { Label } from './read-training-data.js';

/** What a topic counts for: the first on a label, the others on it, and those that would not be wrong. */
const FIRST = 1;
const OTHER = 0.9;
const ALSO = 0.35;

/** What labels say of each topic, as targets for `fitLogistic`. */
export function gradeLabels(labels: readonly Label[], topicIds: readonly string[]): Float64Array[] {
  return topicIds.map((id) => Float64Array.from(labels, (label) => gradeTopic(label, id)));
}

function gradeTopic({ topics, also }: Label, id: string): number {
  if (topics.includes(id)) return topics[0] === id ? FIRST : OTHER;
  return also.includes(id) ? ALSO : 0;
}

/** What labels say of each topic when right is right: 1 on the label, 0 not, `NaN` where one may accept it. */
export function judgeLabels(labels: readonly Label[], topicIds: readonly string[]): Float64Array[] {
  return topicIds.map((id) =>
    Float64Array.from(labels, ({ topics, also }) =>
      topics.includes(id) ? 1 : also.includes(id) ? Number.NaN : 0,
    ),
  );
}
