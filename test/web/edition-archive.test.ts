import { afterAll, beforeAll, expect, test } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const open = (url: string) => web.server.inject({ url });
const freeze = async (cadence: 'daily' | 'weekly', date: string, at: string) => {
  const frozenAt = new Date(at);
  const news = await web.store.newsFor(cadence, frozenAt);
  const papers = rankPapers(news, web.config.trending, frozenAt, web.config.topics);
  await web.store.freezeEdition({ cadence, date, frozenAt, missing: [], papers });
};

test('says so before there is an edition', async () => {
  const { statusCode, body } = await open('/editions');
  expect(statusCode).toBe(200);
  expect(body).toContain('An edition appears here when the first one is frozen.');
});

test('lists editions by month, newest first, with number, papers and the first title', async () => {
  await seedDay(web.store, '2026-07-30', '2026-07-30T08:00:00Z', [
    { title: 'A lead <b>title</b>', upvotes: 3 },
  ]);
  await freeze('daily', '2026-07-31', '2026-07-31T04:00:00Z');
  await freeze('daily', '2026-08-20', '2026-08-20T04:00:00Z');
  await freeze('daily', '2026-08-21', '2026-08-21T04:00:00Z');
  await freeze('weekly', '2026-08-17', '2026-08-17T04:00:00Z');
  const { body } = await open('/editions');
  const order = [
    'August 2026',
    'Friday 21 August',
    'Thursday 20 August',
    'Week of 17 August',
    'July 2026',
    'Friday 31 July',
  ];
  const places = order.map((text) => body.indexOf(text));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
  expect(body).toContain('No. 1 · 1 paper');
  expect(body).toContain('A lead &lt;b&gt;title&lt;/b&gt;');
  expect(body).toContain('4 editions.');
});

test('keeps to daily or weekly ones', async () => {
  const { body } = await open('/editions?cadence=weekly');
  expect(body).toContain('href="/editions/2026-08-17?cadence=weekly"');
  expect(body).not.toContain('Friday 21 August');
  expect(body).toContain('1 weekly edition.');
});

test('is read in parts', async () => {
  await web.query(
    `INSERT INTO editions (id, cadence, date, number, frozen_at, missing)
     SELECT md5(n::text)::uuid, 'daily', '2026-01-01'::date + n, 100 + n, $1, '{}' FROM generate_series(0, 59) n`,
    [now],
  );
  const first = await open('/editions');
  expect(first.body.match(/class="issue"/g)).toHaveLength(50);
  expect(first.body).toContain('rel="next" href="/editions?page=2"');
  const second = await open('/editions?page=2');
  expect(second.body.match(/class="issue"/g)).toHaveLength(14);
  expect(second.body).toContain('rel="prev" href="/editions"');
  const beyond = await open('/editions?page=999');
  expect(beyond.statusCode).toBe(200);
  expect(beyond.body).toContain('There are no older editions.');
  expect(beyond.body).toContain('href="/editions"');
});

test('refuses what is no part of it', async () => {
  for (const query of ['cadence=hourly', 'page=0', 'page=x', 'page=-1', 'page=1e99']) {
    const { statusCode, body } = await open(`/editions?${query}`);
    expect(statusCode, query).toBe(400);
    expect(body).toContain('href="/editions"');
  }
});

test('leads from an edition to those before and after it, and to all', async () => {
  const { body } = await open('/editions/2026-08-20');
  expect(body).toContain('rel="prev" href="/editions/2026-07-31"');
  expect(body).toContain('rel="next" href="/editions/2026-08-21"');
  expect(body).toContain('href="/editions">All editions');
  const weekly = await open('/editions/2026-08-17?cadence=weekly');
  expect(weekly.body).not.toMatch(/rel="(prev|next)"/);
  expect((await open('/editions/2020-01-01')).body).toContain('href="/editions">All editions');
});
