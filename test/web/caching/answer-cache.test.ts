import { expect, test } from 'vitest';
import { type Answer, createAnswerCache } from '../../../src/web/caching/answer-cache.js';

/** A cache of 800 bytes whose clock and version a test moves. */
function stage(freshMs = 1000) {
  const state = { now: 0, version: '1', asked: 0 };
  const cache = createAnswerCache({
    maxBytes: 800,
    freshMs,
    now: () => state.now,
    version: async () => {
      state.asked += 1;
      return state.version;
    },
  });
  const make = async (key: string, text: string) => (await cache.find(key)).making?.keep(answer(text));
  const read = async (key: string) => (await cache.find(key)).answer?.body.toString();
  return { state, cache, make, read };
}

const answer = (text: string): Answer => ({
  ...{ body: Buffer.from(text), type: 'text/plain', cacheControl: 'public', etag: `"${text}"` },
});

test('an answer is kept until something is written, which is looked for once a second', async () => {
  const { state, make, read } = stage();
  await make('/', 'one');
  for (const ms of [1, 500, 999]) {
    state.now = ms;
    expect(await read('/')).toBe('one');
  }
  expect(state.asked).toBe(1);
  state.version = '2';
  expect(await read('/')).toBe('one');
  state.now = 1000;
  expect(await read('/')).toBeUndefined();
  expect(state.asked).toBe(2);
});

test('an answer is made anew after half a minute, as pages move with the clock', async () => {
  const { state, make, read } = stage();
  await make('/', 'one');
  state.now = 29_999;
  expect(await read('/')).toBe('one');
  state.now = 30_000;
  expect(await read('/')).toBeUndefined();
});

test('many who ask at once wait for one who makes it', async () => {
  const { cache } = stage();
  const { making } = await cache.find('/');
  const waiting = Array.from({ length: 20 }, () => cache.find('/'));
  await Promise.resolve();
  making?.keep(answer('one'));
  const found = await Promise.all(waiting);
  expect(found.map((one) => one.answer?.body.toString())).toEqual(Array(20).fill('one'));
  expect(found.some((one) => one.making)).toBe(false);
});

test('those who waited for nothing make their own, and nobody waits for them', async () => {
  const { cache } = stage();
  const { making } = await cache.find('/');
  const waiting = [cache.find('/'), cache.find('/')];
  await Promise.resolve();
  making?.giveUp();
  expect(await Promise.all(waiting)).toEqual([{}, {}]);
  expect((await cache.find('/')).making).toBeDefined();
});

test('nobody is given what was begun before the last write', async () => {
  const { state, cache, read } = stage(0);
  const { making: slow } = await cache.find('/');
  state.version = '2';
  const { making: quick } = await cache.find('/');
  expect(quick).toBeDefined();
  quick?.keep(answer('new'));
  expect(await read('/')).toBe('new');
  slow?.keep(answer('old'));
  expect(await read('/')).toBeUndefined();
});

test('what is not asked for goes when there is no more room, and what is too large is never kept', async () => {
  const { make, read } = stage();
  const hundred = 'x'.repeat(100);
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) await make(key, hundred);
  expect(await read('a')).toBe(hundred);
  await make('i', hundred);
  expect(await read('a')).toBe(hundred);
  expect(await read('b')).toBeUndefined();
  await make('large', 'x'.repeat(101));
  expect(await read('large')).toBeUndefined();
  expect(await read('c')).toBe(hundred);
});

test('bytes that are made again the same keep the time at which they were first made', async () => {
  const { state, make } = stage(0);
  const first = await make('/', 'one');
  state.version = '2';
  expect((await make('/', 'one'))?.since).toBe(first?.since);
});

test('when it cannot be told whether something was written, it is asked again the next time', async () => {
  let works = false;
  const version = async () => {
    if (!works) throw new Error('no connection');
    return '1';
  };
  const cache = createAnswerCache({ maxBytes: 800, freshMs: 1000, now: () => 0, version });
  await expect(cache.find('/')).rejects.toThrow('no connection');
  works = true;
  expect((await cache.find('/')).making).toBeDefined();
});

test('a database that is silent for a moment keeps nobody waiting for a page that is kept', async () => {
  const state = { now: 0, version: () => Promise.resolve('1') };
  const cache = createAnswerCache({
    ...{ maxBytes: 800, freshMs: 1000, now: () => state.now },
    version: () => state.version(),
  });
  (await cache.find('/')).making?.keep(answer('one'));
  const read = async () => (await cache.find('/')).answer?.body.toString();
  state.now = 2000;
  state.version = () => Promise.reject(new Error('no connection'));
  expect(await read()).toBe('one');
  state.version = () => new Promise(() => undefined);
  expect(await read()).toBe('one');
});
