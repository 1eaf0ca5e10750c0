import { describe, expect, it } from 'vitest';
import { warnOfFew, warnOfStale } from '../../src/papers/warnings.js';

const ids = (count: number, from = 0) => Array.from({ length: count }, (_none, index) => `p${from + index}`);

describe('a list on a day of news', () => {
  const today = '2026-08-20';
  const earlier = { day: '2026-08-19', paperIds: ids(10) };

  it('is fine with papers that were not in the list before, and when there was none before', () => {
    expect(warnOfStale({ today, earlier, paperIds: ids(10, 5) })).toBeUndefined();
    expect(warnOfStale({ today, paperIds: ids(10) })).toBeUndefined();
    expect(warnOfStale({ today })).toBeUndefined();
  });

  it('is possibly stale when it is empty, has not changed, or is the list before', () => {
    const why = 'possibly stale: 2026-08-20 is a day of news, and';
    expect(warnOfStale({ today, earlier, paperIds: [] })).toBe(`${why} the list is empty`);
    expect(warnOfStale({ today, earlier })).toBe(`${why} nothing has changed since 2026-08-19`);
    expect(warnOfStale({ today, earlier, paperIds: ids(10) })).toBe(
      `${why} 10 of the 10 papers stood in the list of 2026-08-19 already`,
    );
  });

  it('is the list before with four of five papers, as some are announced twice', () => {
    expect(warnOfStale({ today, earlier, paperIds: ids(10, 2) })).toMatch(/8 of the 10/);
    expect(warnOfStale({ today, earlier, paperIds: ids(10, 3) })).toBeUndefined();
  });
});

describe('a finished day', () => {
  const thursday = '2026-08-20';

  it('is unusually short below the fifth percentile of its weekday', () => {
    const counts = Array.from({ length: 40 }, (_none, index) => index + 5);
    expect(warnOfFew(thursday, 6, counts)).toBeUndefined();
    expect(warnOfFew(thursday, 5, counts)).toBe(
      'fewer papers than usual: 2026-08-20 ended with 5, while 95 % of the 40 Thursdays before held 6 or more',
    );
  });

  it('is not judged by fewer than twelve days', () => {
    expect(warnOfFew(thursday, 0, Array(11).fill(20))).toBeUndefined();
    expect(warnOfFew(thursday, 0, Array(12).fill(20))).toMatch(/ended with 0/);
  });
});
