import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabaseQueue } from '../../src/workers/connect.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb } from './open-web.js';

type Queue = ReturnType<Awaited<ReturnType<typeof connectDatabaseQueue>>['queue']>;

let web: OpenWeb;
let queue: Queue;
let browser: Browser;

beforeAll(async () => {
  web = await openWeb({
    async queues(database) {
      queue = (await connectDatabaseQueue(database.pool)).queue('scan-source', {});
      return [queue];
    },
  });
  await queue.add('scan-source', { sourceId: 'hf-daily' });
  browser = openBrowser(web.server);
  await browser.login();
});
afterAll(async () => {
  await queue.close();
  await web.close();
});

const pause = '/admin/queues/api/queues/scan-source/pause';

test('shows the board and its jobs to operators only', async () => {
  const stranger = openBrowser(web.server);
  expect((await stranger.get('/admin/queues')).statusCode).toBe(303);
  expect((await stranger.get('/admin/queues/api/queues')).statusCode).toBe(401);
  const { queues } = (await browser.get('/admin/queues/api/queues')).json<{ queues: object[] }>();
  expect(queues).toMatchObject([{ name: 'scan-source', counts: { waiting: 1 } }]);
});

test('serves the board without its outside font, and lets styles be inline there and nowhere else', async () => {
  const { body, headers, statusCode } = await browser.get('/admin/queues');
  expect(statusCode).toBe(200);
  expect(body).toContain('static/js/main');
  expect(body).not.toContain('https://');
  expect(headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect((await browser.get('/admin')).headers['content-security-policy']).not.toContain('unsafe');
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a sibling of this site', { 'sec-fetch-site': 'same-site' }],
  ['a page of another origin', { origin: 'https://elsewhere.example' }],
  ['nobody knows where', {}],
])('changes nothing for a request from %s', async (_where, headers) => {
  expect((await browser.send('PUT', pause, headers)).statusCode).toBe(403);
  expect(await queue.isPaused()).toBe(false);
});

test('lets an operator change a queue from its own page, and notes who did', async () => {
  const answer = await browser.send('PUT', pause, { 'sec-fetch-site': 'same-origin' });
  expect(answer.statusCode).toBe(200);
  expect(await queue.isPaused()).toBe(true);
  const audit = await web.query(`SELECT who, detail FROM audit WHERE action = 'queues'`);
  expect(audit).toMatchObject([{ who: 'admin', detail: { of: { queueName: 'scan-source' } } }]);
});
