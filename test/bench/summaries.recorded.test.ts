import { describe, expect, it } from 'vitest';
import { isMet } from '../../src/bench/figure.js';
import { measureSummaries } from './measure.js';

describe('extracted summaries of recorded papers', () => {
  it('come nearer to those of the source than first sentences do, on papers they were not tuned on', async () => {
    const dir = process.env.RECORDED_DIR;
    if (!dir) throw new Error('RECORDED_DIR is not set; run: RECORDED_DIR=<folder> npm run test:recorded');
    const figures = await measureSummaries(dir);
    const gain = figures.get('gain over the first sentence, odd ids, at least');
    expect(gain && isMet(gain), gain?.note).toBe(true);
    expect(figures.get('papers left without a summary')).toMatchObject({ value: 0 });
  });
});
