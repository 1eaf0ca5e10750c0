import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEventStreams, createFeed, createFeeds, type Listening } from '../../src/web/event-stream.js';
import { silent } from '../support/stage.js';

/** A feed whose looks a test hands out one by one. */
function openFeed<T>() {
  const waiting: ((value: T | Error) => void)[] = [];
  let looks = 0;
  const look = () => {
    looks += 1;
    return new Promise<T>((resolve, reject) => {
      waiting.push((value) => (value instanceof Error ? reject(value) : resolve(value)));
    });
  };
  const show = async (value: T | Error) => {
    await expect.poll(() => waiting.length).toBe(1);
    waiting.shift()?.(value);
  };
  return { feed: createFeed({ look, everyMs: 1, logger: silent }), show, looks: () => looks };
}

describe('a feed', () => {
  test('looks once for all who listen, and not at all while nobody does', async () => {
    const { feed, show, looks } = openFeed<number>();
    expect(looks()).toBe(0);
    const [one, two]: number[][] = [[], []];
    const leave = [feed.listen((value) => one?.push(value)), feed.listen((value) => two?.push(value))];
    await show(1);
    await show(2);
    await expect.poll(() => two).toEqual([1, 2]);
    expect(one).toEqual([1, 2]);
    for (const stop of leave) stop();
    const before = looks();
    const stop = feed.listen((value) => one?.push(value));
    await show(3);
    await expect.poll(() => one).toEqual([1, 2, 3]);
    expect(looks()).toBeLessThanOrEqual(before + 2);
    expect(two).toEqual([1, 2]);
    stop();
  });

  test('tells who comes later at once what was seen last', async () => {
    const { feed, show } = openFeed<string>();
    const seen: string[] = [];
    const leaveFirst = feed.listen(() => undefined);
    const told: string[] = [];
    const leaveSecond = feed.listen((value) => told.push(value));
    await show('first');
    await expect.poll(() => told).toEqual(['first']);
    const leave = feed.listen((value) => seen.push(value));
    expect(seen).toEqual(['first']);
    for (const stop of [leaveFirst, leaveSecond, leave]) stop();
  });

  test('looks again after a look that failed', async () => {
    const { feed, show } = openFeed<string>();
    const seen: string[] = [];
    const leave = feed.listen((value) => seen.push(value));
    await show(new Error('the database is away'));
    await show('it is back');
    await expect.poll(() => seen).toEqual(['it is back']);
    leave();
  });

  test('is one for each key, shared by those who listen to it', async () => {
    const looked: string[] = [];
    const feeds = createFeeds({
      look: async (key) => looked.push(key),
      everyMs: 60_000,
      logger: silent,
    });
    const leave = ['a', 'a', 'b'].map((key) => feeds.of(key).listen(() => undefined));
    await expect.poll(() => looked).toEqual(['a', 'b']);
    for (const stop of leave) stop();
    const again = feeds.of('a').listen(() => undefined);
    await expect.poll(() => looked).toEqual(['a', 'b', 'a']);
    again();
  });
});

describe('a stream of events', () => {
  let app: FastifyInstance;
  let tell: ((value: string) => void)[];
  let welcome: boolean;
  beforeEach(() => {
    app = Fastify();
    tell = [];
    welcome = true;
  });
  afterEach(() => app.close());

  const feed: Listening<string>['feed'] = {
    listen(one) {
      tell.push(one);
      return () => {
        tell = tell.filter((each) => each !== one);
      };
    },
  };

  async function open(beatMs = 60_000): Promise<{ answer: IncomingMessage; text: () => string }> {
    const streams = createEventStreams(app, { beatMs });
    app.get('/events', (_request, reply) =>
      streams.open(reply, {
        feed,
        isWelcome: async () => welcome,
        toEvents: (value) => [
          { event: 'same', data: 'always the same' },
          { event: 'part', data: value },
        ],
      }),
    );
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const [answer] = (await once(get({ host: '127.0.0.1', port, path: '/events' }), 'response')) as [
      IncomingMessage,
    ];
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    answer.on('error', () => undefined);
    if (welcome) await expect.poll(() => tell.length).toBe(1);
    return { answer, text: () => text };
  }

  test('sends each event that says something new, a line at a time', async () => {
    const { answer, text } = await open();
    expect(answer.headers['content-type']).toContain('text/event-stream');
    expect(answer.headers['cache-control']).toBe('no-store');
    tell[0]?.('<p>\none</p>');
    tell[0]?.('<p>\none</p>');
    tell[0]?.('two');
    await expect.poll(text).toContain('data: two');
    expect(text()).toBe(
      'retry: 3000\n\nevent: same\ndata: always the same\n\nevent: part\ndata: <p>\ndata: one</p>\n\nevent: part\ndata: two\n\n',
    );
    answer.destroy();
  });

  test('stops listening when the reader goes', async () => {
    const { answer } = await open();
    answer.destroy();
    await expect.poll(() => tell.length).toBe(0);
  });

  test('says that it is over, and ends, when the session is', async () => {
    const { answer, text } = await open(5);
    welcome = false;
    await once(answer, 'end');
    expect(text()).toMatch(/event: over\ndata: \n\n$/);
    await expect.poll(() => tell.length).toBe(0);
  });

  test('tells nothing to whom it does not welcome', async () => {
    welcome = false;
    const { answer, text } = await open();
    await once(answer, 'end');
    expect(text()).toBe('retry: 3000\n\nevent: over\ndata: \n\n');
    expect(tell).toEqual([]);
  });

  test('keeps no closing server waiting', async () => {
    const { answer } = await open();
    const ended = once(answer, 'end');
    await app.close();
    await ended;
    expect(tell).toEqual([]);
  });

  test('lets go of somebody who does not read', async () => {
    const { answer } = await open();
    answer.pause();
    const line = 'x'.repeat(1024 * 1024);
    for (let at = 0; at < 40 && tell.length > 0; at += 1) {
      tell[0]?.(`${at}${line}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await expect.poll(() => tell.length).toBe(0);
    answer.destroy();
  });
});
