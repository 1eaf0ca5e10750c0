import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import hfSearch from '../../src/sources/hf-search.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';
import { wrapText } from './wrap-text.js';

const pageUrl = 'https://huggingface.co/papers?q=attention';
const sampleOf = (file: string) =>
  readFileSync(new URL(`../fixtures/sources/${file}`, import.meta.url), 'utf8');
const sample = sampleOf('hf-search.txt');
const read = (body: string, scope = {}, url = pageUrl) => hfSearch.parse(aPage(url, body), scope);

it.each(wrapText(sample))('reads the text of a search the same from %s', (_name, html) => {
  expect(read(html)).toEqual(read(sample));
});

it('asks the API first and the page if that fails', () => {
  const settings = { baseUrl: 'http://127.0.0.1:1', hosts: {} };
  expect(hfSearch.requests({ query: ' cats & dogs ' }, settings)).toEqual([
    [
      { url: 'http://127.0.0.1:1/api/papers/search?q=cats%20%26%20dogs&limit=100', kind: 'api' },
      { url: 'http://127.0.0.1:1/papers?q=cats%20%26%20dogs' },
    ],
  ]);
  expect(() => checkScope(hfSearch, { query: ' ' })).toThrow('words to search for');
});

it('reads the API and the data of the page into the same papers', () => {
  expect(read(sampleOf('hf-search.page.html'))).toEqual(read(sampleOf('hf-search.api.json')));
});

it('refuses the list that a search was redirected to', () => {
  const body = sampleOf('hf-search.page.html');
  expect(read(body, { query: 'attention' }).sightings).toHaveLength(3);
  expect(() => read(body, { query: 'attention' }, 'https://huggingface.co/papers/date/2026-08-21')).toThrow(
    'asked for the search "attention", the site sent /papers/date/2026-08-21',
  );
});

it('may find nothing', () => {
  expect(read('[]').sightings).toEqual([]);
});

describe('a card of a search, read by its text', () => {
  const paperOf = (footer: string) =>
    read(`<h1>Daily Papers</h1><p>Aug 21</p><article><h4>A title</h4><p>A text.</p>${footer}</article>`)
      .sightings[0];

  it.each([
    ['on one line', '<p>• 3 authors · Jun 14, 2022 2</p>'],
    ['on lines of its own', '<p>·</p><p>3 authors</p><p>·</p><p>Jun 14, 2022</p><p>2</p>'],
    ['glued', '<p>• 3 authors</p><p>·</p><p><span>Jun 14, 2022</span><span>2</span></p>'],
  ])('has its number of authors, date and comments %s', (_name, footer) => {
    expect(paperOf(footer)).toMatchObject({
      title: 'A title',
      abstract: 'A text.',
      authorCount: 3,
      publishedAt: '2022-06-14',
      comments: 2,
    });
  });

  it('has the id that its title links to', () => {
    const body = '<h1>Daily Papers</h1><a href="/papers/2206.06774"><h4>A title</h4></a><p>• 1 authors</p>';
    expect(read(body).sightings[0]).toMatchObject({
      ids: { arxiv: '2206.06774' },
      url: 'https://huggingface.co/papers/2206.06774',
    });
  });
});

describe('a page that cannot be read', () => {
  it.each([
    ['a page without the heading', '<p>A title</p><p>• 3 authors</p><p>·</p><p>Jun 14, 2022</p>'],
    ['a heading without papers', '<h1>Daily Papers</h1><p>Aug 21</p>'],
    ['an empty page', ''],
  ])('raises: %s', (_name, body) => {
    expect(() => read(body)).toThrow('the DailyPapers data is missing');
  });
});
