import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from './browse.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
let browser: Browser;

beforeAll(async () => {
  web = await openWeb();
  browser = openBrowser(web.server);
  await browser.login();
});
afterAll(() => web.close());

const reingest = (fields: Record<string, string>) =>
  browser.submit('/admin/sources', '/admin/reingest', fields);

test('shows sources, scans and editions by word, also before the first one', async () => {
  expect((await browser.get('/admin/sources')).body).toContain('not read yet');
  const { body } = await browser.get('/admin');
  expect(body).toContain('No scan has been made yet.');
  expect(body).toContain('No edition has been frozen yet.');
});

test('asks for a scan in the name of the operator, notes who asked, and shows how it ended', async () => {
  const answer = await reingest({ source: 'hf-daily', day: '2026-08-20', force: 'on' });
  expect(answer.statusCode).toBe(303);
  expect(web.asked).toEqual([
    { sourceId: 'hf-daily', scope: { day: '2026-08-20' }, force: true, askedBy: 'admin' },
  ]);
  const audit = await web.query('SELECT who, action, detail FROM audit ORDER BY 1, 2');
  const detail = { sourceId: 'hf-daily', day: '2026-08-20', force: true };
  expect(audit).toContainEqual({ who: 'admin', action: 'reingest', detail });

  const place = String(answer.headers.location);
  const pending = await browser.get(place);
  expect(pending.body).toContain('The outcome will appear here.');
  expect(pending.body).toContain('<span class="mark quiet">waiting</span>');

  await seedDay(web.store, '2026-08-20', now.toISOString(), [{ title: 'A paper', upvotes: 1 }]);
  const done = await browser.get(place);
  expect(done.body).toContain('hf-daily, 2026-08-20: 1 on the page, 1 new, 0 revised, 0 with other counts.');
  expect(done.body).not.toContain('will appear here');
  const [changes = ''] = /\/admin\/sources\/hf-daily\/scans\/\d+/.exec(done.body) ?? [];
  expect((await browser.get(changes)).body).toContain('A paper');
});

test('shows why a scan was not believed, as text', async () => {
  const head = { sourceId: 'hf-daily', scope: { day: '2026-08-21' }, startedAt: now, finishedAt: now };
  const reason = 'hf-daily: no list on the page <b>';
  await web.store.saveIdleScan({ ...head, askedBy: 'schedule', outcome: 'quarantined', reason });
  const { body } = await browser.get('/admin');
  expect(body).toContain('<span class="mark warn">quarantined</span>');
  expect(body).toContain('no list on the page &lt;b&gt;');
});

test.each([
  [{ source: 'elsewhere', day: '2026-08-20' }, 'There is no source of that name'],
  [{ source: 'hf-daily', day: '2026-02-30' }, 'has to be one of the calendar'],
  [{ source: 'hf-daily', day: '2026-08-22' }, 'That day has not come yet.'],
])('refuses %j on the form itself', async (fields, words) => {
  const before = web.asked.length;
  const answer = await reingest(fields);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain(words);
  expect(web.asked).toHaveLength(before);
});

test('refuses a form without its token', async () => {
  const before = web.asked.length;
  const answer = await browser.send('POST', '/admin/reingest');
  expect(answer.statusCode).toBe(403);
  expect(web.asked).toHaveLength(before);
});

test('tells a stranger who asks for events or posts that a login is needed', async () => {
  const stranger = openBrowser(web.server);
  expect((await stranger.get('/admin/events', { accept: 'text/event-stream' })).statusCode).toBe(401);
  expect((await stranger.send('POST', '/admin/reingest')).statusCode).toBe(401);
});

describe('a viewer', () => {
  let viewer: Browser;

  beforeAll(async () => {
    viewer = openBrowser(web.server);
    await viewer.login({ name: 'viewer' });
  });

  test('sees the desk but no form', async () => {
    for (const place of ['/admin', '/admin/sources', '/admin/sources/hf-daily']) {
      const { body, statusCode } = await viewer.get(place);
      expect(statusCode).toBe(200);
      expect(body).not.toContain('Re-ingest now');
    }
  });

  test('may not re-ingest even with a form made by hand', async () => {
    const before = web.asked.length;
    const fields = { source: 'hf-daily', day: '2026-08-20' };
    const answer = await viewer.submit('/admin/sources', '/admin/reingest', fields);
    expect(answer.statusCode).toBe(403);
    expect(web.asked).toHaveLength(before);
  });

  test('may look at the queues but change nothing there', async () => {
    expect((await viewer.get('/admin/queues/api/queues')).statusCode).toBe(200);
    const headers = { 'sec-fetch-site': 'same-origin' };
    const answer = await viewer.send('PUT', '/admin/queues/api/queues/pause', headers);
    expect(answer.statusCode).toBe(403);
  });
});
