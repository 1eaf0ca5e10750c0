import { brotliCompressSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchError } from '../../src/errors.js';
import type { FetchLimits } from '../../src/fetch/fetch-limits.js';
import type { Fetcher } from '../../src/fetch/fetcher.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import type { Request, Validators } from '../../src/model/page.js';
import * as site from '../support/misbehaving-site.js';

const now = new Date('2026-08-21T08:00:00Z');
const limits: FetchLimits = {
  connectTimeoutMs: 2000,
  headersTimeoutMs: 300,
  bodyTimeoutMs: 300,
  totalTimeoutMs: 2500,
  maxBytes: 10 * 2 ** 20,
  maxRedirects: 3,
};

let local: site.MisbehavingSite;
let other: site.MisbehavingSite;
let fetcher: Fetcher;

function openFetcher(given: { hosts?: string[]; openHosts?: string[] } = {}): Fetcher {
  const hosts = given.hosts ?? [local.host];
  return createHttpFetcher({
    userAgent: 'Broadsheet/test (+http://reader.example)',
    hosts,
    openHosts: given.openHosts ?? hosts,
    limits,
    clock: { now: () => now },
  });
}

beforeAll(async () => {
  local = await site.openMisbehavingSite();
  other = await site.openMisbehavingSite();
  fetcher = openFetcher();
});
afterAll(async () => {
  await fetcher.close();
  await local.close();
  await other.close();
});

type Asked = Partial<Request> & { validators?: Validators };

function ask(path: string, request: Asked = {}) {
  return fetcher.fetch({ url: local.url + path, ...request }, new AbortController().signal);
}

async function failureOf(asking: Promise<unknown>): Promise<FetchError> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FetchError)) throw new Error(`expected a FetchError, got ${String(error)}`);
  return error;
}

describe('an ordinary page', () => {
  it('comes as text with its address, type, validators and time', async () => {
    local.on(
      '/plain',
      site.page('<p>été</p>', { etag: '"1"', 'last-modified': 'Fri, 21 Aug 2026 07:00:00 GMT' }),
    );
    expect(await ask('/plain')).toEqual({
      requestUrl: `${local.url}/plain`,
      url: `${local.url}/plain`,
      status: 200,
      contentType: 'text/html; charset=utf-8',
      body: '<p>été</p>',
      unchanged: false,
      validators: { etag: '"1"', lastModified: 'Fri, 21 Aug 2026 07:00:00 GMT' },
      fetchedAt: now,
    });
  });

  it('is asked for in the name of the program, whatever the caller says', async () => {
    local.on('/name', site.page('x'));
    await ask('/name', { headers: { 'User-Agent': 'Mozilla/5.0', Accept: 'application/json' } });
    expect(local.seen.at(-1)?.headers).toMatchObject({
      'user-agent': 'Broadsheet/test (+http://reader.example)',
      accept: 'application/json',
    });
  });

  it('is not sent again to who has it', async () => {
    local.on('/tagged', site.conditional('<p>once</p>', '"7"'));
    const { validators } = await ask('/tagged');
    const again = await ask('/tagged', { validators });
    expect(again).toMatchObject({ unchanged: true, status: 304, body: '', validators: { etag: '"7"' } });
  });

  it('is not taken to be unchanged when nothing was known of it', async () => {
    local.on('/odd', site.status(304));
    expect((await failureOf(ask('/odd'))).message).toContain('304');
  });
});

describe('encodings', () => {
  it.each([
    ['gzip', site.gzipped('<p>naïve</p>')],
    ['br', site.page(brotliCompressSync('<p>naïve</p>'), { 'content-encoding': 'br' })],
    ['deflate', site.page(deflateSync('<p>naïve</p>'), { 'content-encoding': 'deflate' })],
    ['deflate without its wrapping', site.rawDeflated('<p>naïve</p>')],
  ])('undoes %s', async (_name, behaviour) => {
    local.on('/packed', behaviour);
    expect((await ask('/packed')).body).toBe('<p>naïve</p>');
  });

  it.each([
    ['that is cut', site.cutGzip('<p>some page that was longer</p>')],
    ['that is none', site.falseGzip()],
  ])('raises for gzip %s', async (_name, behaviour) => {
    local.on('/broken', behaviour);
    const error = await failureOf(ask('/broken'));
    expect(error.message).toBe(`${local.host} sent a broken or incomplete answer (gzip)`);
    expect(error.retry).toBe('later');
  });

  it('raises for an encoding nobody asked for', async () => {
    local.on('/zoo', site.page('x', { 'content-encoding': 'zoo' }));
    expect((await failureOf(ask('/zoo'))).message).toContain('"zoo"');
  });

  it.each([
    ['the header', Buffer.from('caf\xe9', 'latin1'), 'text/plain; charset=ISO-8859-1'],
    ['the page', Buffer.from('<meta charset="latin1"><p>caf\xe9', 'latin1'), 'text/html'],
    ['the byte order mark', Buffer.from('\ufeffcafé', 'utf16le'), 'text/plain; charset=utf-8'],
    [
      'the XML declaration',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9', 'latin1'),
      'text/xml',
    ],
    ['UTF-8 when a name is unknown', Buffer.from('café'), 'text/html; charset=klingon'],
  ])('reads text by %s', async (_name, bytes, type) => {
    local.on('/text', site.page(bytes, { 'content-type': type }));
    expect((await ask('/text')).body).toMatch(/café$/);
  });
});

describe('pages that are too large', () => {
  const twelve = 12 * 2 ** 20;
  it.each([
    ['that says so', site.huge(twelve, { stated: true })],
    ['that does not say so', site.huge(twelve, { stated: false })],
    ['that hides it in gzip', site.gzipBomb(twelve)],
  ])('refuses one %s', async (_name, behaviour) => {
    local.on('/large', behaviour);
    const error = await failureOf(ask('/large'));
    expect(error.message).toBe(`${local.host} sent a page of more than 10 MB`);
    expect(error.retry).toBe('never');
  });
});

describe('sites that do not answer properly', () => {
  it.each([
    ['says nothing', site.silent(), 'did not answer within 0.3 s'],
    ['stops in the middle', site.stalled('<p>'), 'fell silent in the middle of its answer for 0.3 s'],
    ['never ends', site.dripping(50), 'did not finish its answer within 2.5 s'],
    ['hangs up', site.hangUp(), 'closed the connection before the answer was complete'],
    [
      'sends less than it promised',
      site.cutShort('<p>'),
      'closed the connection before the answer was complete',
    ],
  ])('names the host and what happened when a site %s', async (_name, behaviour, reason) => {
    local.on('/bad', behaviour);
    const error = await failureOf(ask('/bad'));
    expect(error.message).toBe(`${local.host} ${reason}`);
    expect(error.retry).toBe('later');
  });

  it('says so when nobody listens', async () => {
    const gone = await site.openMisbehavingSite();
    await gone.close();
    const patient = openFetcher({ hosts: [gone.host] });
    const error = await failureOf(patient.fetch({ url: gone.url }, new AbortController().signal));
    await patient.close();
    expect(error).toMatchObject({ message: `${gone.host} refused the connection`, retry: 'later' });
  });

  it('stops when it is told to', async () => {
    local.on('/slow', site.silent());
    const stop = new AbortController();
    const asking = fetcher.fetch({ url: `${local.url}/slow` }, stop.signal);
    stop.abort();
    expect((await failureOf(asking)).message).toContain('cancelled');
  });
});

describe('statuses', () => {
  it.each([
    [429, { 'retry-after': '120' }, { retry: 'later', retryAfterMs: 120_000 }],
    [503, { 'retry-after': 'Fri, 21 Aug 2026 08:01:00 GMT' }, { retry: 'later', retryAfterMs: 60_000 }],
    [429, { ratelimit: '"api";r=0;t=37' }, { retry: 'later', retryAfterMs: 37_000 }],
    [429, { 'retry-after': '9999999' }, { retry: 'later', retryAfterMs: 86_400_000 }],
    [429, {}, { retry: 'later', retryAfterMs: undefined }],
    [403, {}, { retry: 'never', code: 'blocked' }],
    [401, {}, { retry: 'never', code: 'blocked' }],
    [202, { 'x-amzn-waf-action': 'challenge' }, { retry: 'never', code: 'blocked' }],
    [404, {}, { retry: 'never', code: 'fetch', context: { status: 404 } }],
    [400, {}, { retry: 'never', context: { status: 400 } }],
    [500, {}, { retry: 'later' }],
    [302, {}, { retry: 'never' }],
  ])('judges %s with %j', async (code, headers, expected) => {
    local.on('/status', site.status(code, headers));
    const error = await failureOf(ask('/status'));
    expect(error).toMatchObject(expected);
    expect(error.message).toContain(local.host);
  });
});

describe('redirects', () => {
  it('are followed, relative ones too, and the final address is kept', async () => {
    local.on('/papers/date/2030-01-01', site.redirect('/papers/date/2026-08-21'));
    local.on('/papers/date/2026-08-21', site.page('newest'));
    expect(await ask('/papers/date/2030-01-01')).toMatchObject({
      requestUrl: `${local.url}/papers/date/2030-01-01`,
      url: `${local.url}/papers/date/2026-08-21`,
      body: 'newest',
    });
  });

  it('end after the allowed number', async () => {
    local.on('/loop', site.redirect('/loop'));
    const before = local.seen.length;
    expect((await failureOf(ask('/loop'))).message).toBe(`${local.host} redirected more than 3 times`);
    expect(local.seen.length - before).toBe(4);
  });

  it('do not lead to a host that was not allowed', async () => {
    local.on('/away', site.redirect(`${other.url}/here`));
    const error = await failureOf(ask('/away'));
    expect(error.message).toContain(other.host);
    expect(error.retry).toBe('never');
    expect(other.seen).toEqual([]);
  });

  it('do not lead out of the web', async () => {
    local.on('/file', site.redirect('file:///etc/passwd'));
    expect((await failureOf(ask('/file'))).message).toContain('is not a web address');
  });

  it('carry no header of the caller to another origin', async () => {
    const both = openFetcher({ hosts: [local.host, other.host] });
    local.on('/with-key', site.redirect(`${other.url}/there`));
    other.on('/there', site.page('x'));
    const request = { url: `${local.url}/with-key`, headers: { 'x-api-key': 'secret' } };
    await both.fetch(request, new AbortController().signal);
    await both.close();
    expect(local.seen.at(-1)?.headers['x-api-key']).toBe('secret');
    expect(other.seen.at(-1)?.headers['x-api-key']).toBeUndefined();
  });

  it('turn a POST into a GET after 303 and keep it after 307', async () => {
    local.on('/done', site.page('x'));
    local.on('/see-other', site.redirect('/done', 303));
    local.on('/moved', site.redirect('/done', 307));
    await ask('/see-other', { method: 'POST', body: 'a=1' });
    await ask('/moved', { method: 'POST', body: 'a=1' });
    expect(local.seen.filter(({ path }) => path === '/done').map(({ method }) => method)).toEqual([
      'GET',
      'POST',
    ]);
  });
});

describe('hosts', () => {
  it('are asked only when they are allowed', async () => {
    const error = await failureOf(fetcher.fetch({ url: `${other.url}/x` }, new AbortController().signal));
    expect(error).toMatchObject({
      message: `${other.host} is not among the hosts that may be asked`,
      retry: 'never',
    });
  });

  it.each(['127.0.0.1', 'localhost'])(
    'in a private network stay closed unless opened by name: %s',
    async (name) => {
      const host = `${name}:${local.port}`;
      const careful = openFetcher({ hosts: [host], openHosts: [] });
      const before = local.seen.length;
      const error = await failureOf(careful.fetch({ url: `http://${host}/x` }, new AbortController().signal));
      await careful.close();
      expect(error).toMatchObject({ retry: 'never', message: expect.stringContaining('private network') });
      expect(local.seen.length).toBe(before);
    },
  );
});
