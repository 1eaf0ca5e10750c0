import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabaseQueue } from '../../src/workers/connect.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb } from './open-web.js';

type Queue = ReturnType<Awaited<ReturnType<typeof connectDatabaseQueue>>['queue']>;

type Connection = Awaited<ReturnType<typeof connectDatabaseQueue>>;

let web: OpenWeb;
let connection: Connection;
let queue: Queue;
let browser: Browser;

beforeAll(async () => {
  web = await openWeb({
    async queues(database) {
      connection = await connectDatabaseQueue(database.pool);
      queue = connection.queue('scan-source', {});
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

test('the overview shows how deep each queue is, and leads to it', async () => {
  const { body, statusCode } = await browser.get('/admin');
  expect(statusCode).toBe(200);
  expect(body).toContain(
    '<a href="/admin/queues/queue/scan-source">scan-source</a></th><td class="n">1</td>',
  );
});

test('tells viewers that each queue may only be read, so that the board shows them no button', async () => {
  const viewer = openBrowser(web.server);
  await viewer.login({ name: 'viewer' });
  const modes = async (who: Browser) =>
    (await who.get('/admin/queues/api/queues')).json<{ queues: { readOnlyMode: boolean }[] }>().queues;
  expect(await modes(viewer)).toMatchObject([{ readOnlyMode: true }]);
  expect(await modes(browser)).toMatchObject([{ readOnlyMode: false }]);
});

test('runs a failed job again for an operator, and for no viewer', async () => {
  const failed = await queue.add('scan-source', { sourceId: 'hf-daily' });
  const [taken, token] = [connection.worker('scan-source', async () => undefined, { autorun: false }), 't'];
  let job = await taken.getNextJob(token);
  while (job && job.id !== failed.id) job = await taken.getNextJob(token);
  await job?.moveToFailed(new Error('the site was away'), token, false);
  await taken.close();
  const again = `/admin/queues/api/queues/scan-source/${failed.id}/retry`;
  const headers = { 'sec-fetch-site': 'same-origin' };
  const viewer = openBrowser(web.server);
  await viewer.login({ name: 'viewer' });
  expect((await viewer.send('PUT', again, headers)).statusCode).toBe(403);
  expect(await queue.getJobState(String(failed.id))).toBe('failed');
  expect((await browser.send('PUT', again, headers)).statusCode).toBe(204);
  expect(await queue.getJobState(String(failed.id))).toBe('waiting');
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
  const audit = await web.query(`SELECT who, detail FROM audit WHERE action = 'queues' ORDER BY id`);
  expect(audit).toMatchObject([
    { who: 'admin', detail: { of: { queueName: 'scan-source', jobId: expect.any(String) } } },
    { who: 'admin', detail: { of: { queueName: 'scan-source' } } },
  ]);
});
