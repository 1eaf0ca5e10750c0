import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/errors.js';
import { chooseGap } from '../../src/fetch/choose-gap.js';
import { hostKey } from '../../src/fetch/host-key.js';
import { type HostAnswer, judgeHost } from '../../src/fetch/judge-host.js';
import { readQuota } from '../../src/fetch/read-quota.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const url = new URL('https://example.org/x');

describe('what is asked one thing at a time', () => {
  it.each([
    ['https://export.arxiv.org/api/query', 'arxiv.org'],
    ['https://rss.arxiv.org/rss/cs.LG', 'arxiv.org'],
    ['https://arxiv.org./abs/1', 'arxiv.org'],
    ['https://www.lab.cs.cam.ac.uk/feed', 'cam.ac.uk'],
    ['https://deep.ai/', 'deep.ai'],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['http://localhost:3000/', 'localhost:3000'],
    ['http://papers.localhost:3000/', 'papers.localhost:3000'],
    ['http://mirror/', 'mirror'],
  ])('is of %s: %s', (address, key) => {
    expect(hostKey(new URL(address))).toBe(key);
  });
});

describe('the gap of a host', () => {
  const rules = {
    gaps: { default: 2000, 'arxiv.org': 3000, 'huggingface.co': { page: 4000, api: 1000 }, 'own.test:81': 5 },
    openHosts: ['127.0.0.1:80', 'own.test', 'export.arxiv.org'],
  };
  it.each([
    ['its domain', 'https://rss.arxiv.org/rss', 'page', 3000],
    ['the kind of request', 'https://huggingface.co/papers', 'page', 4000],
    ['the kind of request', 'https://huggingface.co/api', 'api', 1000],
    ['the default', 'https://notarxiv.org/', 'api', 2000],
    ['nothing, being opened by the operator', 'http://own.test/', 'page', 0],
    ['its own line, though opened', 'http://own.test:81/', 'page', 5],
    ["its domain's line, though opened", 'https://export.arxiv.org/', 'api', 3000],
  ] as const)('is that of %s', (_what, address, kind, gap) => {
    expect(chooseGap(new URL(address), kind, rules)).toBe(gap);
  });
});

describe('a quota', () => {
  const now = new Date('2026-08-21T08:00:00Z');
  it.each([
    [{ ratelimit: '"api";r=499;t=55' }, { left: 499, resetsInMs: 55_000 }],
    [{ ratelimit: '"api";r=400;t=55, "pages";r=3;t=100' }, { left: 3, resetsInMs: 100_000 }],
    [{ 'x-ratelimit-remaining': '5' }, { left: 5 }],
    [
      { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': '60' },
      { left: 5, resetsInMs: 60_000 },
    ],
    [
      { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': String(now.getTime() / 1000 + 60) },
      { left: 5, resetsInMs: 60_000 },
    ],
    [
      { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': String(now.getTime() + 60_000) },
      { left: 5, resetsInMs: 60_000 },
    ],
    [{ 'x-ratelimit-remaining': 'many' }, undefined],
    [{}, undefined],
  ])('is read from %j', (headers, quota) => {
    expect(readQuota(headers, now)).toEqual(quota);
  });
});

describe('how long a host is left alone', () => {
  const before = { failures: 0, refusals: 0, takenAt: new Date('2026-08-21T08:00:00Z') };
  const failed = (status: number | undefined, details: ConstructorParameters<typeof FetchError>[1]) => {
    const failure = new FetchError('why', { context: { status }, ...details });
    return { url, ...(status !== undefined && { status }), failure } satisfies HostAnswer;
  };
  const restOf = (answer: HostAnswer, over: Partial<typeof before> = {}, jitter = 0) =>
    judgeHost(answer, { ...before, ...over }, jitter).rest?.forMs;

  it('doubles with each busy answer, up to a day, and never ends', () => {
    const waits = [0, 1, 2, 8, 9, 50].map((refusals) => restOf(failed(429, {}), { refusals }));
    expect(waits).toEqual([2, 4, 8, 512, 1024, 1440].map((minutes) => minutes * 60_000));
  });

  it('is longer by a chance of up to a quarter', () => {
    expect(restOf(failed(429, {}), {}, 1)).toBe(150_000);
  });

  it('is what the site asks for', () => {
    expect(restOf(failed(429, { retryAfterMs: 3000 }), { refusals: 7 })).toBe(3000);
  });

  it('doubles with each failure after the fifth', () => {
    const waits = [3, 4, 5, 60].map((failures) => restOf(failed(undefined, {}), { failures }));
    expect(waits).toEqual([undefined, 120_000, 240_000, DAY]);
  });

  it('is the rest of the day after a block, and some hours at its end', () => {
    const blocked = failed(403, { code: 'blocked', context: { block: 'refusal' } });
    expect(restOf(blocked)).toBe(16 * HOUR);
    expect(restOf(blocked, { takenAt: new Date('2026-08-21T23:59:00Z') })).toBe(6 * HOUR);
  });

  it('is no time at all after a login wall, which bars a page and not the site', () => {
    expect(restOf(failed(401, { code: 'blocked', retry: 'never', context: { block: 'login' } }))).toBe(
      undefined,
    );
  });

  it('does not hang on requests that we gave up ourselves', () => {
    const counts = { failures: 4, refusals: 2 };
    const gone = { ...failed(undefined, {}), givenUp: true };
    expect(judgeHost(gone, { ...before, ...counts }, 0)).toEqual(counts);
  });

  it('is the longer of two reasons', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '7200' };
    expect(restOf({ ...failed(429, {}), headers })).toBe(2 * HOUR);
    const far = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999' };
    expect(restOf({ url, status: 200, headers: far })).toBe(31 * DAY);
  });
});
