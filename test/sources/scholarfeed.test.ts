import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../../src/errors.js';
import scholarfeed from '../../src/sources/scholarfeed.js';
import { checkScope } from '../../src/sources/scope.js';
import { aPage } from './a-page.js';
import { wrapText } from './wrap-text.js';

const pageUrl = 'https://www.scholarfeed.org/author/42';
const apiUrl = 'https://api.scholarfeed.org/api/v1/public/authors/42';

const sample = readFileSync(new URL('../fixtures/sources/scholarfeed.txt', import.meta.url), 'utf8');
const read = (body: string, url = pageUrl, scope = {}) => scholarfeed.parse(aPage(url, body), scope);
const readApi = (answer: unknown, url = apiUrl) => read(JSON.stringify(answer), url);

it.each(wrapText(sample))('reads the text of an author the same from %s', (_name, html) => {
  expect(read(html)).toEqual(read(sample));
});

describe('a profile', () => {
  it('may be named by number or by the address of its page', () => {
    const settings = {
      baseUrl: 'https://www.scholarfeed.org',
      hosts: { api: 'https://api.scholarfeed.org' },
    };
    const page = { url: pageUrl };
    const requests = [
      [{ url: apiUrl, kind: 'api' }, page],
      [{ url: `${apiUrl}/papers?limit=50&page=1`, kind: 'api' }, page],
    ];
    expect(scholarfeed.requests({ profile: '42' }, settings)).toEqual(requests);
    expect(scholarfeed.requests({ profile: `${pageUrl}/` }, settings)).toEqual(requests);
  });

  it.each([
    'Ada Example',
    'https://example.org/author/42',
    'http://127.0.0.1/author/42',
    'http://169.254.169.254/author/42',
    'https://www.scholarfeed.org.example.org/author/42',
    'https://www.scholarfeed.org/paper/42',
    '42/../43',
  ])('is refused with the hosts that work: %s', (profile) => {
    expect(() => checkScope(scholarfeed, { profile })).toThrow('www.scholarfeed.org');
  });

  it('of somebody else is refused', () => {
    expect(() => read(sample, pageUrl, { profile: '43' })).toThrow(/asked for the profile 43.*that of 42/);
    expect(() => read('{"id":7,"name":"Bo"}', apiUrl, { profile: '42' })).toThrow(ParseError);
  });
});

describe('the figures of a page', () => {
  const metricsOf = (header: string) => read(`Ada Example\n\nLG\n${header}`).profile?.metrics;

  it('may be glued to their labels or stand on lines of their own', () => {
    const figures = { hIndex: 8, papers: 0, citations: 1200, novelty: 0.6, aiScore: 40 };
    expect(metricsOf('h-index8\n0papers\n1.2kcitations\nNovelty60%\nAI Score40')).toEqual(figures);
    expect(metricsOf('h-index\n8\n0\npapers\n1,200\ncitations\nNovelty\n60\n%\nAI Score\n40')).toEqual(
      figures,
    );
    expect(metricsOf('h-index: 8 0 papers 1.2k citations Novelty: 60 % AI Score: 40')).toEqual(figures);
  });

  it('may be missing one by one', () => {
    expect(metricsOf('h-index8')).toEqual({ hIndex: 8 });
  });

  it('are left out where they are no counts', () => {
    expect(metricsOf('h-index8.5 0papers 210citations')).toEqual({ papers: 0, citations: 210 });
    expect(metricsOf('h-index8 0papers 99,999,999,999citations')).toEqual({ hIndex: 8, papers: 0 });
  });

  it('come with a name even where the badge runs along, or where a menu stands above', () => {
    expect(read('Ada Example LG\nh-index8').profile).toMatchObject({ name: 'Ada Example', field: 'LG' });
    expect(read('Scholar Feed\nSign in\n\nAda Example III\nLG\nh-index8').profile?.name).toBe(
      'Ada Example III',
    );
    expect(read('Ada Example III\nh-index8').profile).toMatchObject({ name: 'Ada Example III' });
  });

  it('are the landmark', () => {
    expect(() => read('<p>Ada Example</p><p>Welcome</p>')).toThrow('is missing');
    expect(() => read('Ada Example\nLG\nh-index8\n12papers\n\n12 Papers')).toThrow('the list of papers');
    expect(() => read('<title>Just a moment...</title>')).toThrow(
      expect.objectContaining({ code: 'blocked' }),
    );
  });
});

describe('a paper of a page', () => {
  const paperOf = (card: string) => read(`Ada Example\nLG\nh-index8\n${card}`).sightings[0];

  it('may have its badge on a line of its own, an older archive, or none', () => {
    expect(paperOf('LG\nFeb 13, 2023\nA title')).toMatchObject({ categories: ['LG'], title: 'A title' });
    expect(paperOf('quant-phFeb 13, 2023\nA title')).toMatchObject({ categories: ['quant-ph'] });
    expect(paperOf('Feb 13, 2023\nA title')?.categories).toBeUndefined();
  });

  it('has authors only where there are names', () => {
    expect(paperOf('LGFeb 1\nT\n\nAda Example et al. · cmu, mit\n\nText here.')).toMatchObject({
      authors: ['Ada Example'],
      institutions: ['cmu', 'mit'],
      abstract: 'Text here.',
    });
    expect(
      paperOf('LGFeb 1\nT\n\nThis is how a short abstract without any authors would begin here.'),
    ).toMatchObject({
      authors: [],
      abstract: expect.stringContaining('This is'),
    });
  });

  it('takes its id from a link', () => {
    const card = '<div>LGFeb 1</div><h3><a href="/paper/2602.14983v1">A title</a></h3><p>Ada Example</p>';
    const { sightings } = read(`<p>Ada Example</p><p>h-index8</p>${card}`);
    expect(sightings[0]?.ids).toEqual({ arxiv: '2602.14983' });
  });

  it('has no date when the page shows one that does not exist', () => {
    expect(paperOf('LGFeb 30, 2023\nA title')?.publishedAt).toBeUndefined();
  });
});

describe('the API', () => {
  const paper = { arxiv_id: '1706.03762', title: 'T' };

  it('may leave figures out', () => {
    expect(readApi({ id: 42, name: 'Ada', h_index: null, total_papers: 3 }).profile).toEqual({
      ids: { scholarfeed: '42' },
      name: 'Ada',
      metrics: { papers: 3 },
    });
  });

  it('leaves out figures that no count can be, and rounds none', () => {
    const odd = { h_index: 8.5, total_papers: -1, total_citations: 3e9, ai_score: 1e300 };
    expect(readApi({ id: 42, name: 'Ada', ...odd }).profile?.metrics).toEqual({});
    const fine = { h_index: 8, total_papers: 0, total_citations: 210, ai_score: 39.5 };
    expect(readApi({ id: 42, name: 'Ada', ...fine }).profile?.metrics).toEqual({
      hIndex: 8,
      papers: 0,
      citations: 210,
      aiScore: 39.5,
    });
    const [sighting] = readApi({ papers: [{ ...paper, github_stars: 3e9, n_authors: 2.5 }] }).sightings;
    expect(sighting).toEqual({ ids: { arxiv: '1706.03762' }, title: 'T', authors: [], rank: 1 });
  });

  it('goes on when a page is full, counting from 1', () => {
    const url = `${apiUrl}/papers?limit=50&page=1`;
    const papers = Array.from({ length: 50 }, (_none, index) => ({
      ...paper,
      arxiv_id: `1706.${10_000 + index}`,
    }));
    const first = readApi({ papers, total: null }, url);
    const next = url.replace('page=1', 'page=2');
    expect(first.next).toEqual([{ url: next, kind: 'api' }]);
    expect(readApi({ papers: [paper] }, next)).toMatchObject({ next: [], sightings: [{ rank: 51 }] });
  });

  it('raises with its own words, and for anything else', () => {
    expect(() => readApi({ detail: 'Author not found' })).toThrow('Author not found');
    expect(() => readApi({ authors: [] })).toThrow('is missing');
    expect(() => read('{"id":42,"na', apiUrl)).toThrow('cut or broken');
    expect(() => readApi({ papers: [{ ...paper, arxiv_id: 'x" y' }] })).toThrow('no arXiv id');
  });
});
