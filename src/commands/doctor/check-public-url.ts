import { lookup } from 'node:dns/promises';
import { openVisitor } from '../../app/open-fetchers.js';
import type { Config } from '../../config.js';
import { FetchError } from '../../errors.js';
import { isPrivateAddress } from '../../fetch/private-address.js';
import type { Clock } from '../../model/clock.js';
import type { Page } from '../../model/page.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';

const ANSWER_MS = 10_000;

type Place = 'this machine' | 'a private network' | 'the world';

/** Whether readers can reach the pages that mails lead to, and safely. */
export async function checkPublicUrl(config: Config, clock: Clock, signal: AbortSignal): Promise<Verdict> {
  const { PUBLIC_URL: address } = config.environment;
  if (new URL(address).port === '0')
    return warn('PORT is 0, so that the pages are somewhere else at each start', 'set PORT, or PUBLIC_URL');
  const place = await placeOf(new URL(address).hostname);
  const answer = await ask(config, clock, signal).catch((error: unknown) => {
    if (!(error instanceof FetchError)) throw error;
    return error;
  });
  return gather([judgeAnswer(answer, address, place), ...judgeAddress(config, address, place)]);
}

const isLocalName = (host: string) => host === 'localhost' || host.endsWith('.localhost') || isLoopback(host);
const isLoopback = (host: string) => /^127\.|^\[?::1\]?$/.test(host);

async function placeOf(hostname: string): Promise<Place> {
  if (isLocalName(hostname)) return 'this machine';
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true }).catch(() => []);
  return found.length > 0 && found.every(({ address }) => isPrivateAddress(address))
    ? 'a private network'
    : 'the world';
}

async function ask(config: Config, clock: Clock, signal: AbortSignal): Promise<Page> {
  const { PUBLIC_URL } = config.environment;
  const fetcher = openVisitor(config, clock, PUBLIC_URL, ANSWER_MS);
  try {
    return await fetcher.fetch({ url: `${PUBLIC_URL}/healthz`, kind: 'api' }, signal);
  } finally {
    await fetcher.close();
  }
}

function judgeAnswer(answer: Page | FetchError, address: string, place: Place): Verdict {
  const isHere = place === 'this machine';
  if (answer instanceof FetchError) {
    const found = `${address} does not answer: ${answer.message}`;
    if (isHere) return warn(found, 'start the program with `broadsheet start`');
    return fail(
      found,
      'start the program, and see that its name and the proxy before it lead to HOST and PORT',
    );
  }
  if (isOurs(answer)) return ok(`${address} answers`);
  return fail(
    `${address}/healthz is answered by something else than Broadsheet`,
    isHere
      ? 'set PORT to one that is free'
      : 'correct PUBLIC_URL, or have the proxy hand its requests to HOST and PORT',
  );
}

function isOurs({ body }: Page): boolean {
  try {
    const { status, version } = JSON.parse(body);
    return status === 'ok' && typeof version === 'string';
  } catch {
    return false;
  }
}

/** At a laptop the address need be good for nobody else. */
function judgeAddress({ environment }: Config, address: string, place: Place): Verdict[] {
  const isLaptop = environment.DATABASE_URL === undefined && environment.SMTP_URL === undefined;
  const mend = 'set PUBLIC_URL to where readers reach the pages';
  if (place === 'this machine')
    return isLaptop ? [] : [warn('links in mails lead each reader to their own machine', mend)];
  return [judgeProtocol(address, place)];
}

function judgeProtocol(address: string, place: Place): Verdict {
  if (new URL(address).protocol === 'https:') return ok('https');
  const found = `passwords and links that open a reader's choices cross ${place} in the clear`;
  const mend = 'put a proxy with a certificate before it (docs/install.md), and set PUBLIC_URL to https://…';
  return place === 'the world' ? fail(found, mend) : warn(found, mend);
}
