import { describe, expect, it } from 'vitest';
import hfDaily from '../../src/sources/hf-daily.js';
import { dailyPaper } from '../support/daily-papers.js';
import { aPage } from './a-page.js';

const settings = { baseUrl: 'https://huggingface.co', hosts: {} };
const week = { week: '2026-W34' };
const weekUrl = 'https://huggingface.co/api/daily_papers?week=2026-W34&limit=100';

describe('a week or a month', () => {
  it.each([
    [week, 'week=2026-W34', 'week/2026-W34'],
    [{ month: '2026-08' }, 'month=2026-08', 'month/2026-08'],
  ])('is asked of the API, then of its page: %j', (scope, query, path) => {
    expect(hfDaily.requests(scope, settings)).toMatchObject([
      [
        { url: `https://huggingface.co/api/daily_papers?${query}&limit=100` },
        { url: `https://huggingface.co/papers/${path}` },
      ],
    ]);
  });

  it('files each paper under the day it names, and never under a day of the list', () => {
    const items = [dailyPaper(1, '2026-08-18'), dailyPaper(2, '2026-08-20')];
    const { covers, sightings } = hfDaily.parse(aPage(weekUrl, JSON.stringify(items)), week);
    expect(sightings.map(({ featuredOn }) => featuredOn)).toEqual(['2026-08-18', '2026-08-20']);
    expect(covers).toEqual({});
  });

  it('is not taken for one day because all of its papers are of that day', () => {
    const items = [dailyPaper(1, '2026-08-18'), dailyPaper(2, '2026-08-18')];
    expect(hfDaily.parse(aPage(weekUrl, JSON.stringify(items)), week).covers).toEqual({});
  });

  it('goes on in pages of its own', () => {
    const items = Array.from({ length: 100 }, (_none, at) => dailyPaper(at + 1, '2026-08-18'));
    const { next } = hfDaily.parse(aPage(weekUrl, JSON.stringify(items)), week);
    expect(next).toMatchObject([{ url: `${weekUrl}&p=1` }]);
  });
});
