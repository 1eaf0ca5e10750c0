import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLinks } from '../../src/access/links.js';
import type { Subscriber } from '../../src/model/subscriber.js';
import { complaint, eximReport, vacation } from '../mail/sample-reports.js';
import { type OpenWeb, openWeb } from './open-web.js';

const BOUNCE_TOKEN = 'a token that only the test knows'.replaceAll(' ', '-');
const mail = { generation: 0, cadence: 'daily', date: '2026-08-21' } as const;
let web: OpenWeb;
let readers = 0;

beforeAll(async () => {
  web = await openWeb({ variables: { BOUNCE_TOKEN, BOUNCE_ADDRESS: 'bounces@paper.example.org' } });
});
afterAll(() => web.close());

const addReader = () => {
  readers += 1;
  return web.store.addSubscriber({ email: `reader${readers}@example.net`, state: 'active' });
};
const pathOf = ({ id }: Subscriber, links = web.links) =>
  links.returnPath({ ...mail, subscriberId: id }) ?? '';
const post = (payload: Buffer | string, headers: Record<string, string> = {}) =>
  web.server.inject({
    method: 'POST',
    url: '/hooks/bounces',
    payload,
    headers: { authorization: `Bearer ${BOUNCE_TOKEN}`, ...headers },
  });

test.each([undefined, 'message/rfc822', 'application/x-www-form-urlencoded', 'application/json'])(
  'a report ends mail to an address that is gone, sent as %s',
  async (type) => {
    const reader = await addReader();
    const answer = await post(
      eximReport({ to: pathOf(reader) }),
      type === undefined ? {} : { 'content-type': type },
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ outcome: 'suppressed' });
    expect(await web.store.suppressionOf(reader.email)).toBe('bounced');
  },
);

test('a complaint with blotted-out addresses ends it too, by the link to leave inside', async () => {
  const reader = await addReader();
  const report = complaint({ to: 'redacted@example.com', unsubscribe: `<${web.links.unsubscribe(reader)}>` });
  expect((await post(report)).json()).toMatchObject({ outcome: 'suppressed' });
  expect((await post(report)).json()).toMatchObject({ outcome: 'known' });
  expect(await web.store.suppressionOf(reader.email)).toBe('complained');
});

test('a mail that asks to leave is heard, and one with a token of somebody else’s making is not', async () => {
  const reader = await addReader();
  const ask = (token: string) => post(`From: a@example.net\r\nSubject: leave ${token}\r\n\r\n`);
  const token = web.links.unsubscribeToken(reader);
  expect((await ask(token.slice(1))).statusCode).toBe(422);
  expect((await web.store.subscriber(reader.id))?.state).toBe('active');
  expect((await ask(token)).json()).toEqual({ outcome: 'left', message: 'the reader has left' });
  expect((await web.store.subscriber(reader.id))?.state).toBe('left');
});

test('what holds no token of ours, or is no report, changes nothing', async () => {
  const reader = await addReader();
  const foreign = createLinks({
    secretKey: 'another secret key',
    publicUrl: 'https://paper.example.org',
    bounceAddress: 'bounces@paper.example.org',
  });
  const forged = [
    eximReport({ to: pathOf(reader, foreign), unsubscribe: `<${foreign.unsubscribe(reader)}>` }),
    eximReport({ to: 'bounces@paper.example.org' }),
    vacation({ to: pathOf(reader) }),
  ];
  for (const report of forged) {
    const answer = await post(report);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      outcome: 'ignored',
      message: expect.stringContaining('nothing was changed'),
    });
  }
  expect(await web.store.suppressionOf(reader.email)).toBeUndefined();
});

test.each([
  ['no token', ''],
  ['a wrong token', 'Bearer wrong'],
  ['the beginning of the token', `Bearer ${BOUNCE_TOKEN.slice(0, -1)}`],
  ['another scheme', `Basic ${BOUNCE_TOKEN}`],
])('%s is refused before the mail is read', async (_what, authorization) => {
  const reader = await addReader();
  const answer = await post(eximReport({ to: pathOf(reader) }), { authorization });
  expect(answer.statusCode).toBe(401);
  expect(answer.headers['www-authenticate']).toBe('Bearer');
  expect(await web.store.suppressionOf(reader.email)).toBeUndefined();
});

test('takes up to one megabyte, and something', async () => {
  expect((await post(Buffer.alloc(1_048_577, 'a'))).statusCode).toBe(413);
  expect((await post(Buffer.alloc(1_048_576, 'a'))).statusCode).toBe(200);
  expect((await post('')).statusCode).toBe(400);
});

test('counts what a client sends, with the right token or a wrong one', async () => {
  const left = async (authorization?: string) => {
    const { headers } = await post(
      'Subject: hello\r\n\r\n',
      authorization === undefined ? {} : { authorization },
    );
    return Number(headers['x-ratelimit-remaining']);
  };
  const before = await left();
  expect(await left('Bearer wrong')).toBeLessThan(before);
});

test('keeps tokens and addresses out of the log', () => {
  const log = web.log.join('\n');
  expect(log).toContain('/hooks/bounces');
  for (const secret of [BOUNCE_TOKEN, 'bounces+', 'example.net']) expect(log).not.toContain(secret);
});

test('does not exist where no token is set', async () => {
  const closed = await openWeb();
  const answer = await closed.server.inject({
    method: 'POST',
    url: '/hooks/bounces',
    payload: 'Subject: a\r\n\r\n',
  });
  expect(answer.statusCode).toBe(404);
  await closed.close();
});
