import { request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedDay } from '../seed-papers.js';
import { type OpenApi, openApi } from './open-api.js';

let api: OpenApi;
let address: string;

beforeAll(async () => {
  api = await openApi();
  const titles = [1, 2, 3].map((n) => ({ title: `Paper ${n}`, upvotes: n }));
  await seedDay(api.store, '2026-08-20', '2026-08-20T08:00:00Z', titles);
  address = await api.server.listen('127.0.0.1', 0);
});
afterAll(() => api.close());

const json = 'application/json';
const postRaw = (payload: string, type = json, url = '/reingests') =>
  api.askAs('operate', url, { method: 'POST', payload, headers: { 'content-type': type } });

/** Every refusal is told in one shape, and is kept by nobody. */
async function expectProblem(url: string, status: number, more: InjectOptions = {}) {
  const answer = await api.askAs('operate', url, more);
  expect(answer.statusCode, answer.body).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  });
  const problem = answer.json();
  expect(problem).toMatchObject({
    type: 'about:blank',
    status,
    title: expect.any(String),
    detail: expect.any(String),
  });
  return { problem, headers: answer.headers };
}

describe('a request that cannot be met', () => {
  test.each([
    ['/papers?limit=0', 'limit'],
    ['/papers?limit=101', 'limit'],
    ['/papers?limit=many', 'limit'],
    ['/papers?limit=1&limit=2', 'limit'],
    ['/papers?colour=red', 'colour'],
    ['/papers?day=2026-02-30', 'day'],
    ['/papers?since=yesterday', 'since'],
    ['/papers?code=perhaps', 'code'],
    ['/papers?author=1', 'author'],
    ['/papers?__proto__=1', '__proto__'],
    ['/topics?q=x', 'q'],
    ['/authors/1', 'id'],
    ['/trending?period=year', 'period'],
    ['/trending?day=2026-13-01', 'day'],
    ['/editions/hourly/2026-08-20', 'cadence'],
    ['/editions/daily/today', 'date'],
    ['/scans?outcome=splendid', 'outcome'],
    ['/reingests/nothing', 'ticket'],
    ['/search', 'q'],
  ])('%s names what is wrong', async (url, parameter) => {
    const { problem } = await expectProblem(url, 400);
    expect(problem.instance).toBe(`/api/v1${url.split('?')[0]}`);
    expect(problem.errors).toMatchObject([{ parameter }]);
  });

  test('says which parameters there are where one is unknown', async () => {
    const { problem } = await expectProblem('/editions?colour=red', 400);
    expect(problem.errors[0].detail).toBe('unknown; expected only cadence, limit, cursor');
  });

  test('of a topic or an address that is not there is 404', async () => {
    await expectProblem('/trending?topic=elsewhere', 404);
    for (const url of ['/nothing', '/api/v2/papers', '/api/nothing.json']) await expectProblem(url, 404);
  });

  test('by a method that the address does not know is 405, with those it knows, whatever the body', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)
      expect((await expectProblem('/papers', 405, { method, payload: '{' })).headers.allow).toBe('GET, HEAD');
    expect((await expectProblem('/reingests', 405)).headers.allow).toBe('POST');
    expect((await expectProblem('/api/openapi.json', 405, { method: 'PUT' })).headers.allow).toBe(
      'GET, HEAD',
    );
  });
});

describe('a cursor', () => {
  test('is taken whole, and for the list it came from', async () => {
    const { next } = (await api.ask('/papers?limit=1')).json();
    const cursor = new URL(next, address).searchParams.get('cursor') ?? '';
    expect((await api.ask(`/papers?cursor=${cursor}&limit=2`)).json().items).toHaveLength(2);
    const broken = [
      cursor.slice(0, -1),
      cursor.slice(0, 20),
      `${cursor}A`,
      `A${cursor}`,
      'x',
      '',
      cursor.toLowerCase(),
    ];
    for (const each of broken) {
      const { problem } = await expectProblem(`/papers?cursor=${each}`, 400);
      expect(problem.errors[0].parameter).toBe('cursor');
    }
    await expectProblem(`/papers?code=false&cursor=${cursor}`, 400);
    await expectProblem(`/authors?cursor=${cursor}`, 400);
  });
});

describe('a body', () => {
  test.each([
    ['{', json, 400],
    ['', json, 400],
    ['null', json, 400],
    ['[]', json, 400],
    ['"hf-daily"', json, 400],
    ['{"__proto__": {"source": "hf-daily"}}', json, 400],
    ['source=hf-daily', 'application/x-www-form-urlencoded', 415],
    ['source: hf-daily', 'text/plain', 415],
    ['<source/>', 'application/xml', 415],
    [JSON.stringify({ source: 'x'.repeat(70_000) }), json, 413],
  ])('%.20s as %s is refused with %i, and asks for nothing', async (payload, type, status) => {
    const answer = await postRaw(payload, type);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(api.asked).toEqual([]);
  });

  test('of a subscription is told what is wrong field by field', async () => {
    const answer = await postRaw('{"email": "nobody", "topics": ["x"], "hour": 25}', json, '/subscriptions');
    const pointers = answer.json().errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['#/email', '#/hour']));
    expect((await postRaw('{"email": 5}', json, '/subscriptions')).json().errors).toMatchObject([
      { pointer: '#/email' },
    ]);
  });
});

describe('an address', () => {
  test('of a megabyte is too long, and is not sent back', async () => {
    const { problem } = await expectProblem(`/papers?q=${'x'.repeat(1_000_000)}`, 414);
    expect(JSON.stringify(problem).length).toBeLessThan(500);
  });

  test('of a megabyte is turned away on the wire too', async () => {
    const status = await new Promise((resolve, reject) => {
      const asking = request(`${address}/api/v1/papers?q=${'x'.repeat(1_000_000)}`, (answer) => {
        answer.resume();
        resolve([answer.statusCode, answer.headers['content-type']]);
      });
      asking.on('error', reject).end();
    });
    expect(status).toEqual([431, 'application/problem+json']);
  });

  test('that is none is refused, and so is what is no HTTP', async () => {
    const answer = await fetch(`${address}/api/v1/papers/%zz`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(address).port), '127.0.0.1', () =>
        socket.end('no such thing\r\n\r\n'),
      );
      let text = '';
      socket
        .on('data', (part) => (text += part))
        .on('end', () => resolve(text))
        .on('error', reject);
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
  });
});

test('who asks too often is told to wait, and how long', async () => {
  const hasty = await openApi({
    configure: (config) => ({ ...config, web: { ...config.web, apiPerMinute: 2, apiPerMinuteWithToken: 3 } }),
  });
  const first = await hasty.ask('/topics');
  expect(first.headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' });
  expect((await hasty.ask('/nothing')).statusCode).toBe(404);
  const refused = await hasty.ask('/topics');
  expect(refused.json()).toMatchObject({ status: 429, title: 'Too Many Requests' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  const tokens = await Promise.all([1, 2, 3, 4].map(() => hasty.askAs('read', '/topics')));
  expect(tokens.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 429]);
  expect((await hasty.server.inject({ method: 'GET', url: '/healthz' })).statusCode).toBe(200);
  await hasty.close();
});

test('no query at all makes it fail', async () => {
  const paths = ['/papers', '/search', '/authors', '/trending', '/editions', '/scans', '/topics', '/sources'];
  const names = [
    'q',
    'topic',
    'author',
    'day',
    'since',
    'until',
    'code',
    'cursor',
    'limit',
    'period',
    'source',
  ];
  const nasty = [
    "'; drop table papers",
    '%',
    '\\',
    '(',
    '"',
    '\0',
    '😀',
    '2026-02-30',
    '-1',
    '1e9',
    'true',
    '🏴',
  ];
  const value = fc.oneof(
    fc.constantFrom(...nasty),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constant('x'.repeat(6000)),
  );
  const query = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 3 });
  const known = new Set([200, 400, 404, 414]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), query, async (path, pairs) => {
      const answer = await api.askAs('read', `${path}?${new URLSearchParams(pairs)}`);
      expect(known.has(answer.statusCode), `${answer.statusCode} ${answer.body}`).toBe(true);
    }),
    { numRuns: 60 },
  );
});
