import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb({
    configure: (config) => ({ ...config, web: { ...config.web, subscribesPerHour: 500 } }),
  });
});
afterAll(() => web.close());
beforeEach(() => web.query('DELETE FROM subscribers'));

const rows = () => web.store.subscribers();
const post = (fields: Record<string, string>, url = '/subscribe') =>
  web.server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const postJson = (payload: unknown) =>
  web.server.inject({ method: 'POST', url: '/api/v1/subscriptions', payload: payload as object });

test('shows a form that sets no cookie and changes nothing', async () => {
  const answer = await web.server.inject({ url: '/subscribe' });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.body).toContain('name="topics" value="robotics"');
  expect(await rows()).toEqual([]);
});

test('keeps a new reader as pending, with what was chosen, and asks for one letter', async () => {
  const before = web.letters.length;
  const answer = await post({
    email: ' Ada@Bücher.Example ',
    topics: 'robotics',
    cadence: 'weekly',
    timeZone: 'Asia/Kolkata',
  });
  expect(answer.statusCode).toBe(202);
  expect(await rows()).toMatchObject([{ email: 'ada@xn--bcher-kva.example', state: 'pending' }]);
  expect(web.letters.length - before).toBe(1);
  const [kept] = await web.query<{ asked: object }>('SELECT asked_choices AS asked FROM subscribers');
  expect(kept?.asked).toMatchObject({ topics: ['robotics'], cadence: 'weekly', timeZone: 'Asia/Kolkata' });
});

test('answers the same whether an address is new, pending, active, gone or suppressed', async () => {
  await web.store.addSubscriber({ email: 'active@example.org', state: 'active' });
  await web.store.addSubscriber({ email: 'left@example.org', state: 'left' });
  await web.store.suppress('bounced@example.org', 'bounced');
  const answers = [];
  for (const name of ['new', 'new', 'active', 'left', 'bounced'])
    answers.push(await post({ email: `${name}@example.org` }));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  const states = (await rows()).map(({ email, state }) => `${email} ${state}`).sort();
  expect(states).toEqual(['active@example.org active', 'left@example.org left', 'new@example.org pending']);
});

test.each([
  ['no address', { email: '' }],
  ['a line break in the address', { email: 'a@b.example\r\nBcc: c@d.example' }],
  ['two addresses', { email: 'a@b.example, c@d.example' }],
  ['an unknown time zone', { email: 'a@b.example', timeZone: 'Mars/Olympus' }],
  ['an unknown topic', { email: 'a@b.example', topics: '<script>' }],
])('refuses %s with words, and stores nothing', async (_what, fields) => {
  const answer = await post(fields);
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('role="alert"');
  expect(answer.body).not.toContain('<script>');
  expect(await rows()).toEqual([]);
});

test('thanks a program that fills in the hidden field, and does nothing', async () => {
  const answer = await post({ email: 'robot@example.org', website: 'https://example.org' });
  expect(answer.statusCode).toBe(202);
  expect(await rows()).toEqual([]);
});

test('takes a subscription by the API, and tells all problems at once as problem details', async () => {
  const taken = await postJson({ email: 'api@example.org', topics: ['graphs'], hour: 6 });
  expect([taken.statusCode, taken.json().status]).toEqual([202, 'accepted']);
  const refused = await postJson({ email: 'nobody', hour: 25, keywords: Array(10_000).fill('x') });
  expect(refused.statusCode).toBe(400);
  expect(refused.headers['content-type']).toContain('application/problem+json');
  expect(refused.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '#/email',
    '#/hour',
    '#/keywords',
  ]);
  expect(await rows()).toHaveLength(1);
});

test.each([
  ['a list', [], 400],
  ['no JSON at all', 'email=a@b.example', 415],
])('refuses %s by the API', async (_what, payload, status) => {
  const answer = await web.server.inject({
    method: 'POST',
    url: '/api/v1/subscriptions',
    payload,
    ...(typeof payload === 'string' && {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  });
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['content-type']).toContain('application/problem+json');
});

test('lets one client ask only so often in an hour, on the page and by the API together', async () => {
  const strict = await openWeb({
    configure: (config) => ({ ...config, web: { ...config.web, subscribesPerHour: 2 } }),
  });
  const ask = async (url: string) => (await strict.server.inject({ method: 'POST', url })).statusCode;
  const [page, api] = ['/subscribe', '/api/v1/subscriptions'];
  const statuses = [await ask(page), await ask(api), await ask(page), await ask(api)];
  await strict.close();
  expect(statuses).toEqual([400, 400, 429, 429]);
});

test('never writes an address to the log', () => {
  expect(web.log.join('')).toContain('/subscribe');
  expect(web.log.join('')).not.toMatch(/@example\.org|@b\.example/);
});
