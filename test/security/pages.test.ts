import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from '../web/browse.js';
import { type OpenWeb, openWeb } from '../web/open-web.js';

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb({ variables: { PUBLIC_URL: 'https://paper.example.org' } });
});
afterAll(() => web.close());
afterEach(() => {
  vi.useRealTimers();
});

const HOUR_MS = 3_600_000;

test('ends a session when its hours are over, whatever the browser still keeps', async () => {
  const start = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  const browser = openBrowser(web.server);
  await browser.login();
  const kept = browser.cookie() ?? '';
  const ask = async () => (await web.server.inject({ url: '/admin', headers: { cookie: kept } })).statusCode;
  vi.setSystemTime(start + (web.config.web.sessionHours - 1) * HOUR_MS);
  expect(await ask()).toBe(200);
  vi.setSystemTime(start + (web.config.web.sessionHours + 1) * HOUR_MS);
  expect(await ask()).toBe(303);
});

test('believes no host that a client names: links lead to the public address, or stay here', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' };
  for (const url of [
    '/',
    '/papers',
    '/subscribe',
    '/feeds',
    '/feed.xml',
    '/feed.json',
    '/api',
    '/api/v1/papers',
    '/admin',
  ]) {
    const answer = await web.server.inject({ url, headers });
    expect(answer.body, url).not.toContain('evil.example');
    expect(JSON.stringify(answer.headers), url).not.toContain('evil.example');
  }
});

test('mails links that lead to the public address, whatever host the form was sent to', async () => {
  const browser = openBrowser(web.server, { host: 'evil.example' });
  await browser.submit('/subscribe', '/subscribe', { email: 'new@example.org' });
  expect(web.links.letter('confirm', 'token')).toBe('https://paper.example.org/confirm/token');
});

test.each([
  'victim@example.org\r\nBcc: other@example.org',
  'victim@example.org\nSubject: hello',
  'a@example.org,b@example.org',
  '"x\r\nBcc: b@example.org"@example.org',
])('takes no address that would write a header of its own: %j', async (email) => {
  const before = web.letters.length;
  const answer = await openBrowser(web.server).submit('/subscribe', '/subscribe', { email });
  expect(answer.statusCode).toBe(400);
  expect(web.letters).toHaveLength(before);
});

test.each([
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/admin\\..\\..//evil.example',
  'javascript:alert(1)',
])('sends nobody from the login to %s', async (next) => {
  const browser = openBrowser(web.server);
  const page = `/admin/login?next=${encodeURIComponent(next)}`;
  const answer = await browser.submit(page, '/admin/login', {
    name: 'admin',
    password: 'wrong password',
    next,
  });
  expect(answer.body).not.toContain('evil.example');
  expect(answer.body).not.toContain('javascript:');
});

test('takes no body that is longer than any form of ours', async () => {
  const payload = `email=${'x'.repeat(100_000)}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await web.server.inject({ method: 'POST', url: '/subscribe', headers, payload })).statusCode).toBe(
    413,
  );
});

test('takes no JSON that changes what all objects have', async () => {
  const payload =
    '{"email":"a@example.org","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
  const headers = { 'content-type': 'application/json' };
  const answer = await web.server.inject({ method: 'POST', url: '/api/v1/subscriptions', headers, payload });
  expect(answer.statusCode).toBe(400);
  expect({}).not.toHaveProperty('admin');
});
