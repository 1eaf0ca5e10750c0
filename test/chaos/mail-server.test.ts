import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Reaction, Step } from './conversation.js';
import { type MailServer, openMailServer } from './mail-server.js';
import { createRoughWeather } from './weather.js';

let server: MailServer;

beforeEach(async () => {
  server = await openMailServer({ perSecond: 1000 });
});
afterEach(() => server.close());

const addressOf = (name: string) => `${name}@reader.example`;

/** Sends a mail as any program does; undefined when the server took it. */
async function send(name: string): Promise<{ responseCode?: number } | undefined> {
  const mailer = createTransport(server.url);
  try {
    await mailer.sendMail({
      ...{ from: 'paper@example.org', to: addressOf(name), text: 'Hello.\n.\nGood-bye.' },
      messageId: `<${name}@example.org>`,
    });
    return undefined;
  } catch (error) {
    return error as { responseCode?: number };
  } finally {
    mailer.close();
  }
}

const misbehaveAt = (step: Step, reaction: Reaction) =>
  server.setWeather((now) => (now === step ? reaction : undefined));

it('keeps who got which message', async () => {
  expect(await send('ada')).toBeUndefined();
  expect(server.accepted).toEqual([{ recipient: addressOf('ada'), messageId: '<ada@example.org>' }]);
  expect(server.inData()).toBe(0);
});

it.each<[Step, number]>([
  ['greeting', 421],
  ['mail', 451],
  ['rcpt', 550],
  ['data', 451],
  ['message', 554],
])('refuses at %s with %i, and keeps nothing', async (step, code) => {
  misbehaveAt(step, { refuse: code });
  expect(await send('ada')).toMatchObject({ responseCode: code });
  expect(server.accepted).toEqual([]);
  expect([...server.refusedForGood]).toEqual(code < 500 ? [] : [[addressOf('ada'), code]]);
  expect(server.brokenOff).toEqual([]);
});

it.each<[Step, number]>([
  ['greeting', 0],
  ['rcpt', 0],
  ['data', 0],
  ['begun', 1],
  ['message', 1],
])('hangs up at %s, and knows whether a message had begun', async (step, broken) => {
  misbehaveAt(step, { drop: true });
  const failure = await send('ada');
  expect(failure).toBeDefined();
  expect(failure?.responseCode).toBeUndefined();
  expect(server.accepted).toEqual([]);
  expect(server.brokenOff).toHaveLength(broken);
});

it('delivers what it hangs up on when it is told to', async () => {
  misbehaveAt('message', { swallow: true });
  expect(await send('ada')).toBeDefined();
  expect(server.accepted).toHaveLength(1);
  expect(server.brokenOff).toEqual([addressOf('ada')]);
});

it('hangs up after its reply, which has come', async () => {
  misbehaveAt('after', { drop: true });
  expect(await send('ada')).toBeUndefined();
  expect(server.accepted).toHaveLength(1);
  expect(server.brokenOff).toEqual([]);
});

it('goes away, and is back at the same place', async () => {
  const away = server.goAway(300);
  expect(await send('ada')).toBeDefined();
  await away;
  expect(await send('bob')).toBeUndefined();
  expect(server.accepted.map(({ recipient }) => recipient)).toEqual([addressOf('bob')]);
});

it('misbehaves towards the same readers for the same seed', () => {
  const steps: Step[] = ['rcpt', 'data', 'begun', 'message', 'after'];
  const readers = Array.from({ length: 200 }, (_, at) => addressOf(`reader-${at}`));
  const tell = (seed: string, attempt: number) => {
    const weather = createRoughWeather(seed);
    return readers.map((reader) => steps.map((step) => weather(step, reader, attempt)));
  };
  const hit = (days: ReturnType<typeof tell>) => days.filter((each) => each.some(Boolean)).length;
  expect(tell('a', 1)).toEqual(tell('a', 1));
  expect(tell('a', 1)).not.toEqual(tell('b', 1));
  expect(hit(tell('a', 1))).toBeGreaterThan(15);
  // Later attempts meet only what is for good.
  expect(hit(tell('a', 2))).toBeLessThan(hit(tell('a', 1)));
  expect(hit(tell('a', 2))).toBeGreaterThan(0);
});
