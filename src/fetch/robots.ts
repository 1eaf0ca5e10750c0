import robotsParser from 'robots-parser';
import { FetchError } from '../errors.js';
import type { RobotsRecord } from '../model/host.js';
import type { Page } from '../model/page.js';

/** Asks whether robots.txt (RFC 9309) lets an address be read. */
export interface Robots {
  /**
   * Raises `FetchError`: code `forbidden` when the file forbids it, code `resting` with `retryAfterMs` while the file
   * cannot be had, or what kept it from being had.
   */
  check(url: URL, signal: AbortSignal): Promise<void>;
}

/** Where robots.txt is kept for all processes; the store has it. */
export interface RobotsMemory {
  robotsOf(host: string): Promise<RobotsRecord | undefined>;
  saveRobots(host: string, robots: { body?: string; forMs: number }): Promise<void>;
}

interface RobotsOptions {
  memory: RobotsMemory;
  /** The program's name as rules name it. */
  product: string;
  fetch(url: string, signal: AbortSignal): Promise<Page>;
}

const HOUR_MS = 3_600_000;

/** RFC 9309, section 2.4: not used for more than a day. */
const GOOD_FOR_MS = 24 * HOUR_MS;

/** A file that could not be had is asked for again after so long. */
const ASK_AGAIN_MS = HOUR_MS / 2;

/** RFC 9309, section 2.5: at least 500 KiB are read. */
const LONGEST_FILE = 500 * 1024;

export function createRobots({ memory, product, fetch }: RobotsOptions): Robots {
  return {
    async check(url, signal) {
      const address = new URL('/robots.txt', url).href;
      const kept = await memory.robotsOf(url.host);
      const body = kept?.fresh ? kept.body : await renew(url.host, address, kept, signal);
      if (body === undefined) throw unknownRules(url.host);
      if (readRules(address, body).isAllowed(url.href, product) === false) throw forbidden(url);
    },
  };

  async function renew(host: string, address: string, kept: RobotsRecord | undefined, signal: AbortSignal) {
    try {
      const body = await fetchRules(address, signal);
      await memory.saveRobots(host, { body, forMs: GOOD_FOR_MS });
      return body;
    } catch (error) {
      signal.throwIfAborted();
      if (kept?.body === undefined && !isServerError(error)) throw error;
      await memory.saveRobots(host, { forMs: ASK_AGAIN_MS });
      return kept?.body;
    }
  }

  /** A file that is not there, or that leads to where we may not go, forbids nothing (RFC 9309, section 2.3.1.3). */
  async function fetchRules(address: string, signal: AbortSignal): Promise<string> {
    try {
      return (await fetch(address, signal)).body.slice(0, LONGEST_FILE);
    } catch (error) {
      if (error instanceof FetchError && isAbsent(error)) return '';
      throw error;
    }
  }
}

/** The package exports the function itself, while its declaration puts it one `default` further in. */
const readRules = robotsParser as unknown as (typeof robotsParser)['default'];

function isAbsent({ retry, context }: FetchError): boolean {
  return retry === 'never' && context.block !== 'challenge' && context.reason !== 'private';
}

function isServerError(error: unknown): boolean {
  return error instanceof FetchError && Number(error.context.status) >= 500;
}

function forbidden(url: URL): FetchError {
  return new FetchError(`${url.host} forbids ${url.pathname} to programs (robots.txt)`, {
    code: 'forbidden',
    retry: 'never',
    context: { host: url.host, url: url.href },
  });
}

function unknownRules(host: string): FetchError {
  return new FetchError(`${host} does not say what it allows: its robots.txt cannot be had`, {
    code: 'resting',
    retryAfterMs: ASK_AGAIN_MS,
    context: { host },
  });
}
