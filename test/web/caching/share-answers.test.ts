import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../browse.js';
import { type OpenWeb, openWeb, withWeb } from '../open-web.js';
import { seedDay } from '../seed-papers.js';

let web: OpenWeb;
/** How often pages were made rather than taken from the cache. */
let made = 0;

beforeAll(async () => {
  web = await openWeb();
  const { trending, feedPapers } = web.store;
  web.store.trending = (part) => {
    made += 1;
    return trending(part);
  };
  web.store.feedPapers = (part) => {
    made += 1;
    return feedPapers(part);
  };
  await seedDay(web.store, '2026-08-19', '2026-08-19T12:00:00Z', [{ title: 'Arms that learn' }], {
    'Arms that learn': 'robotics',
  });
});
afterAll(() => web.close());

const open = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  web.server.inject({ url, headers, method });

async function countMade(work: () => Promise<unknown>): Promise<number> {
  const before = made;
  await work();
  return made - before;
}

describe('a public page', () => {
  test('is made once for all who look at it while nothing is written', async () => {
    const first = await open('/');
    expect(await countMade(() => Promise.all(Array.from({ length: 20 }, () => open('/'))))).toBe(0);
    const again = await open('/');
    expect(again.body).toBe(first.body);
    expect(again.headers).toMatchObject({
      etag: first.headers.etag,
      'cache-control': 'public, max-age=0, must-revalidate',
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': first.headers['content-security-policy'],
    });
  });

  test('is made once for many who come at the same time', async () => {
    expect(await countMade(() => Promise.all(Array.from({ length: 20 }, () => open('/?period=month'))))).toBe(
      1,
    );
  });

  test('shows what was written since', async () => {
    const before = await open('/');
    await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', [
      { ids: { arxiv: '2608.20001' }, title: 'Graphs that grow' },
    ]);
    const after = await open('/', { 'if-none-match': String(before.headers.etag) });
    expect(after.statusCode).toBe(200);
    expect(after.body).toContain('Graphs that grow');
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  test('is not sent again to those who have it, whether kept or made', async () => {
    const { headers } = await open('/');
    const known = { 'if-none-match': `"other", W/${headers.etag}` };
    await web.store.beat('something is written');
    for (const round of ['made', 'kept']) {
      const answer = await open('/', known);
      expect([round, answer.statusCode, answer.body]).toEqual([round, 304, '']);
      expect(answer.headers).toMatchObject({
        etag: headers.etag,
        'cache-control': 'public, max-age=0, must-revalidate',
      });
      for (const name of ['content-type', 'content-length', 'last-modified'])
        expect(answer.headers).not.toHaveProperty(name);
    }
  });

  test('says when it was made, once that second is over', async () => {
    const page = '/?period=week';
    expect((await open(page)).headers).not.toHaveProperty('last-modified');
    await expect.poll(async () => (await open(page)).headers['last-modified']).toBeDefined();
    const since = String((await open(page)).headers['last-modified']);
    expect((await open(page, { 'if-modified-since': since })).statusCode).toBe(304);
    const early = new Date(Date.parse(since) - 1000).toUTCString();
    expect((await open(page, { 'if-modified-since': early })).statusCode).toBe(200);
  });

  test('is told about without being sent', async () => {
    for (const url of ['/', '/feed.xml', '/?period=week&topic=robotics']) {
      const head = await open(url, {}, 'HEAD');
      const whole = await open(url);
      expect(head.body).toBe('');
      expect(head.headers.etag).toBe(whole.headers.etag);
      expect(head.headers['content-length']).toBe(whole.headers['content-length']);
      const known = await open(url, { 'if-none-match': String(whole.headers.etag) }, 'HEAD');
      expect(known.statusCode).toBe(304);
      expect(known.headers).not.toHaveProperty('content-length');
    }
  });

  test('is another one at every address, in every query and on every host', async () => {
    const urls = [
      '/',
      '/?topic=robotics',
      '/?day=2026-08-19',
      '/feed.xml',
      '/feed.rss',
      '/topics/robotics/feed.xml',
    ];
    const bodies = async () => Promise.all(urls.map(async (url) => (await open(url)).body));
    const first = await bodies();
    expect(new Set(first).size).toBe(urls.length);
    expect(await bodies()).toEqual(first);
    expect(await countMade(() => open('/', { host: 'other.example.org' }))).toBe(1);
  });

  test('is the same with a cookie or without, so nothing varies', async () => {
    const { headers } = await open('/');
    expect(headers).not.toHaveProperty('vary');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(await countMade(() => open('/', { cookie: 'theme=dark; lang=en' }))).toBe(0);
  });
});

describe('what is not everybody’s', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = openBrowser(web.server);
    await browser.login();
  });

  test('is never kept, and never asked for with a tag', async () => {
    for (const url of [
      '/admin',
      '/admin/login',

      '/healthz',
      '/readyz',
      '/nowhere',
      '/?day=x',
    ]) {
      const { headers } = await browser.get(url);
      expect([url, headers['cache-control'] ?? 'no-store']).toEqual([url, 'no-store']);
      expect([url, headers.etag]).toEqual([url, undefined]);
    }
  });

  test('who is logged in, or shows a token, is served past the cache', async () => {
    await open('/');
    expect(await countMade(() => browser.get('/'))).toBe(1);
    expect(await countMade(() => open('/', { authorization: 'Bearer x' }))).toBe(1);
    expect(await countMade(() => open('/'))).toBe(0);
  });

  test('a reader’s own choice of an edition is kept nowhere, nor is a page asked for with their token', async () => {
    await web.store.freezeEdition({
      ...{ cadence: 'daily', date: '2026-08-20', missing: [], papers: [] },
      frozenAt: new Date('2026-08-20T14:00:00Z'),
    });
    const reader = await web.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
    const edition = await web.store.editionOf('daily', '2026-08-20');
    if (!edition) throw new Error('no edition was frozen');
    const own = new URL(web.links.edition(reader, edition));
    const answer = await open(own.pathname + own.search);
    expect(answer.body).toContain('Your choice of this edition');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('etag');
    const common = await open(own.pathname);
    expect(common.body).not.toContain('Your choice of this edition');
    expect(common.headers.etag).toBeDefined();
  });
});

test('with no room for a cache every page is made anew, and still compared', async () => {
  const bare = await openWeb({ configure: (config) => withWeb(config, { cacheMegabytes: 0 }) });
  const { headers } = await bare.server.inject({ url: '/' });
  expect(headers.etag).toBeDefined();
  const known = { 'if-none-match': String(headers.etag) };
  expect((await bare.server.inject({ url: '/', headers: known })).statusCode).toBe(304);
  await bare.close();
});
