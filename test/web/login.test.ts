import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../../src/access/passwords.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb, password } from './open-web.js';

let web: OpenWeb;
let clients = 0;

beforeAll(async () => {
  web = await openWeb({ variables: { TRUST_PROXY: 'true' } });
});
afterAll(() => web.close());

/** A browser behind the proxy, at an address of its own unless one is given. */
function open(forwardedFor?: string): Browser {
  clients += 1;
  return openBrowser(web.server, { 'x-forwarded-for': forwardedFor ?? `198.51.100.${clients}` });
}

test('sends strangers to the login and, once they are known, on to where they wanted to go', async () => {
  const browser = open();
  const away = await browser.get('/admin/queues');
  expect(away.statusCode).toBe(303);
  expect(away.headers.location).toBe('/admin/login?next=%2Fadmin%2Fqueues');
  const login = await browser.submit('/admin/login?next=%2Fadmin%2Fqueues', '/admin/login', {
    name: 'admin',
    password,
  });
  expect(login.headers.location).toBe('/admin/queues');
  expect((await browser.get('/admin')).statusCode).toBe(200);
});

test.each(['https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/administration'])(
  'does not lead on to %s',
  async (next) => {
    const browser = open();
    const page = `/admin/login?next=${encodeURIComponent(next)}`;
    const answer = await browser.submit(page, '/admin/login', { name: 'admin', password, next });
    expect(answer.headers.location).toBe('/admin');
  },
);

test('keeps the session in a cookie that scripts and other sites do not get', async () => {
  const browser = open();
  const answer = await browser.login();
  const header = String(answer.headers['set-cookie']);
  expect(header).toContain('HttpOnly');
  expect(header).toContain('SameSite=Lax');
  expect(header).toContain('Max-Age=43200');
  expect(header).not.toContain('admin');
});

test('begins a new session at login: neither cookie nor form token from before is worth anything', async () => {
  const browser = open();
  const before = await browser.get('/admin/login');
  const planted = browser.cookie() ?? '';
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(before.body) ?? [];
  await browser.login();
  const answer = await web.server.inject({ url: '/admin', headers: { cookie: planted } });
  expect(answer.statusCode).toBe(303);
  expect((await browser.submit('/admin', '/admin/logout', { _csrf: token })).statusCode).toBe(403);
});

test('answers a wrong password and an unknown name alike', async () => {
  const browser = open();
  const wrong = await browser.login({ password: 'wrong password' });
  const unknown = await browser.submit('/admin/login', '/admin/login', { name: 'nobody', password });
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
  expect(unknown.body).toContain('do not belong together');
  expect((await browser.get('/admin')).statusCode).toBe(303);
});

test('refuses a login form that this page did not give out', async () => {
  const answer = await web.server.inject({
    method: 'POST',
    url: '/admin/login',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ name: 'admin', password }).toString(),
  });
  expect(answer.statusCode).toBe(403);
});

test('stops guessing after five failures, also many at once, and counts no success', async () => {
  const here = '192.0.2.5';
  for (let i = 0; i < 3; i += 1) expect((await open(here).login()).statusCode).toBe(303);
  const tries = Array.from({ length: 8 }, () => open(here).login({ password: 'wrong password' }));
  const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode).sort();
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  expect((await open(here).login()).statusCode).toBe(429);
});

test('counts failures by the address that the proxy saw, whatever the client says of itself', async () => {
  const password = 'wrong password';
  for (let i = 0; i < 5; i += 1) await open(`10.9.8.${i}, 192.0.2.7`).login({ password });
  expect((await open('10.1.1.1, 192.0.2.7').login()).statusCode).toBe(429);
  expect((await open('192.0.2.8').login()).statusCode).toBe(303);
});

test('ends a session at logout, also for a copy of its cookie', async () => {
  const browser = open();
  await browser.login();
  const copy = browser.cookie() ?? '';
  const answer = await browser.submit('/admin', '/admin/logout', {});
  expect(answer.statusCode).toBe(303);
  const again = await web.server.inject({ url: '/admin', headers: { cookie: copy } });
  expect(again.statusCode).toBe(303);
});

test('ends the sessions of an operator who was removed or has a new password', async () => {
  const browser = open();
  await browser.login({ name: 'viewer' });
  await web.store.removeOperator('viewer');
  expect((await browser.get('/admin')).statusCode).toBe(303);
  const passwordHash = await hashPassword('another password');
  await web.store.addOperator({ name: 'viewer', role: 'viewer', passwordHash });
  expect((await browser.get('/admin')).statusCode).toBe(303);
});

test('never writes passwords or cookies to the log', async () => {
  const browser = open();
  await browser.login({ password: 'wrong password' });
  await browser.login();
  await browser.get('/admin');
  const log = web.log.join('');
  expect(log).toContain('/admin/login');
  for (const secret of [password, 'wrong password', browser.cookie() ?? ''])
    expect(log).not.toContain(secret);
});
