import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDay } from '../seed-papers.js';
import { type OpenApi, openApi, readAll } from './open-api.js';

let api: OpenApi;

const robots = ['A Robot That Folds Sheets', 'A Robot That Irons', 'A Robot That Sews'];
const titlesOf = (items: Record<string, unknown>[]) => items.map(({ title }) => title);
const list = async (query: string) => titlesOf(await readAll(api, `/papers?${query}`));

beforeAll(async () => {
  api = await openApi();
  const topics = Object.fromEntries(robots.map((title) => [title, 'robotics']));
  const papers = robots.map((title, at) => ({
    title,
    upvotes: at,
    abstract: `What ${title} does.`,
    ...(at === 1 && {
      ids: { arxiv: '2608.10002', doi: '10.1000/ironing.1' },
      codeUrl: 'https://example.org/iron',
    }),
  }));
  await seedDay(api.store, '2026-08-20', '2026-08-20T08:00:00Z', papers, topics);
  await seedDay(api.store, '2026-08-21', '2026-08-21T08:00:00Z', [
    {
      title: 'On 100% of _Graphs_',
      ids: { arxiv: '2608.20001' },
      authors: ['Émilie du Châtelet'],
      upvotes: 4,
    },
  ]);
});
afterAll(() => api.close());

test('lists papers, the last to become known first, and goes on where it stopped', async () => {
  const first = await api.ask('/papers?limit=2');
  expect(first.statusCode).toBe(200);
  expect(first.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=0, must-revalidate',
    link: expect.stringMatching(/^<\/api\/v1\/papers\?limit=2&cursor=[\w-]+>; rel="next"$/),
  });
  const { items, next } = first.json();
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    title: 'On 100% of _Graphs_',
    ids: { arxiv: '2608.20001' },
    url: 'https://arxiv.org/abs/2608.20001',
    authors: ['Émilie du Châtelet'],
    upvotes: 4,
    firstSeenAt: '2026-08-21T08:00:00.000Z',
    featuredOn: '2026-08-21',
  });
  const all = titlesOf([...items, ...(await readAll(api, next))]);
  expect(all.slice(1).sort()).toEqual(robots);
});

test.each([
  ['topic=robotics', robots],
  ['topic=elsewhere', []],
  ['day=2026-08-21', ['On 100% of _Graphs_']],
  ['until=2026-08-20', robots],
  ['since=2026-08-21', ['On 100% of _Graphs_']],
  ['code=true', ['A Robot That Irons']],
  ['code=false&topic=robotics', ['A Robot That Folds Sheets', 'A Robot That Sews']],
  ['q=robot', robots],
  ['q=irons+lovelace', ['A Robot That Irons']],
  ['q=robot+graphs', []],
  [`author=${randomUUID()}`, []],
])('narrows the list by %s', async (query, titles) => {
  expect((await list(`${query}&limit=1`)).sort()).toEqual(titles);
});

describe('one paper', () => {
  test.each([
    '2608.10002',
    '2608.10002v3',
    'arxiv:2608.10002',
    '10.1000%2FIroning.1',
    'doi:10.1000%2Fironing.1',
  ])('is found by %s', async (id) => {
    const answer = await api.ask(`/papers/${id}`);
    expect(answer.json()).toMatchObject({
      title: 'A Robot That Irons',
      abstract: 'What A Robot That Irons does.',
    });
  });

  test('is found by its own id, with where it was seen and its votes over time', async () => {
    const { id } = (await api.ask('/papers/2608.10002')).json();
    const answer = await api.ask(`/papers/${id.toUpperCase()}`);
    expect(answer.json()).toMatchObject({
      id,
      topics: [{ id: 'robotics', score: expect.any(Number), evidence: ['a telling word'] }],
      listings: [{ sourceId: 'hf-daily', day: '2026-08-20' }],
      sightings: [{ sourceId: 'hf-daily', upvotes: 1 }],
    });
  });

  test('that was found to be another leads to that one', async () => {
    const { id } = (await api.ask('/papers/2608.10002')).json();
    const alias = randomUUID();
    await api.query('INSERT INTO paper_aliases (alias_id, paper_id, merged_at) VALUES ($1, $2, now())', [
      alias,
      id,
    ]);
    expect((await api.ask(`/papers/${alias}`)).json()).toMatchObject({ id });
  });

  test('that nobody knows is not found; what is no id of a paper is said so', async () => {
    for (const id of [randomUUID(), '2608.99999', '10.1000%2Fnothing'])
      expect((await api.ask(`/papers/${id}`)).json()).toMatchObject({ status: 404, title: 'Not Found' });
    for (const id of ['nonsense', '..%2F..%2Fetc', "';drop table papers", '%F0%9F%98%80']) {
      const answer = await api.ask(`/papers/${encodeURIComponent(decodeURIComponent(id))}`);
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ parameter: 'id' }] });
    }
  });
});

test('answers 304 to who has the answer already, and tells a HEAD what a GET would say', async () => {
  const first = await api.ask('/papers');
  const etag = String(first.headers.etag);
  expect(etag).toMatch(/^"[\w-]+"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await api.ask('/papers', { headers: { 'if-none-match': known } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect(again.headers.etag).toBe(etag);
  }
  expect((await api.ask('/papers', { headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  const head = await api.ask('/papers', { method: 'HEAD' });
  expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', etag]);
  expect(head.headers['content-length']).toBe(String(Buffer.byteLength(first.body)));
  const missing = await api.ask('/papers/2608.99999', { headers: { 'if-none-match': '*' } });
  expect(missing.statusCode).toBe(404);
});

test('misses no paper and shows none twice while new ones come in', async () => {
  const seed = (from: number, day: string) =>
    seedDay(
      api.store,
      day,
      `${day}T10:00:00Z`,
      [0, 1, 2].map((n) => ({ title: `Zebra ${from + n}`, ids: { arxiv: `2608.3000${from + n}` } })),
    );
  await seed(1, '2026-08-21');
  const first = (await api.ask('/papers?q=zebra&limit=2')).json();
  await seed(4, '2026-08-22');
  const rest = (await api.ask(first.next)).json();
  expect(titlesOf([...first.items, ...rest.items]).sort()).toEqual(['Zebra 1', 'Zebra 2', 'Zebra 3']);
  expect(rest.next).toBeUndefined();
});

test('searches as the pages do, best first, and goes on where it stopped', async () => {
  const first = await api.ask('/search?q=robot&limit=2');
  expect(first.json()).toMatchObject({ total: 3, words: ['robot'] });
  const all = [...first.json().items, ...(await readAll(api, first.json().next))];
  expect(titlesOf(all).sort()).toEqual(robots);
});
