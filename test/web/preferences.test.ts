import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import type { Subscriber } from '../../src/model/subscriber.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
let reader: Subscriber;
let path: string;

beforeAll(async () => {
  web = await openWeb();
  const papers = [{ title: 'Arms that learn' }, { title: 'Words that mean' }, { title: 'Nets of nets' }];
  await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', papers, {
    'Arms that learn': 'robotics',
    'Words that mean': 'nlp-llm',
    'Nets of nets': 'graphs',
  });
  const news = await web.store.newsFor('daily', now);
  await web.store.freezeEdition({
    cadence: 'daily',
    date: '2026-08-21',
    frozenAt: now,
    missing: [],
    papers: rankPapers(news, web.config.trending, now, web.config.topics),
  });
});
afterAll(() => web.close());
beforeEach(async () => {
  await web.query('DELETE FROM subscribers');
  reader = await web.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
  path = new URL(web.links.preferences(reader)).pathname;
});

const get = (url = path) => web.server.inject({ url });
const send = (fields: [string, string][], url = path) =>
  web.server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const stored = () => web.store.subscriber(reader.id);

test('shows what is chosen and what the latest edition would have brought, and changes nothing', async () => {
  const { statusCode, body, headers } = await get();
  expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
  expect(body).toContain('would have brought you these 3');
  expect(body).toContain('For ada@example.org');
  expect(await stored()).toEqual(reader);
});

test('shows the effect of a choice before it is saved', async () => {
  const { body } = await send([
    ['topic.robotics', 'follow'],
    ['button', 'show'],
  ]);
  expect(body).toContain('would have brought you this one');
  expect(body).toContain('Arms that learn');
  expect(body).not.toContain('Nets of nets');
  expect(await stored()).toEqual(reader);
});

test('saves every choice', async () => {
  const answer = await send([
    ['cadence', 'weekly'],
    ['weekday', '5'],
    ['hour', '22'],
    ['timeZone', 'Pacific/Auckland'],
    ['maxPapers', '12'],
    ['quietDay', 'one-line'],
    ['topic.robotics', 'follow'],
    ['topic.graphs', 'mute'],
    ['topic.nlp-llm', ''],
    ['keywords', 'state space\r\ndiffusion\r\n'],
    ['mutedKeywords', 'survey'],
    ['button', 'save'],
  ]);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `${path}?saved=1`]);
  expect(await stored()).toMatchObject({
    cadence: 'weekly',
    weekday: 5,
    hour: 22,
    timeZone: 'Pacific/Auckland',
    maxPapers: 12,
    quietDay: 'one-line',
    topics: ['robotics'],
    mutedTopics: ['graphs'],
    keywords: ['state space', 'diffusion'],
    mutedKeywords: ['survey'],
  });
  expect((await get(`${path}?saved=1`)).body).toContain('Saved.');
});

test.each<[string, [string, string][]]>([
  ['an hour that no clock shows', [['hour', '24']]],
  ['too many papers', [['maxPapers', '51']]],
  ['a zone that is none', [['timeZone', '+02:00']]],
  ['a topic that is none', [['topic.cooking', 'follow']]],
  ['a phrase as long as a page', [['keywords', 'x'.repeat(500)]]],
  ['ten thousand phrases', [['keywords', Array.from({ length: 10_000 }, (_, at) => `p${at}`).join('\n')]]],
  ['an author who is none', [['authors', 'me']]],
])('refuses %s with words, and saves nothing', async (_what, fields) => {
  const answer = await send([...fields, ['button', 'save']]);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('role="alert"');
  expect(await stored()).toEqual(reader);
});

test('follows an author found by name', async () => {
  const author = await web.store.followProfile({ sourceId: 'scholarfeed', key: '77', name: 'Grace Hopper' });
  const found = await send([
    ['find', 'hopp'],
    ['button', 'find'],
  ]);
  expect(found.body).toContain(`name="authors" value="${author.id}"`);
  await send([
    ['authors', author.id],
    ['button', 'save'],
  ]);
  expect((await stored())?.authors).toEqual([author.id]);
  expect((await get()).body).toMatch(new RegExp(`value="${author.id}" checked`));
});

test('follows whose profile address is given, and refuses one that no source reads', async () => {
  const given = 'https://www.catalyzex.com/author/Ada%20Example';
  const found = await send([
    ['find', given],
    ['button', 'find'],
  ]);
  expect(found.statusCode).toBe(200);
  expect(found.body).toMatch(/value="[\w-]+" checked> Ada Example/);
  const foreign = await send([
    ['find', 'https://evil.example/author/1'],
    ['button', 'find'],
  ]);
  expect(foreign.statusCode).toBe(400);
  expect(foreign.body).toContain('catalyzex.com');
});

test.each(['\0', 'Nobody\0', '%', '\\', '\ud800'])('looks up %j without going wrong', async (find) => {
  const answer = await send([
    ['find', find],
    ['button', 'find'],
  ]);
  expect(answer.statusCode).toBeLessThan(500);
});

test('sends a letter for what needs a fresh link', async () => {
  const before = web.letters.length;
  for (const kind of ['export', 'delete', 'change'])
    expect((await send([['kind', kind]], `${path}/ask`)).statusCode).toBe(202);
  expect(web.letters.length - before).toBe(3);
  expect((await send([['kind', 'everything']], `${path}/ask`)).statusCode).toBe(404);
});

test('a revoked link is dead, and the one to leave with lives on', async () => {
  const answer = await send([], `${path}/revoke`);
  expect(answer.statusCode).toBe(303);
  expect((await get()).statusCode).toBe(404);
  expect((await get(String(answer.headers.location))).statusCode).toBe(200);
  expect((await get(new URL(web.links.unsubscribe(reader)).pathname)).statusCode).toBe(200);
});

test('leaving can be undone, and fewer mails can be had instead', async () => {
  const leave = new URL(web.links.unsubscribe(reader)).pathname;
  await send([], leave);
  expect((await stored())?.state).toBe('left');
  expect((await send([], `${leave}/undo`)).body).toContain('You are back');
  expect((await stored())?.state).toBe('active');
  expect((await send([], `${leave}/weekly`)).body).toContain('Once a week');
  expect((await stored())?.cadence).toBe('weekly');
  expect((await send([], `${leave}/undo`)).body).toContain('Nobody to bring back');
  await send([], leave);
  expect((await send([], `${leave}/weekly`)).body).toContain('You have left');
  expect((await stored())?.state).toBe('left');
});

test('shows an edition as the reader got it, behind their own link only', async () => {
  await web.store.changeChoices(reader.id, { topics: ['graphs'] });
  const address = new URL(web.links.edition(reader, { date: '2026-08-21', cadence: 'daily' }));
  const own = await get(`${address.pathname}${address.search}`);
  expect(own.headers['cache-control']).toBe('no-store');
  expect(own.body).toContain('Nets of nets');
  expect(own.body).not.toContain('Arms that learn');
  const forged = await get(`${address.pathname}${address.search.slice(0, -2)}AA`);
  expect(forged.body).toContain('Arms that learn');
});
