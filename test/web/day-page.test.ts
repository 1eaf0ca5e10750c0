import { describe, expect, test } from 'vitest';
import { type DayFacts, viewDay } from '../../src/web/pages/day-page.js';
import { viewPaper } from '../../src/web/pages/paper-view.js';
import { saySpan, shiftDay } from '../../src/web/spans.js';

const day = '2026-08-21';
const facts: DayFacts = {
  today: day,
  choice: { period: 'day' },
  until: day,
  papers: [],
  topics: [
    { papers: 3, gained: 7 },
    { topicId: 'a', papers: 1, gained: 2 },
    { topicId: 'b', papers: 2, gained: 7 },
    { topicId: 'c', papers: 1, gained: 0 },
    { topicId: 'removed since', papers: 1, gained: 1 },
  ],
  topicNames: new Map(['a', 'b', 'c'].map((id) => [id, id.toUpperCase()])),
  editions: [],
};

describe('a trending page', () => {
  test('orders topics by their papers, and rising ones by what they gained', () => {
    const page = viewDay({ ...facts, choice: { period: 'day', topicId: 'b' } });
    expect(page.rising.map(({ name, gained }) => [name, gained])).toEqual([
      ['B', 7],
      ['A', 2],
    ]);
    expect(page.chips.map(({ label, count, chosen }) => [label, count, chosen])).toEqual([
      ['All', 3, false],
      ['B', 2, true],
      ['A', 1, false],
      ['C', 1, false],
    ]);
  });

  test('keeps what was chosen in its links, and the day only when one was', () => {
    const week = viewDay({ ...facts, choice: { period: 'week', topicId: 'a' }, previous: '2026-08-14' });
    expect(week.periods.map(({ href }) => href)).toEqual([
      '/?topic=a',
      '/?period=week&topic=a',
      '/?period=month&topic=a',
    ]);
    expect(week.chips[0]?.href).toBe('/?period=week');
    expect(week.previous).toEqual({
      label: '8–14\u00a0August',
      href: '/?period=week&day=2026-08-14&topic=a',
    });
    const dated = viewDay({ ...facts, choice: { period: 'month', day, page: 2 } });
    expect(dated.chips[1]?.href).toBe(`/?period=month&day=${day}&topic=b`);
  });

  test('says what is missing', () => {
    const empty = { ...facts, topics: [] };
    expect(viewDay(empty).empty).toBe('Nothing new today.');
    expect(viewDay({ ...empty, until: '2026-08-20' }).empty).toBe('No papers on this day.');
    expect(viewDay({ ...empty, choice: { period: 'week' } }).empty).toBe('No papers in these days.');
    expect(viewDay({ ...facts, choice: { period: 'day', topicId: 'd' } }).empty).toBe(
      'No papers on this topic today.',
    );
    const { until: _until, ...nothing } = empty;
    expect(viewDay(nothing)).toMatchObject({ chips: [], empty: expect.stringContaining('No papers yet.') });
  });
});

test('says spans of days with what they share left out, and breaks no date', () => {
  expect(saySpan('2026-08-15', '2026-08-21', day)).toBe('15–21\u00a0August');
  expect(saySpan('2026-07-28', '2026-08-03', day)).toBe('28\u00a0July – 3\u00a0August');
  expect(saySpan('2025-12-28', '2026-01-03', day)).toBe(
    '28\u00a0December\u00a02025 – 3\u00a0January\u00a02026',
  );
  expect(saySpan('2025-03-01', '2025-03-07', day)).toBe('1–7\u00a0March\u00a02025');
  expect(shiftDay('2026-03-01', -7)).toBe('2026-02-22');
});

test('says what a score is made of, the largest share first, and the reason that is not shown otherwise', () => {
  const paper = {
    ...{
      paperId: 'p',
      rank: 1,
      score: 9,
      revised: false,
      ids: {},
      title: 'A title',
      url: 'https://example.org/a',
    },
    ...{ authors: [], authorCount: 0, authorIds: [], topics: [] },
    reasons: ['code released', 'listed by two sources'],
    shares: { votes: 0.3, velocity: 0.696, sources: 0.004 },
  };
  expect(viewPaper(paper)).toMatchObject({
    reason: 'listed by two sources',
    madeOf: 'Votes since yesterday 70 %, votes 30 % of its score',
  });
  expect(viewPaper({ ...paper, reasons: [], shares: {} })).not.toHaveProperty('madeOf');
});
