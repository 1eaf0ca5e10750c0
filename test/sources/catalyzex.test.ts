import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import catalyzex from '../../src/sources/catalyzex.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';
import { wrapText } from './wrap-text.js';

const pageUrl = 'https://www.catalyzex.com/author/Ada%20Example';
const sample = readFileSync(new URL('../fixtures/sources/catalyzex.txt', import.meta.url), 'utf8');
const read = (body: string, url = pageUrl, scope = {}) => catalyzex.parse(aPage(url, body), scope);

it.each(wrapText(sample))('reads the abstracts of an author the same from %s', (_name, html) => {
  expect(read(html)).toEqual(read(sample));
});

describe('a profile', () => {
  const settings = { baseUrl: 'https://www.catalyzex.com', hosts: {} };

  it.each(['Ada Example', pageUrl, 'https://catalyzex.com/author/Ada+Example'])(
    'may be a name or the address of its page: %s',
    (profile) => {
      expect(catalyzex.requests({ profile }, settings)).toEqual([[{ url: pageUrl }]]);
      expect(read(sample, pageUrl, { profile }).profile?.name).toBe('Ada Example');
    },
  );

  it.each(['https://example.org/author/Ada', 'http://10.0.0.1/author/Ada', '../admin', 'a/b', '', '%41'])(
    'is refused with the hosts that work: %s',
    (profile) => {
      expect(() => checkScope(catalyzex, { profile })).toThrow('www.catalyzex.com');
    },
  );

  it('may have accents, dots and hyphens', () => {
    expect(() => checkScope(catalyzex, { profile: "Jean-Luc O'Neill García Jr." })).not.toThrow();
  });

  it('of somebody else is refused', () => {
    expect(() => read(sample, pageUrl, { profile: 'Bo Sample' })).toThrow('asked for the profile');
    expect(() => read(sample, pageUrl, { profile: 'ada example' })).not.toThrow();
  });
});

describe('a paper', () => {
  const card = (inner: string) => `<div class="x"><section>${inner}</section></div>`;
  const page = (...cards: string[]) =>
    `<main>${cards.join('')}</main><footer><a href="https://github.com/a/site">code</a></footer>`;
  const bare = card('<p>Abstract:Another text.</p>');

  it('has title, date, id and code where its part of the page gives them', () => {
    const full = card(`
      <a href="/paper/a-sample-about-attention"><h3>A Sample About Attention</h3></a>
      <span>Dec 9, 2024</span><div>Authors:Ada Example, Bo Sample</div>
      <div><b>Abstract:</b>One text <i>in pieces</i>.</div>
      <a href="https://arxiv.org/abs/2412.06289v3?utm_source=catalyzex.com"><img></a>
      <a href="https://github.com/ada/sample?utm_source=catalyzex.com">Code</a>`);
    const { sightings } = read(page(full, bare));
    expect(sightings).toEqual([
      {
        ids: { arxiv: '2412.06289' },
        title: 'A Sample About Attention',
        url: 'https://www.catalyzex.com/paper/a-sample-about-attention',
        abstract: 'One text in pieces.',
        publishedAt: '2024-12-09',
        codeUrl: 'https://github.com/ada/sample',
        authors: ['Ada Example', 'Bo Sample'],
        authorCount: 2,
        rank: 1,
      },
      { ids: {}, abstract: 'Another text.', authors: [], rank: 2 },
    ]);
  });

  it('takes no link of a neighbour or of the page', () => {
    const flat = '<a href="https://arxiv.org/abs/2412.06289">x</a><p>Abstract:One.</p><p>Abstract:Two.</p>';
    expect(read(page(flat)).sightings.map(({ ids, codeUrl }) => [ids, codeUrl])).toEqual([
      [{}, undefined],
      [{}, undefined],
    ]);
    expect(read(page(bare)).sightings[0]?.codeUrl).toBeUndefined();
  });

  it('may have its label in a block of its own', () => {
    expect(
      read(page(card('<h4>Abstract:</h4><p>One<br>text.</p><p>Read more</p>'), bare)).sightings[0]?.abstract,
    ).toBe('One text.');
  });
});

it('raises for a page without an abstract', () => {
  expect(() => read('<p>0 papers</p>')).toThrow('"Abstract:" is missing');
});

it('reads as many abstracts as a page can hold', () => {
  const { sightings } = read('<div><p>Abstract:One text.</p></div>'.repeat(4_000));
  expect(sightings).toHaveLength(4_000);
});
