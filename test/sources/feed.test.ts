import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import feed from '../../src/sources/feed.js';
import { readFeedText } from '../../src/sources/reading/feed-text.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';

const url = 'https://lab.example.org/feed.xml';

function rss(items: string[]): string {
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>A lab</title>${items
    .map((item) => `<item>${item}</item>`)
    .join('')}</channel></rss>`;
}

function read(body: string) {
  return feed.parse(aPage(url, body), { url });
}

function readItem(item: string) {
  const [sighting] = read(rss([item])).sightings;
  if (!sighting) throw new Error('nothing was read');
  return sighting;
}

it('asks for the address it is given, and for nothing else', () => {
  const settings = { baseUrl: 'https://example.org', hosts: {} };
  expect(feed.requests({ url }, settings)).toEqual([[{ url, kind: 'api' }]]);
  expect(feed.sitesOf?.({ url })).toEqual(['https://lab.example.org']);
  expect(() => checkScope(feed, { url: 'file:///etc/passwd' })).toThrow('the address of a feed');
});

describe('the ids of a paper', () => {
  it.each([
    ['<link>https://arxiv.org/pdf/2503.20561v2.pdf?x=1</link>', { arxiv: '2503.20561' }],
    ['<guid>oai:arXiv.org:hep-th/9711200v3</guid>', { arxiv: 'hep-th/9711200' }],
    ['<link>https://doi.org/10.48550/arXiv.2503.20561</link>', { arxiv: '2503.20561' }],
    ['<link>https://doi.org/10.1016/S0140-6736(20)30183-5</link>', { doi: '10.1016/s0140-6736(20)30183-5' }],
    ['<dc:identifier>doi:10.1145/1.</dc:identifier>', { doi: '10.1145/1' }],
    ['<guid>2503.20561</guid>', { feed: 'lab.example.org#2503.20561' }],
    [
      '<guid>https://lab.example.org/7</guid><link>https://lab.example.org/p</link>',
      { feed: 'https://lab.example.org/7' },
    ],
    ['<description>no name at all</description>', {}],
  ])('of %s are %o', (more, ids) => {
    expect(readItem(`<title>T</title>${more}`).ids).toEqual(ids);
  });
});

describe('a text', () => {
  it('has no tags, no scripts and no entities', () => {
    const html =
      '<p>One&nbsp;<b>bold</b> word.</p><script>alert(1)</script><ul><li>a</li><li>b &amp; c</li></ul>';
    expect(readFeedText({ text: html, isMarkup: true })).toBe('One bold word. a b & c');
  });

  it('keeps angle brackets that are no tags', () => {
    expect(readFeedText({ text: 'for a<b and c > d, $k<n$', isMarkup: true })).toBe(
      'for a<b and c > d, $k<n$',
    );
    expect(readFeedText({ text: '<b>a</b><c <iframe src="x"></iframe>', isMarkup: true })).toBe('a<c');
    expect(readFeedText({ text: 'x &lt; y &amp; z', isMarkup: true })).toBe('x < y & z');
  });

  it('is taken literally where the feed says that it is plain', () => {
    const text = '<script>alert(1)</script> & "x"';
    expect(readFeedText({ text, isMarkup: false })).toBe(text);
  });

  it('longer than an abstract is cut between words', () => {
    const body = `<title>T</title><description>${'word '.repeat(2000)}</description>`;
    expect(readItem(body).abstract).toMatch(/ word …$/);
    expect(readItem(body).abstract?.length).toBeLessThan(4010);
  });
});

describe('a date', () => {
  it.each([
    ['Thu, 20 Aug 2026 10:00:00 -0400', '2026-08-20T14:00:00Z'],
    ['2026-08-20', '2026-08-20'],
    ['2026-08-20T10:00:00', '2026-08-20T10:00:00Z'],
    ['soon', undefined],
    ['Thu, 99 Aug 2026 10:00:00 GMT', undefined],
  ])('written %s is %s', (written, expected) => {
    expect(readItem(`<title>T</title><pubDate>${written}</pubDate>`).publishedAt).toBe(expected);
  });
});

describe('authors', () => {
  it.each([
    ['Ann Bee, Cy Dee and Ed Eff', ['Ann Bee', 'Cy Dee', 'Ed Eff']],
    ['Doe, Jane', ['Jane Doe']],
    ['Ann Bee; Cy Dee', ['Ann Bee', 'Cy Dee']],
    ['The Team', ['The Team']],
  ])('written %s are told one by one', (written, expected) => {
    expect(readItem(`<title>T</title><dc:creator>${written}</dc:creator>`).authors).toEqual(expected);
  });
});

describe('a feed', () => {
  it('loses an item without a title and says where it stood', () => {
    const items = [...'abcdefghi'].map((name) => `<title>${name}</title><guid>${name}</guid>`);
    const { sightings, unreadable } = read(rss([...items, '<description>untitled</description>']));
    expect(sightings).toHaveLength(9);
    expect(unreadable).toEqual([{ at: 'papers[9]', reason: 'it has no title' }]);
  });

  it('may be empty', () => {
    expect(read(rss([]))).toEqual({ sightings: [], unreadable: [] });
  });

  it.each([
    ['cut', rss(['<title>T</title>']).slice(0, -30)],
    ['without its end', rss(['<title>T</title>']).replace('</rss>', '')],
    ['JSON of another kind', '{"items": "none"}'],
    ['a JSON Feed without items', '{"version": "https://jsonfeed.org/version/1.1", "title": "x"}'],
    ['a list', '[]'],
    ['words', 'Not found'],
  ])('is not believed when it is %s', (_name, body) => {
    expect(() => read(body)).toThrow(ParseError);
  });

  it('is blocked when a firewall answers', () => {
    expect(() => read('<html><head><title>Just a moment...</title></head></html>')).toThrow('block page');
  });
});
