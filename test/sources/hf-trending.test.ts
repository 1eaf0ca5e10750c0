import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import hfTrending from '../../src/sources/hf-trending.js';
import { aPage } from './a-page.js';

const url = 'https://huggingface.co/papers/trending';

function sample(name: string): string {
  return readFileSync(new URL(`../fixtures/sources/${name}`, import.meta.url), 'utf8');
}

function read(body: string) {
  return hfTrending.parse(aPage(url, body), {}).sightings;
}

it('asks the API first and the page if that fails', () => {
  expect(hfTrending.requests({ now: 'trending' }, { baseUrl: 'http://127.0.0.1:1', hosts: {} })).toEqual([
    [
      { url: 'http://127.0.0.1:1/api/daily_papers?sort=trending&limit=50', kind: 'api' },
      { url: 'http://127.0.0.1:1/papers/trending' },
    ],
  ]);
});

it('features no paper on any day, so that none is news by being there', () => {
  expect(hfTrending.news).toBe('featured');
  for (const form of ['hf-trending.json', 'hf-trending.page.html', 'hf-trending.cards.html'])
    expect(read(sample(form)).filter((sighting) => 'featuredOn' in sighting)).toEqual([]);
});

it('covers no day: the list is of now, whatever the page was stamped with', () => {
  expect(hfTrending.parse(aPage(url, sample('hf-trending.page.html')), {}).covers).toBeUndefined();
});

it('reads each paper once, though the page prints it twice', () => {
  const ranks = read(sample('hf-trending.page.html')).map(({ ids, rank }) => [ids.arxiv, rank]);
  expect(ranks).toEqual([
    ['2509.24002', 1],
    ['2608.19880', 2],
  ]);
});

/** A card in other markup than the sample's: what matters are its links and what a person sees. */
function card({
  id = '2509.24002',
  told = 'A sentence that tells in some sixty or more letters what the paper found out.',
}) {
  return `<li><table><tr><td><a href="/papers/${id}"><img src="/x.png"></a></td>
    <td>Trending <a href="/papers/${id}"><b>Models</b>
    that &amp; work</a></td></tr><tr><td>${told}</td></tr>
    <tr><td>4 authors</td><td>Published on Oct 4, 2025</td><td>Oct 4, 2025</td></tr></table>
    <a href="/login?next=%2Fpapers%2F${id}">Upvote <i>1.2k</i></a> <a href="/papers/${id}#community">7</a>
    <a href="https://github.com/lab/code">GitHub 3.29k</a> <a href="https://arxiv.org/abs/${id}">arXiv Page</a></li>`;
}

function page(...cards: string[]): string {
  return `<html><head><title>Trending Papers</title></head><body><a href="/papers">Daily Papers</a><ul>${cards.join('')}</ul></body></html>`;
}

it('needs a link whose words stand on lines of their own to tell a title', () => {
  expect(() => read(page(card({})))).toThrow('the DailyPapers data is missing');
});

it('reads a card in other markup by its links and words', () => {
  const other = card({}).replace('Trending <a', '<a');
  expect(read(page(other, other))).toEqual([
    {
      ids: { arxiv: '2509.24002' },
      url: 'https://huggingface.co/papers/2509.24002',
      title: 'Models that & work',
      summary: 'A sentence that tells in some sixty or more letters what the paper found out.',
      publishedAt: '2025-10-04',
      authorCount: 4,
      authors: [],
      stars: 3290,
      upvotes: 1200,
      codeUrl: 'https://github.com/lab/code',
      rank: 1,
    },
  ]);
});

it('takes a long text for the abstract, a short one for the AI summary that stands in its place', () => {
  const told = 'Some words of an abstract. '.repeat(30).trim();
  const [sighting] = read(page(card({ told }).replace('Trending <a', '<a')));
  expect(sighting?.abstract).toBe(told);
  expect(sighting?.summary).toBeUndefined();
});

it('does not take any page with links to papers for the list', () => {
  expect(() => read('<html><body><a href="/papers/2509.24002">A paper</a></body></html>')).toThrow(
    'is missing',
  );
});
