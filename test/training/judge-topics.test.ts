import { describe, expect, it } from 'vitest';
import { judgeTopics } from '../../src/training/judge-topics.js';
import type { Label } from '../../src/training/read-training-data.js';

const label = (topics: string[], also: string[] = []): Label => ({
  id: 'x',
  file: 'arxiv-dev',
  topics,
  also,
});

describe('judging topics', () => {
  it('counts a topic one may also accept as neither wrong nor needed', () => {
    const judged = judgeTopics([['a', 'b']], [label(['a'], ['b'])]);
    expect(judged).toMatchObject({ precision: 1, recall: 1, microF1: 1, firstRight: 1, firstSame: 1 });
    expect(judged.strictF1).toBeCloseTo(2 / 3, 10);
  });

  it('counts what is missed and what is wrong, over all papers together', () => {
    const judged = judgeTopics([['a', 'c'], []], [label(['a', 'b']), label(['a'])]);
    expect(judged).toMatchObject({ papers: 2, precision: 0.5, firstRight: 0.5, firstSame: 0.5 });
    expect(judged.recall).toBeCloseTo(1 / 3, 10);
    expect(judged.microF1).toBeCloseTo(2 / 5, 10);
  });

  it('takes an accepted first topic for right, but not for the same', () => {
    expect(judgeTopics([['b', 'a']], [label(['a'], ['b'])])).toMatchObject({ firstRight: 1, firstSame: 0 });
  });
});
