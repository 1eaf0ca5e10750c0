import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

let readers = 0;

async function addReader() {
  readers += 1;
  const reader = await web.store.addSubscriber({ email: `r${readers}@example.org`, state: 'active' });
  return { id: reader.id, path: new URL(web.links.unsubscribe(reader)).pathname };
}

const stateOf = async (id: string) => (await web.store.subscriber(id))?.state;

test('asks before it does anything', async () => {
  const { id, path } = await addReader();
  const answer = await web.server.inject({ url: path });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('<button>Leave now</button>');
  expect(answer.body).not.toContain('<script');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(await stateOf(id)).toBe('active');
});

test.each([
  ['a mail program', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
  ['a mail program that sends multipart', 'multipart/form-data; boundary=b', '--b--\r\n'],
  ['the button', 'application/x-www-form-urlencoded', ''],
])('leaves before it replies when %s asks, without cookie or token', async (_who, type, payload) => {
  const { id, path } = await addReader();
  const answer = await web.server.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': type },
    payload,
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('You have left');
  expect(await stateOf(id)).toBe('left');
});

test('says the same to who has left already, and to who is gone', async () => {
  const { id, path } = await addReader();
  const post = () => web.server.inject({ method: 'POST', url: path });
  const first = await post();
  const again = await post();
  const { email } = (await web.store.subscriber(id)) ?? { email: '' };
  await web.store.removeSubscriber(email);
  const gone = await post();
  expect([again.body, gone.body]).toEqual([first.body, first.body]);
  expect([again.statusCode, gone.statusCode]).toEqual([200, 200]);
});

test('refuses a link that was not signed here, in plain words', async () => {
  const { id, path } = await addReader();
  const forged = `${path.slice(0, -2)}${path.endsWith('AA') ? 'BB' : 'AA'}`;
  for (const method of ['GET', 'POST'] as const) {
    const answer = await web.server.inject({ method, url: forged });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('This link is not complete');
  }
  expect(await stateOf(id)).toBe('active');
});

test('never writes a token to the log', async () => {
  const { path } = await addReader();
  await web.server.inject({ url: path });
  await web.server.inject({ url: `${path}x/no/such/page` });
  expect(web.log.join('')).toContain('/unsubscribe/:token');
  expect(web.log.join('')).not.toContain(path.replace('/unsubscribe/', ''));
});
