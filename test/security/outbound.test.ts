import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIPv6 } from 'node:net';
import { constants, createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchError } from '../../src/errors.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import { isPrivateAddress } from '../../src/fetch/private-address.js';
import * as site from '../support/misbehaving-site.js';

const MB = 2 ** 20;
const limits = {
  connectTimeoutMs: 2000,
  headersTimeoutMs: 20_000,
  bodyTimeoutMs: 20_000,
  totalTimeoutMs: 60_000,
  maxBytes: 10 * MB,
  maxRedirects: 3,
};

let local: site.MisbehavingSite;
beforeAll(async () => {
  local = await site.openMisbehavingSite();
});
afterAll(() => local.close());

/** The error of asking for an address; only hosts that are named are open to private addresses. */
async function failureOf(
  url: string,
  given: { hosts?: string[]; openHosts?: string[] } = {},
): Promise<FetchError> {
  const hosts = given.hosts ?? [new URL(url).host];
  const fetcher = createHttpFetcher({
    userAgent: 'Broadsheet/test',
    hosts,
    openHosts: given.openHosts ?? [],
    limits,
    clock: { now: () => new Date() },
  });
  const outcome = await fetcher.fetch({ url }, new AbortController().signal).catch((error: unknown) => error);
  await fetcher.close();
  if (outcome instanceof FetchError) return outcome;
  throw new Error(`expected a FetchError, got ${JSON.stringify(outcome)}`);
}

describe('an address that carries another one inside', () => {
  it.each([
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::5',
    '2002:7f00:1::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '::ffff:0:127.0.0.1',
    '::7f00:1',
    '::ffff:0:0',
    'ff02::1',
    '192.0.2.1',
  ])('is private when that is: %s', (address) => expect(isPrivateAddress(address)).toBe(true));

  it('is public when that is, so that a network without IPv4 can read', () => {
    expect(isPrivateAddress('64:ff9b::808:808')).toBe(false);
  });
});

describe('an address of the operator’s own network is not asked, however it is written', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    'localhost',
  ])('%s', async (name) => {
    const before = local.seen.length;
    const failure = await failureOf(`http://${name}:${local.port}/inside`);
    expect(failure).toMatchObject({ retry: 'never', context: { reason: 'private' } });
    expect(local.seen).toHaveLength(before);
  });

  it('nor when a public page sends there', async () => {
    local.on('/leads-inside', site.redirect(`http://localhost:${local.port}/inside`));
    const url = `${local.url}/leads-inside`;
    const hosts = [local.host, `localhost:${local.port}`];
    const failure = await failureOf(url, { hosts, openHosts: [local.host] });
    expect(failure).toMatchObject({ retry: 'never', context: { reason: 'private' } });
    expect(local.seen.filter(({ path }) => path === '/inside')).toEqual([]);
  });
});

describe('a name that resolves to another address each time', () => {
  const { lookup } = dns;
  afterAll(() => resolveBy(lookup));

  /** The resolver of this process; who owns a name can say anything. */
  function resolveBy(resolver: unknown): void {
    Object.assign(dns, { lookup: resolver });
    syncBuiltinESMExports();
  }

  it.each([[['127.0.0.1']], [['10.0.0.7', '::1', '169.254.169.254']], [['::ffff:127.0.0.1']]])(
    'is resolved once, and %j is not connected to',
    async (addresses) => {
      let asked = 0;
      resolveBy((_name: string, _options: unknown, done: (error: null, found: unknown) => void) => {
        asked += 1;
        done(
          null,
          addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
        );
      });
      const before = local.seen.length;
      const failure = await failureOf(`http://rebound.example:${local.port}/inside`);
      expect(failure).toMatchObject({ retry: 'never', context: { reason: 'private' } });
      expect(asked).toBe(1);
      expect(local.seen).toHaveLength(before);
    },
  );
});

describe('a page that unpacks to a gigabyte', { timeout: 60_000 }, () => {
  /** So many megabytes of zeros, packed, without ever holding them. */
  async function pack(megabytes: number, packer: NodeJS.ReadWriteStream): Promise<Buffer> {
    const zeros = Buffer.alloc(4 * MB);
    const chunks: Buffer[] = [];
    const ready = (async () => {
      for await (const chunk of packer) chunks.push(chunk as Buffer);
    })();
    for (let written = 0; written < megabytes; written += 4)
      if (!packer.write(zeros)) await new Promise((resolve) => packer.once('drain', resolve));
    packer.end();
    await ready;
    return Buffer.concat(chunks);
  }

  /** Several gzip streams in a row are one (RFC 1952, section 2.2). */
  const gigabyte = async () => {
    const part = await pack(64, createGzip({ level: 1 }));
    return Buffer.concat(Array.from({ length: 16 }, () => part));
  };
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

  it.each<[name: string, encoding: string, make: () => Promise<Buffer>]>([
    ['gzip', 'gzip', gigabyte],
    ['br', 'br', () => pack(1024, createBrotliCompress(quick))],
    ['deflate', 'deflate', () => pack(256, createDeflate({ level: 1 }))],
    ['gzip in gzip', 'gzip, gzip', async () => gzipSync(await gigabyte())],
  ])('is given up at ten megabytes: %s', async (_name, encoding, make) => {
    const packed = await make();
    local.on('/bomb', site.page(packed, { 'content-encoding': encoding }));
    const most = watchMemory();
    const failure = await failureOf(`${local.url}/bomb`, { openHosts: [local.host] });
    expect(failure.message).toBe(`${local.host} sent a page of more than 10 MB`);
    expect(most() / MB).toBeLessThan(100);
  });

  it('is not unpacked a third time', async () => {
    local.on('/onion', site.page('x', { 'content-encoding': Array(500).fill('gzip').join(',') }));
    const failure = await failureOf(`${local.url}/onion`, { openHosts: [local.host] });
    expect(failure).toMatchObject({
      retry: 'never',
      message: `${local.host} packed its answer 500 times over`,
    });
  });

  /** How far the memory outside of the heap, where bytes lie, grew at most until asked. */
  function watchMemory(): () => number {
    const before = process.memoryUsage().external;
    let most = 0;
    const look = () => {
      most = Math.max(most, process.memoryUsage().external - before);
    };
    const timer = setInterval(look, 2);
    return () => {
      clearInterval(timer);
      look();
      return most;
    };
  }
});

it('an answer with headers beyond all measure is no page', async () => {
  local.on('/headers', (_request, response) => {
    for (let at = 0; at < 5000; at += 1) response.setHeader(`x-${at}`, 'x'.repeat(100));
    response.end('x');
  });
  const failure = await failureOf(`${local.url}/headers`, { openHosts: [local.host] });
  expect(failure.message).toContain(local.host);
});
