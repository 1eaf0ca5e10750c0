import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchError } from '../../src/errors.js';
import type { Fetcher } from '../../src/fetch/fetcher.js';
import type { Database } from '../../src/store/database.js';
import type { Store } from '../../src/store/store.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import * as site from '../support/misbehaving-site.js';
import { askOnce, leastGap, noteTimes, openOwnSite, openPoliteFetcher } from './polite-stage.js';

const MINUTE = 60_000;

let database: Database;
let store: Store;
beforeAll(async () => {
  database = await openEmbeddedDatabase();
  store = createTestStore(database);
});
afterAll(() => database.close());

/** Turns the rest of a host to its end. */
async function endRest(key: string): Promise<void> {
  await database.query('UPDATE hosts SET closed_until = now() WHERE key = $1', [key]);
}

async function stateOf(key: string) {
  return (await store.hostStates()).find((state) => state.key === key);
}

const api = (local: site.MisbehavingSite, path = '/x') => ({ url: local.url + path, kind: 'api' as const });

describe('the gap', () => {
  it('lies between requests of fetchers that share nothing but the database', async () => {
    const local = await openOwnSite();
    const { behaviour, times } = noteTimes(site.page('x'));
    local.on('/x', behaviour);
    const gaps = { [local.host]: 200 };
    const one = openPoliteFetcher(createTestStore(database), [local], gaps);
    const other = openPoliteFetcher(createTestStore(database), [local], gaps);
    const asked = [one, other, one, other, one].map((fetcher) => askOnce(fetcher, api(local)));
    expect(await Promise.all(asked)).toEqual(Array(5).fill('page'));
    expect(leastGap(times)).toBeGreaterThanOrEqual(200);
    await one.close();
    await other.close();
  });

  it('is kept on the way of a redirect too, and after a page as a page needs it', async () => {
    const local = await openOwnSite();
    const { behaviour, times } = noteTimes(site.page('x'));
    const first = noteTimes(site.redirect('/x'));
    local.on('/old', first.behaviour);
    local.on('/x', behaviour);
    const fetcher = openPoliteFetcher(store, [local], { [local.host]: { page: 300, api: 0 } });
    await askOnce(fetcher, { url: `${local.url}/old` });
    await askOnce(fetcher, api(local));
    expect(leastGap([...first.times, ...times])).toBeGreaterThanOrEqual(300);
    await fetcher.close();
  });

  it('lets one request at a time through, even where there is none to keep', async () => {
    const local = await openOwnSite();
    let at = 0;
    let most = 0;
    local.on('/x', (_request, response) => {
      most = Math.max(most, ++at);
      setTimeout(() => response.writeHead(200).end('x', () => at--), 30);
    });
    const fetchers = [openPoliteFetcher(store, [local]), openPoliteFetcher(store, [local])];
    await Promise.all([...fetchers, ...fetchers].map((fetcher) => askOnce(fetcher, api(local))));
    expect(most).toBe(1);
    await Promise.all(fetchers.map((fetcher) => fetcher.close()));
  });

  it('sends a request away with the time to come again when its turn is far off', async () => {
    const local = await openOwnSite();
    local.on('/x', site.page('x'));
    const fetcher = openPoliteFetcher(store, [local], { [local.host]: 10 * MINUTE });
    expect(await askOnce(fetcher, api(local))).toBe('page');
    const error = (await askOnce(fetcher, api(local))) as FetchError;
    expect(error).toMatchObject({ code: 'resting', retry: 'later' });
    expect(error.retryAfterMs).toBeGreaterThan(9 * MINUTE);
    expect(local.seen).toHaveLength(1);
    await fetcher.close();
  });

  it('is not held up by a caller who has gone', async () => {
    const local = await openOwnSite();
    local.on('/slow', site.silent());
    local.on('/x', site.page('x'));
    const fetcher = openPoliteFetcher(store, [local]);
    const stop = new AbortController();
    const slow = fetcher.fetch(api(local, '/slow'), stop.signal).catch((error: Error) => error.message);
    const waiting = fetcher.fetch(api(local, '/slow'), stop.signal).catch((error: Error) => error.message);
    const next = askOnce(fetcher, api(local));
    setTimeout(() => stop.abort(), 50);
    expect([await slow, await waiting]).toEqual(Array(2).fill(expect.stringContaining('cancelled')));
    expect(await next).toBe('page');
    await fetcher.close();
  });
});

it('stops waiting for a turn when it is told to', async () => {
  const local = await openOwnSite();
  local.on('/x', site.page('x'));
  const fetcher = openPoliteFetcher(store, [local], { [local.host]: 15_000 });
  await askOnce(fetcher, api(local));
  const stop = new AbortController();
  const waiting = fetcher.fetch(api(local), stop.signal).catch((error: Error) => error.message);
  setTimeout(() => stop.abort(), 100);
  expect(await waiting).toContain('cancelled');
  await fetcher.close();
});

describe('a host that is to be left alone', () => {
  const closers: [what: string, behaviour: site.Behaviour, first: object, fromMs: number, toMs: number][] = [
    ['Retry-After', site.status(429, { 'retry-after': '90' }), {}, 90_000, 90_000],
    ['the t= of RateLimit', site.status(503, { ratelimit: '"api";r=0;t=45' }), {}, 45_000, 45_000],
    ['429 without a word', site.status(429), { code: 'fetch' }, 2 * MINUTE, 2.5 * MINUTE],
    ['403', site.status(403), { code: 'blocked' }, 6 * 60 * MINUTE, 24 * 60 * MINUTE],
    [
      'a challenge',
      site.page('<title>Just a moment...</title><p>Wait'),
      { code: 'blocked' },
      6 * 60 * MINUTE,
      24 * 60 * MINUTE,
    ],
    ['an empty answer', site.page(''), { code: 'blocked' }, 2 * MINUTE, 2.5 * MINUTE],
    [
      'its last answer of a quota',
      site.page('x', {
        'x-ratelimit-limit': '200',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '7200',
      }),
      {},
      120 * MINUTE,
      120 * MINUTE,
    ],
  ];
  it.each(closers)('rests after %s, for every process', async (_what, behaviour, first, fromMs, toMs) => {
    const local = await openOwnSite();
    local.on('/x', behaviour);
    const one = openPoliteFetcher(store, [local]);
    const other = openPoliteFetcher(createTestStore(database), [local]);
    const answer = await askOnce(one, api(local));
    if (answer !== 'page') expect(answer).toMatchObject(first);
    const error = (await askOnce(other, api(local))) as FetchError;
    expect(error).toMatchObject({ code: 'resting', retry: 'later' });
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ is left alone until \d{4}-\d\d-\d\d \d\d:\d\d UTC: .+/);
    expect(error.retryAfterMs).toBeGreaterThan(fromMs - 10_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(toMs);
    expect(local.seen).toHaveLength(1);
    await one.close();
    await other.close();
  });

  it('holds up no other host', async () => {
    const [closed, open] = [await openOwnSite(), await openOwnSite()];
    closed.on('/x', site.status(503));
    open.on('/x', site.page('x'));
    const fetcher = openPoliteFetcher(store, [closed, open]);
    await askOnce(fetcher, api(closed));
    expect(await askOnce(fetcher, api(open))).toBe('page');
    await fetcher.close();
  });

  it('is asked less and less often while it stays busy, and the error says when to come again', async () => {
    const local = await openOwnSite();
    local.on('/x', site.status(503));
    const fetcher = openPoliteFetcher(store, [local]);
    for (const minutes of [2, 4, 8]) {
      const error = (await askOnce(fetcher, api(local))) as FetchError;
      expect(error.message).toContain('503');
      expect(error.retryAfterMs).toBeGreaterThanOrEqual(minutes * MINUTE);
      expect(error.retryAfterMs).toBeLessThanOrEqual(minutes * 1.25 * MINUTE);
      await endRest(local.host);
    }
    local.on('/x', site.page('x'));
    expect(await askOnce(fetcher, api(local))).toBe('page');
    expect(await stateOf(local.host)).toEqual({ key: local.host, failures: 0 });
    await fetcher.close();
  });

  it('shows what is left of its quota', async () => {
    const local = await openOwnSite();
    const reset = Math.ceil(Date.now() / 1000) + 3600;
    const quota = { 'x-ratelimit-limit': '200', 'x-ratelimit-remaining': '17' };
    local.on('/x', site.page('x', { ...quota, 'x-ratelimit-reset': String(reset) }));
    const fetcher = openPoliteFetcher(store, [local]);
    expect(await askOnce(fetcher, api(local))).toBe('page');
    const state = await stateOf(local.host);
    expect(state).toMatchObject({ quotaLeft: 17, quotaLimit: 200 });
    expect(Math.abs((state?.quotaResetsAt?.getTime() ?? 0) - reset * 1000)).toBeLessThan(5000);
    await fetcher.close();
  });
});

describe('a host that fails again and again', () => {
  async function failFive(fetcher: Fetcher, local: site.MisbehavingSite): Promise<(FetchError | 'page')[]> {
    const errors: (FetchError | 'page')[] = [];
    for (let time = 0; time < 5; time += 1) errors.push(await askOnce(fetcher, api(local)));
    return errors;
  }

  it.each([
    ['answers with errors', site.status(500)],
    ['hangs up', site.hangUp()],
  ])('is left alone after five in a row when it %s', async (_what, behaviour) => {
    const local = await openOwnSite();
    local.on('/x', behaviour);
    const fetcher = openPoliteFetcher(store, [local]);
    const errors = (await failFive(fetcher, local)) as FetchError[];
    expect(errors.map(({ retryAfterMs }) => retryAfterMs !== undefined)).toEqual([
      ...Array(4).fill(false),
      true,
    ]);
    expect(await askOnce(fetcher, api(local))).toMatchObject({ code: 'resting' });
    expect(await stateOf(local.host)).toMatchObject({ failures: 5, reason: errors[4]?.message });
    expect(local.seen).toHaveLength(5);
    await fetcher.close();
  });

  it('is tried with one request later, which closes it again or opens it', async () => {
    const local = await openOwnSite();
    local.on('/x', site.status(500));
    const fetcher = openPoliteFetcher(store, [local]);
    await failFive(fetcher, local);
    await endRest(local.host);
    const both = await Promise.all([askOnce(fetcher, api(local)), askOnce(fetcher, api(local))]);
    expect(both.map((error) => (error === 'page' ? error : error.code))).toEqual(['fetch', 'resting']);
    expect(local.seen).toHaveLength(6);

    await endRest(local.host);
    local.on('/x', site.page('x'));
    const trial = [askOnce(fetcher, api(local)), askOnce(fetcher, api(local))];
    expect(await Promise.all(trial)).toEqual(['page', 'page']);
    await fetcher.close();
  });

  it('is not blamed for requests that this program gave up', async () => {
    const local = await openOwnSite();
    local.on('/x', site.silent());
    const fetcher = openPoliteFetcher(store, [local]);
    const stop = new AbortController();
    const asking = fetcher.fetch(api(local), stop.signal).catch((error: Error) => error.name);
    setTimeout(() => stop.abort(new Error('the program is stopping')), 100);
    expect(await asking).toBe('FetchError');
    expect(await stateOf(local.host)).toEqual({ key: local.host, failures: 0 });
    await fetcher.close();
  });

  it('is not blamed for a page that is not there or too large', async () => {
    const local = await openOwnSite();
    local.on('/x', site.huge(12 * 2 ** 20, { stated: true }));
    const fetcher = openPoliteFetcher(store, [local]);
    for (const path of ['/x', '/none', '/x', '/none', '/x', '/none']) {
      expect(await askOnce(fetcher, api(local, path))).toMatchObject({ retry: 'never' });
    }
    expect(await stateOf(local.host)).toEqual({ key: local.host, failures: 0 });
    await fetcher.close();
  });
});
