import type { Label } from './read-training-data.js';

/** How well topics were given, over many papers. Shares are 0–1. */
export interface Judgement {
  papers: number;
  precision: number;
  recall: number;
  /**
   * Over all papers and topics: a topic given and on the label is right, one given and in `also` counts as neither wrong
   * nor needed, any other given is wrong, one on the label and not given is missed.
   */
  microF1: number;
  /** The same, with every topic that is not on the label counted as wrong. */
  strictF1: number;
  /** The first topic given is on the label or in `also`. */
  firstRight: number;
  /** The first topic given is the first on the label. */
  firstSame: number;
}

/** Compares topics given, the first first, with labels in the same order. */
export function judgeTopics(given: readonly (readonly string[])[], labels: readonly Label[]): Judgement {
  const sums = { right: 0, wrong: 0, accepted: 0, missed: 0, firstRight: 0, firstSame: 0 };
  labels.forEach(({ topics, also }, at) => {
    const own = given[at] ?? [];
    const right = own.filter((id) => topics.includes(id)).length;
    const accepted = own.filter((id) => !topics.includes(id) && also.includes(id)).length;
    sums.right += right;
    sums.accepted += accepted;
    sums.wrong += own.length - right - accepted;
    sums.missed += topics.length - right;
    const [first = ''] = own;
    sums.firstRight += Number(topics.includes(first) || also.includes(first));
    sums.firstSame += Number(topics[0] === first);
  });
  const { right, wrong, accepted, missed } = sums;
  return {
    papers: labels.length,
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, right + missed),
    microF1: (2 * right) / Math.max(1, 2 * right + wrong + missed),
    strictF1: (2 * right) / Math.max(1, 2 * right + wrong + accepted + missed),
    firstRight: sums.firstRight / Math.max(1, labels.length),
    firstSame: sums.firstSame / Math.max(1, labels.length),
  };
}
