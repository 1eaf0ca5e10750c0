import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const open = (url: string) => web.server.inject({ url });

test('says so when nothing has been read yet', async () => {
  const answer = await open('/');
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('No papers yet.');
});

test('shows the latest day that has papers, in rank, with counts and what they gained', async () => {
  await seedDay(web.store, '2026-08-19', '2026-08-19T08:00:00Z', [
    { ids: { arxiv: '2608.20001' }, title: 'An older paper', upvotes: 3 },
  ]);
  const papers = [
    { title: 'Quiet paper', upvotes: 2 },
    {
      title: 'Loud <script>alert(1)</script> & "paper"',
      upvotes: 90,
      comments: 12,
      codeUrl: 'https://github.com/example/loud',
      stars: 3210,
      summary: 'It says in one sentence what it is about.',
      authors: ['One A', 'Two B', 'Three C', 'Four D', 'Five E'],
    },
  ];
  const topics = { 'Quiet paper': 'robotics' };
  await seedDay(web.store, '2026-08-20', '2026-08-20T08:00:00Z', papers, topics);
  const grown = papers.map((paper) => ({ ...paper, upvotes: paper.upvotes + 34 }));
  await seedDay(web.store, '2026-08-20', '2026-08-21T08:00:00Z', grown, topics);

  const { body } = await open('/');
  expect(body).toContain('Trending, Thursday 20 August');
  expect(body.indexOf('Loud &lt;script&gt;')).toBeLessThan(body.indexOf('Quiet paper'));
  expect(body).not.toContain('<script>alert');
  expect(body).toContain('<b>124</b>');
  expect(body).toContain('+34');
  expect(body).toContain('One A, Two B, Three C, Four D et al.');
  expect(body).toContain('href="https://github.com/example/loud"');
  expect(body).toContain('3.2k');
  expect(body).toContain('href="/?day=2026-08-19"');
});

test('keeps to one topic when a chip is chosen', async () => {
  const { body } = await open('/?topic=robotics');
  expect(body).toContain('Quiet paper');
  expect(body).not.toContain('Loud');
  expect(body).toMatch(/<a class="chip" href="\/\?topic=robotics" aria-current="true">Robotics/);
});

test('says why a paper stands where it does, and what its score is made of', async () => {
  const { body } = await open('/');
  expect(body).toContain('<span class="reason">rising fastest today</span>');
  expect(body).toMatch(/title="Votes since yesterday \d+ %, votes \d+ %, .* of its score">1</);
});

test('shows the week and the month by links that keep the topic', async () => {
  const week = await open('/?period=week&topic=robotics');
  expect(week.body).toContain('Trending, 14–20\u00a0August');
  expect(week.body).toContain('Quiet paper');
  expect(week.body).toContain('href="/?topic=robotics">Day</a>');
  expect(week.body).toContain('href="/?period=week&amp;topic=robotics" aria-current="true">Week</a>');
  const month = await open('/?period=month');
  expect(month.body).toContain('Trending, 22\u00a0July – 20\u00a0August');
  expect(month.body).toContain('An older paper');
});

test('leads from one week to the next, end to end', async () => {
  const { body } = await open('/?period=week&day=2026-08-19');
  expect(body).not.toContain('Loud');
  expect(body).not.toContain('rel="prev"');
  expect(body).toContain('rel="next" href="/?period=week&amp;day=2026-08-21">15–21\u00a0August');
  expect((await open('/?period=week&day=2026-08-27')).body).toContain(
    'rel="prev" href="/?period=week&amp;day=2026-08-20">',
  );
});

test('cuts a long list into pages', async () => {
  const many = Array.from({ length: 53 }, (_, at) => ({
    ids: { arxiv: `2607.${20_001 + at}` },
    title: `Of many, number ${at}`,
    upvotes: at,
  }));
  await seedDay(web.store, '2026-07-01', '2026-07-01T08:00:00Z', many);
  const first = await open('/?day=2026-07-01');
  expect(first.body.match(/<li class="paper">/g)).toHaveLength(50);
  expect(first.body).toContain('href="/?day=2026-07-01&amp;page=2">51–53 of 53');
  const second = await open('/?day=2026-07-01&page=2');
  expect(second.body.match(/aria-label="Rank \d+"/g)).toEqual(
    [51, 52, 53].map((rank) => `aria-label="Rank ${rank}"`),
  );
  expect(second.body).toContain('Of many, number 0');
  expect(second.body).not.toContain('most votes');
  expect(second.body).toContain('href="/?day=2026-07-01"><span aria-hidden="true">‹</span> 1–50');
  for (const page of [3, 999, 1_000_000_000]) {
    const beyond = await open(`/?day=2026-07-01&page=${page}`);
    expect(beyond.statusCode).toBe(200);
    expect(beyond.body).toContain('No more papers on this day.');
    expect(beyond.body).toContain('rel="prev" href="/?day=2026-07-01&amp;page=2">');
  }
});

test('shows a day without papers between its neighbours', async () => {
  const { body } = await open('/?day=2026-08-21');
  expect(body).toContain('Nothing new today.');
  expect(body).toContain('rel="prev" href="/?day=2026-08-20"');
});

test.each(['yesterday', '2026-02-30', '2026-8-1', "'; DROP TABLE papers"])(
  'refuses the day %s in plain words',
  async (day) => {
    const answer = await open(`/?day=${encodeURIComponent(day)}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('There is no such day');
  },
);

test.each(['period=year', 'page=0', 'page=two'])('refuses the list %s in plain words', async (query) => {
  const answer = await open(`/?${query}`);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('There is no such list');
});

test('answers a topic it does not know with a way on', async () => {
  const answer = await open('/?topic=alchemy');
  expect(answer.statusCode).toBe(404);
  expect(answer.body).toContain('href="/"');
});

test('loads nothing from elsewhere and runs nothing inline', async () => {
  const { headers, body } = await open('/');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(body).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!\/)/);
  expect(body).not.toContain('style=');
  expect(headers['set-cookie']).toBeUndefined();
});

test('serves its styles for good, under an address that changes with them', async () => {
  const [, href = ''] = /href="(\/assets\/papers\.css\?v=\w+)"/.exec((await open('/')).body) ?? [];
  const answer = await open(href);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toContain('immutable');
});
