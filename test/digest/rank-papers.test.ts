import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { newsOf } from './news.js';

const weights = { votes: 1, velocity: 1.5, comments: 0.5, code: 1, sources: 2, freshness: 0, ageDecay: 0.5 };
const now = new Date('2026-08-21T04:00:00Z');
const rank = (news: Parameters<typeof rankPapers>[0]) => rankPapers(news, weights, now, []);

describe('ranking', () => {
  it('adds the weighted terms and lets them fade by the day', () => {
    const counts = { upvotes: 7, comments: 3, stars: 100 };
    const paper = { codeUrl: 'https://example.org/code' };
    // 1·log2(8) + 1.5·log2(4) + 0.5·log2(4) + 1·(1 + log10(100)) = 10
    const [today] = rank([newsOf('a', { counts, gained: 3, paper })]);
    expect(today?.score).toBe(10);
    const [old] = rank([newsOf('a', { counts, gained: 3, paper, featuredOn: '2026-08-19' })]);
    expect(old?.score).toBe(2.5);
  });

  it('counts the days from the news when no list featured the paper, and none for tomorrow', () => {
    const { featuredOn: _, ...unlisted } = newsOf('a', { counts: { upvotes: 7 } });
    expect(rank([unlisted])[0]?.score).toBe(1.5);
    expect(rank([newsOf('a', { counts: { upvotes: 7 }, featuredOn: '2026-08-22' })])[0]?.score).toBe(3);
  });

  it('says what sets a paper apart', () => {
    const ranked = rank([
      newsOf('most', { counts: { upvotes: 100, comments: 1 } }),
      newsOf('riser', { counts: { upvotes: 40, comments: 0 }, gained: 38 }),
      newsOf('talk', { counts: { upvotes: 3, comments: 9 }, paper: { codeUrl: 'https://example.org/c' } }),
      newsOf('quiet', { counts: { upvotes: 3 }, gained: 1 }),
    ]);
    const reasons = Object.fromEntries(ranked.map(({ paperId, reasons }) => [paperId, reasons]));
    expect(reasons).toEqual({
      most: ['most votes'],
      riser: ['rising fastest today'],
      talk: ['most discussed', 'code released'],
      quiet: [],
    });
  });

  it('says how many sources list a paper, and gives each its due', () => {
    const ranked = rank([
      newsOf('one', { listedBy: 1 }),
      newsOf('four', { listedBy: 4 }),
      newsOf('none', {}),
    ]);
    expect(ranked.map(({ paperId, score, reasons }) => [paperId, score, reasons])).toEqual([
      ['four', 4, ['listed by four sources']],
      ['none', 0, []],
      ['one', 0, []],
    ]);
  });

  it('hands out what each term adds to the score', () => {
    const counts = { upvotes: 7, comments: 3, stars: 100 };
    const [paper] = rank([
      newsOf('a', { counts, gained: 3, paper: { codeUrl: 'https://example.org/code' } }),
    ]);
    expect(paper?.shares).toEqual({ votes: 0.3, velocity: 0.3, comments: 0.1, code: 0.3 });
    expect(rank([newsOf('b', {})])[0]?.shares).toEqual({});
  });

  it('lets age count by the week or the month in a ranking of one', () => {
    const old = newsOf('a', { counts: { upvotes: 7 }, featuredOn: '2026-08-14' });
    const score = (period: 'day' | 'week' | 'month') =>
      rankPapers([old], weights, now, [], { period })[0]?.score;
    expect(score('day')).toBe(0.023438);
    expect(score('week')).toBe(1.5);
    expect(score('month')).toBeCloseTo(3 * 0.5 ** (7 / 30), 5);
  });

  it('lifts papers of the day itself by the weight of freshness', () => {
    const score = (featuredOn: string) =>
      rankPapers([newsOf('a', { featuredOn })], { ...weights, freshness: 0.5 }, now, [])[0]?.score;
    expect([score('2026-08-21'), score('2026-08-20')]).toEqual([0.5, 0]);
  });

  it('goes on counting ranks on a later page, where nothing leads', () => {
    const news = [newsOf('a', { counts: { upvotes: 9, comments: 2 }, gained: 2, listedBy: 2 })];
    const [paper] = rankPapers(news, weights, now, [], { after: 50 });
    expect(paper).toMatchObject({ rank: 51, reasons: ['listed by two sources'] });
  });

  it('breaks ties by upvotes, title and id', () => {
    const ranked = rank([
      newsOf('3', { paper: { title: 'B' } }),
      newsOf('2', { paper: { title: 'A' } }),
      newsOf('1', { paper: { title: 'A' } }),
    ]);
    expect(ranked.map(({ paperId }) => paperId)).toEqual(['1', '2', '3']);
    expect(ranked.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(ranked[0]?.changeId).toBe('change-1');
  });

  it('gives the same edition whatever order the news came in, in falling score', () => {
    const count = fc.option(fc.nat(300), { nil: undefined });
    const paper = fc.tuple(fc.nat(1000), count, count).map(([id, upvotes, gained]) =>
      newsOf(`${id}`, {
        counts: upvotes === undefined ? {} : { upvotes },
        ...(gained !== undefined && { gained }),
      }),
    );
    const papers = fc.uniqueArray(paper, { selector: (news) => news.paper.id, maxLength: 20 });
    fc.assert(
      fc.property(papers, (news) => {
        const ranked = rank(news);
        expect(rank([...news].reverse())).toEqual(ranked);
        const scores = ranked.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(ranked.filter(({ reasons }) => reasons.includes('rising fastest today')).length).toBeLessThan(
          2,
        );
      }),
    );
  });
});
