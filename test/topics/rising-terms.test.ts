import { describe, expect, it } from 'vitest';
import { findRisingTerms, type Subject } from '../../src/topics/rising-terms.js';

const paper = (title: string, ...keywords: string[]): Subject => ({ title, keywords });
const times = (count: number, subject: Subject): Subject[] => Array.from({ length: count }, () => subject);

describe('rising terms', () => {
  it('are those that a larger share of papers holds, with their counts', () => {
    const recent = [...times(6, paper('World models for planning')), ...times(4, paper('Old news'))];
    const before = [...times(2, paper('World models for planning')), ...times(38, paper('Old news'))];
    expect(findRisingTerms(recent, before, 10)).toEqual([
      { term: 'World models', recent: 6, before: 2 },
      { term: 'planning', recent: 6, before: 2 },
    ]);
  });

  it('count a paper once, whether a term stands in its title, in its keywords or in both', () => {
    const recent = [
      ...times(5, paper('Gaussian splatting', 'gaussian splatting')),
      ...times(5, paper('Else')),
    ];
    expect(findRisingTerms(recent, times(20, paper('Else')), 10)).toEqual([
      { term: 'gaussian splatting', recent: 5, before: 0 },
    ]);
  });

  it('hold neither what two papers share nor what chance may bring', () => {
    expect(findRisingTerms(times(2, paper('Comets')), times(50, paper('Else')), 10)).toEqual([]);
    const recent = [...times(3, paper('Comets')), ...times(27, paper('Else'))];
    const before = [...times(6, paper('Comets')), ...times(94, paper('Else'))];
    expect(findRisingTerms(recent, before, 10)).toEqual([]);
  });

  it('take plural, case and accents for the same, and words without a subject for none', () => {
    const recent = [
      ...times(4, paper('A Transformer')),
      ...times(3, paper('The transformers')),
      ...times(3, paper('of the and via')),
    ];
    const [first, ...rest] = findRisingTerms(recent, times(30, paper('Else')), 10);
    expect(first).toEqual({ term: 'Transformer', recent: 7, before: 0 });
    expect(rest).toEqual([]);
  });

  it('are none where there is nothing to compare with', () => {
    expect(findRisingTerms(times(9, paper('Comets')), [], 10)).toEqual([]);
    expect(findRisingTerms([], times(9, paper('Comets')), 10)).toEqual([]);
  });
});
