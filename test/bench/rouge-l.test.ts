import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, resampleMean } from '../../src/bench/resample.js';
import { rougeL } from '../../src/bench/rouge-l.js';

describe('ROUGE-L', () => {
  it('is the F1 of the longest common subsequence of words', () => {
    // The example of Lin (2004), section 3.1: "police the gunman" is common to both, then only "the gunman".
    expect(rougeL('police kill the gunman', 'police killed the gunman')).toBeCloseTo(3 / 4);
    expect(rougeL('the gunman kill police', 'police killed the gunman')).toBeCloseTo(2 / 4);
    // "b d" is in both: two of three words recalled, two of five precise.
    expect(rougeL('a b c d e', 'b x d')).toBeCloseTo((2 * (2 / 3) * (2 / 5)) / (2 / 3 + 2 / 5));
  });

  it('sees words only, whatever their case and what stands between them', () => {
    expect(rougeL('Birds, counted (at night)!', 'birds counted at—night')).toBe(1);
    expect(rougeL('Über 3.5 Vögel', 'über 3 5 vögel')).toBe(1);
  });

  it('is 0 where nothing is in common, or nothing is there', () => {
    expect([rougeL('birds', 'bees'), rougeL('', 'bees'), rougeL('', '')]).toEqual([0, 0, 0]);
  });

  it('is the same either way, and 1 only for the same words', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const score = rougeL(one.join(' '), other.join(' '));
        expect(score).toBe(rougeL(other.join(' '), one.join(' ')));
        expect(score === 1).toBe(one.join(' ') === other.join(' '));
      }),
    );
  });
});

describe('a resampled mean', () => {
  it('lies between the ends of what chance may make of it, the same in every run', () => {
    const values = Array.from({ length: 100 }, (_, at) => at % 10);
    const { mean, low, high } = resampleMean(values);
    expect(mean).toBe(meanOf(values));
    // A mean of 100 draws of standard deviation 2.87 has one of 0.287: 95 % lie within 0.56 of 4.5.
    expect(low).toBeCloseTo(4.5 - 0.56, 1);
    expect(high).toBeCloseTo(4.5 + 0.56, 1);
    expect(resampleMean(values)).toEqual({ mean, low, high });
  });

  it('is certain of values that are all the same', () => {
    expect(resampleMean([2, 2, 2])).toEqual({ mean: 2, low: 2, high: 2 });
  });
});
