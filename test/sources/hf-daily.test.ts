import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import type { Page } from '../../src/model/page.js';
import type { Scope } from '../../src/model/scan.js';
import hfDaily from '../../src/sources/hf-daily.js';
import { aPage } from './a-page.js';

const apiUrl = 'https://huggingface.co/api/daily_papers?date=2026-08-21&limit=100';
const pageUrl = 'https://huggingface.co/papers/date/2026-08-21';
const day = { day: '2026-08-21' };

interface Wire {
  [key: string]: unknown;
  paper?: Record<string, unknown>;
}

/** An entry as the API sends it, with what a test is about laid over it. */
function entry({ paper, ...outer }: Wire = {}) {
  const own = { id: '2608.00001', title: 'A title', summary: 'An abstract', authors: [], ...paper };
  return { paper: own, title: 'A title', publishedAt: '2026-08-19T20:00:00.000Z', ...outer };
}

function entries(count: number) {
  return Array.from({ length: count }, (_none, index) =>
    entry({ paper: { id: `2608.${String(index).padStart(5, '0')}` } }),
  );
}

function readApi(answer: unknown, scope: Scope = day, given: Partial<Page> = {}) {
  return hfDaily.parse(aPage(apiUrl, JSON.stringify(answer), given), scope);
}

function readOne(wire: Wire) {
  const [sighting] = readApi([entry(wire)]).sightings;
  if (!sighting) throw new Error('nothing was read');
  return sighting;
}

function hydrated(props: unknown, target = 'DailyPapers') {
  const attribute = JSON.stringify(props).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  return `<title>Daily Papers</title><div data-props='${attribute}' class="SVELTE_HYDRATER" data-target="${target}"></div>`;
}

function readPage(props: unknown, scope: Scope = day, given: Partial<Page> = {}) {
  return hfDaily.parse(aPage(pageUrl, hydrated(props), given), scope);
}

/** The error of a reading that must fail, with its code and words. */
function failureOf(read: () => unknown): ParseError {
  try {
    read();
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('expected a ParseError');
}

it('asks the API first and the page of the day if that fails', () => {
  expect(hfDaily.requests(day, { baseUrl: 'http://127.0.0.1:1', hosts: {} })).toEqual([
    [
      { url: 'http://127.0.0.1:1/api/daily_papers?date=2026-08-21&limit=100', kind: 'api' },
      { url: 'http://127.0.0.1:1/papers/date/2026-08-21' },
    ],
  ]);
});

describe('an entry', () => {
  it('has its texts on one line and otherwise as they came', () => {
    const title = 'Models\n  for <script>alert(1)</script> & "x" under \\$200k';
    expect(readOne({ paper: { title, summary: ' a\tb\u0000c ' } })).toMatchObject({
      title: 'Models for <script>alert(1)</script> & "x" under \\$200k',
      abstract: 'a b c',
    });
  });

  it('shows only authors who are not hidden, and counts those', () => {
    const authors = [{ name: 'Ada B' }, { name: 'Hid E', hidden: true }, { name: 'Cy D', hidden: false }];
    expect(readOne({ paper: { authors } })).toMatchObject({ authors: ['Ada B', 'Cy D'], authorCount: 2 });
  });

  it('takes a GitHub project page for its code when no repository is named', () => {
    const projectPage = 'https://github.com/microsoft/dion';
    expect(readOne({ paper: { projectPage } }).codeUrl).toBe(projectPage);
    expect(readOne({ paper: { projectPage } }).projectUrl).toBeUndefined();
    const githubRepo = 'https://github.com/other/repo';
    expect(readOne({ paper: { projectPage, githubRepo } })).toMatchObject({
      codeUrl: githubRepo,
      projectUrl: projectPage,
    });
  });

  it('keeps no address that is not of the web', () => {
    const links = { projectPage: 'javascript:alert(1)', githubRepo: 'data:text/html,x' };
    const sighting = readOne({ paper: links, thumbnail: '/thumb.png' });
    expect(sighting.codeUrl).toBeUndefined();
    expect(sighting.projectUrl).toBeUndefined();
    expect(sighting.thumbnailUrl).toBe('https://huggingface.co/thumb.png');
  });

  it('is dated by the paper, never by the outer date', () => {
    expect(readOne({ paper: { publishedAt: '2026-06-10T00:00:00.000Z' } }).publishedAt).toBe(
      '2026-06-10T00:00:00.000Z',
    );
    expect(readOne({}).publishedAt).toBeUndefined();
  });

  it('takes null for missing', () => {
    const paper = {
      githubRepo: null,
      ai_summary: null,
      ai_keywords: null,
      upvotes: null,
      organization: null,
    };
    expect(Object.keys(readOne({ paper, thumbnail: null })).sort()).toEqual(
      ['abstract', 'authors', 'featuredOn', 'ids', 'rank', 'title', 'url'].sort(),
    );
  });

  it('loses the version of its id', () => {
    expect(readOne({ paper: { id: '2608.00001v2' } }).ids).toEqual({ arxiv: '2608.00001' });
  });
});

describe('the day of an entry', () => {
  it('is the one it names', () => {
    const submittedOnDailyAt = '2026-08-20T00:00:00.000Z';
    expect(readOne({ paper: { submittedOnDailyAt } }).featuredOn).toBe('2026-08-20');
  });

  it('is else the day of the page, then the day asked for', () => {
    const answer = { dailyPapers: [entry()], date: '2024-08-01T00:00:00.000Z' };
    expect(readPage(answer).sightings[0]?.featuredOn).toBe('2024-08-01');
    expect(readOne({}).featuredOn).toBe('2026-08-21');
    expect(readApi([entry()], {}).sightings[0]?.featuredOn).toBe('2026-08-21');
  });

  it('is else the day an old entry was submitted on, and nothing for a newer one', () => {
    const unasked = { requestUrl: 'https://huggingface.co/api/daily_papers' };
    const read = (publishedAt: string) =>
      readApi([entry({ publishedAt })], {}, unasked).sightings[0]?.featuredOn;
    expect(read('2024-05-27T03:50:58.348Z')).toBe('2024-05-27');
    expect(read('2026-08-19T20:00:00.000Z')).toBeUndefined();
  });
});

describe('what the page covers', () => {
  it('is never the day asked for', () => {
    expect(readApi([entry()]).covers).toEqual({});
    expect(readApi([]).covers).toEqual({});
  });

  it('is the day all entries of the API name', () => {
    const on = (id: string, date: string) =>
      entry({ paper: { id, submittedOnDailyAt: `${date}T00:00:00.000Z` } });
    expect(readApi([on('2608.00001', '2026-08-20'), on('2608.00002', '2026-08-20')]).covers).toEqual({
      date: '2026-08-20',
    });
    expect(readApi([on('2608.00001', '2026-08-20'), on('2608.00002', '2026-08-19')]).covers).toEqual({});
  });

  it('is the newest day when a future one was redirected', () => {
    const asked = { day: '2030-01-01' };
    const props = { dailyPapers: [entry()], dateString: '2026-08-20', periodType: 'day' };
    const requestUrl = 'https://huggingface.co/papers/date/2030-01-01';
    expect(readPage(props, asked, { requestUrl }).covers).toEqual({ date: '2026-08-20' });
    expect(readPage({ dailyPapers: [entry()] }, asked, { requestUrl }).covers).toEqual({
      date: '2026-08-21',
    });
  });

  it('is refused when it is a week and a day was asked for', () => {
    const props = { dailyPapers: [entry()], dateString: '2026-W34', periodType: 'week' };
    expect(failureOf(() => readPage(props)).message).toContain('2026-W34');
    expect(readPage(props, {}).covers).toEqual({ period: '2026-W34' });
  });
});

describe('a list', () => {
  it('may be empty', () => {
    expect(readApi([])).toMatchObject({ sightings: [], unreadable: [] });
    expect(readPage({ dailyPapers: [], dateString: '2026-08-22', periodType: 'day' })).toMatchObject({
      covers: { date: '2026-08-22' },
      sightings: [],
    });
  });

  it('keeps the first of two entries of one paper, and the places of the others', () => {
    const twice = [entry({ title: 'first' }), entry({ paper: { title: 'again' } }), ...entries(3).slice(2)];
    const { sightings } = readApi(twice);
    expect(sightings.map(({ title, rank }) => [title, rank])).toEqual([
      ['A title', 1],
      ['A title', 3],
    ]);
  });

  it('loses a broken entry and says where it stood and why', () => {
    const { sightings, unreadable } = readApi([...entries(4), entry({ paper: { upvotes: 'many' } })]);
    expect(sightings).toHaveLength(4);
    expect(unreadable).toEqual([{ at: 'papers[4]', reason: expect.stringContaining('paper.upvotes') }]);
  });

  it.each([
    ['an id that is none', { id: 'x" onclick=' }],
    ['no text at all', { title: '', summary: null }],
    ['a date that is none', { publishedAt: 'yesterday' }],
  ])('counts an entry with %s as broken', (_name, paper) => {
    const outer = { title: '' };
    expect(readApi([...entries(3).slice(1), entry({ ...outer, paper })]).unreadable).toHaveLength(1);
  });

  it('is not believed when more than a tenth is broken', () => {
    const broken = [entry({ paper: { id: 7 } }), { title: 'flat' }];
    const error = failureOf(() => readApi([...entries(8), ...broken]));
    expect(error.message).toContain('2 of 10 papers cannot be read');
    expect(error.retry).toBe('never');
    expect(readApi([...entries(20), ...broken]).unreadable).toHaveLength(2);
  });

  it('goes on when it is full', () => {
    expect(readApi(entries(99)).next).toEqual([]);
    const next = 'https://huggingface.co/api/daily_papers?date=2026-08-21&limit=100&p=1';
    expect(readApi(entries(100)).next).toEqual([{ url: next, kind: 'api' }]);
    expect(readApi(entries(1), day, { requestUrl: next }).sightings[0]?.rank).toBe(101);
  });
});

describe('a page that cannot be read', () => {
  const read = (body: string) => failureOf(() => hfDaily.parse(aPage(pageUrl, body), day));

  it.each([
    ['cut JSON', '[{"paper":{"id":"2608.1', 'cut or broken'],
    ['an error of the API', '{"error":"date is in the future"}', 'date is in the future'],
    ['JSON without a list', '{"papers":[]}', 'the list of papers is missing'],
    ['an error page', '<title>502 Bad Gateway</title>', '"502 Bad Gateway"'],
    ['an empty page', '', 'the DailyPapers data is missing'],
    ['a page without a list', hydrated({ dateString: '2026-08-21' }), 'the list in the DailyPapers data'],
    ['a page cut in its data', hydrated({ dailyPapers: [] }).slice(0, 60), 'is missing'],
    ['a page of another kind', hydrated({ paper: {} }, 'PaperContent'), 'the DailyPapers data is missing'],
  ])('raises, with words for a person: %s', (_name, body, words) => {
    const error = read(body);
    expect(error.message).toContain(words);
    expect(error).toMatchObject({ code: 'parse', retry: 'never' });
  });

  it('is told from a block page', () => {
    expect(read('<title>Human Verification</title>').code).toBe('blocked');
  });
});

it('reads the API and the page of one day into the same papers', () => {
  const sample = (ending: string) =>
    readFileSync(new URL(`../fixtures/sources/hf-daily.${ending}`, import.meta.url), 'utf8');
  const [api, page] = ['json', 'html'].map((ending) => hfDaily.parse(aPage(pageUrl, sample(ending)), {}));
  expect(page?.sightings).toEqual(api?.sightings);
});
