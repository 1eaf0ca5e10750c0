import { describe, expect, test } from 'vitest';
import type { EditionPaper } from '../../src/model/edition.js';
import type { Scan } from '../../src/model/scan.js';
import { isDay, sayDay, sayDayBriefly } from '../../src/web/dates.js';
import { viewAsked } from '../../src/web/pages/asked-scan.js';
import { safeNext } from '../../src/web/pages/login-page.js';
import { openLinksElsewhere, saySize } from '../../src/web/pages/outbox-page.js';
import { sayAuthors, shortenCount, viewPaper, webUrl } from '../../src/web/pages/paper-view.js';
import { scopesToRead } from '../../src/web/routes/asked-scans.js';
import { isSameOrigin } from '../../src/web/same-origin.js';

const paper: EditionPaper = {
  paperId: 'p',
  rank: 3,
  score: 1,
  reasons: [],
  revised: false,
  ids: {},
  title: 'A title',
  authors: ['Ada Lovelace'],
  authorCount: 1,
  authorIds: [],
  url: 'https://example.org/a',
  topics: [],
};

describe('a paper on a page', () => {
  test('names four authors, then et al., and says so when a source hides some', () => {
    expect(sayAuthors(['A', 'B', 'C', 'D'], 4)).toBe('A, B, C, D');
    expect(sayAuthors(['A', 'B', 'C', 'D', 'E'], 5)).toBe('A, B, C, D et al.');
    expect(sayAuthors(['A', 'B'], 9)).toBe('A, B et al.');
    expect(sayAuthors([], 3)).toBe('');
  });

  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1k'],
    [3210, '3.2k'],
    [9960, '10k'],
    [123_456, '123k'],
  ])('writes %i stars as %s', (count, text) => {
    expect(shortenCount(count)).toBe(text);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '//example.org', 'not an address', undefined])(
    'never links to %s',
    (url) => {
      expect(webUrl(url)).toBeUndefined();
    },
  );

  test('says votes in words, and what they gained only when they did', () => {
    expect(viewPaper({ ...paper, upvotes: 1, gained: 0 })).toMatchObject({ votesInWords: '1 vote' });
    const risen = viewPaper({ ...paper, upvotes: 9, gained: 4 });
    expect(risen).toMatchObject({ gained: 4, votesInWords: '9 votes, 4 more since yesterday' });
    expect(viewPaper(paper)).not.toHaveProperty('upvotes');
  });
});

test('knows the days of the calendar and says them briefly', () => {
  expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
  expect(['2026-02-29', '2026-13-01', '20260821', '2026-W34', ''].some(isDay)).toBe(false);
  expect(sayDay('2026-08-21', '2026-08-24')).toBe('Friday 21 August');
  expect(sayDay('2025-12-31', '2026-01-01')).toBe('Wednesday 31 December 2025');
  expect(sayDayBriefly('2026-08-20', '2026-08-21')).toBe('Thursday');
  expect(sayDayBriefly('2026-08-14', '2026-08-21')).toBe('14 August');
});

test('finds the outcome of the scan that was asked for, not of an earlier or another one', () => {
  const asked = { sourceId: 's', scopes: [{ day: '2026-08-20' }], since: new Date(1000) };
  const counts = { papers: 3, fresh: 1, revised: 0, recounted: 2, same: 0, gone: 0, unreadable: 0 };
  const scan: Scan = {
    ...{ id: '7', sourceId: 's', scope: { day: '2026-08-20' }, outcome: 'ok', counts, askedBy: 'admin' },
    startedAt: new Date(900),
    finishedAt: new Date(1500),
  };
  const others = [
    { ...scan, finishedAt: new Date(999) },
    { ...scan, scope: { day: '2026-08-19' } },
    { ...scan, sourceId: 't' },
  ];
  expect(viewAsked(asked, others).pending).toBe(true);
  expect(viewAsked(asked, [...others, scan])).toEqual({
    text: 's, 2026-08-20: 3 on the page, 1 new, 0 revised, 2 with other counts.',
    mark: { word: 'ok', tone: 'good' },
    pending: false,
  });
});

test('reads a day of a source that has days, else all that is configured', () => {
  const entry = { id: 's', schedule: '* * * * *' };
  const day = '2026-08-20';
  expect(scopesToRead({ ...entry, scopes: [{ day: 'today' }, { day: 'today-1' }] }, day)).toEqual([{ day }]);
  const scopes = [{ profile: 'a' }, { profile: 'b' }];
  expect(scopesToRead({ ...entry, scopes }, day)).toEqual(scopes);
});

test('leads on after a login to pages of the desk only', () => {
  expect(safeNext('/admin/queues?x=1')).toBe('/admin/queues?x=1');
  expect(safeNext('/outbox')).toBe('/outbox');
  for (const next of ['//x.example', '/outbox\\x', '/outboxes', '/', undefined]) {
    expect(safeNext(next)).toBe('/admin');
  }
});

test('takes a change only from its own pages', () => {
  const url = 'https://papers.example';
  expect(isSameOrigin({ 'sec-fetch-site': 'same-origin' }, url)).toBe(true);
  expect(isSameOrigin({ 'sec-fetch-site': 'none', origin: url }, url)).toBe(false);
  expect(isSameOrigin({ origin: url, host: '10.0.0.2:3000' }, url)).toBe(true);
  expect(isSameOrigin({ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, url)).toBe(true);
  expect(isSameOrigin({ origin: 'null', host: '127.0.0.1:3000' }, url)).toBe(false);
  expect(isSameOrigin({ host: 'papers.example' }, url)).toBe(false);
});

test('opens the links of a mail outside of its frame, and says its size', () => {
  const base = '<base target="_blank">';
  expect(openLinksElsewhere('<HEAD lang="en"><title>')).toBe(`<HEAD lang="en">${base}<title>`);
  expect(openLinksElsewhere('<p>no head</p>')).toBe(`${base}<p>no head</p>`);
  expect([saySize(812), saySize(34_800)]).toEqual(['812 B', '34 KB']);
});
