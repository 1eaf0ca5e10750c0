import { gzipSync } from 'node:zlib';
import type { FetchLimits } from '../../src/fetch/fetch-limits.js';
import type { ScanOutcome } from '../../src/model/scan.js';
import {
  type Behaviour,
  boasting,
  conditional,
  cutGzip,
  cutShort,
  dripping,
  falseGzip,
  gzipBomb,
  hangUp,
  huge,
  page,
  redirect,
  silent,
  stalled,
  status,
} from '../support/misbehaving-site.js';
import type { Answer } from './whole-sources.js';

/** A way in which a site misbehaves, the same for every path of it, and what must be said of it. */
export interface Damage {
  what: string;
  behave: (answer: Answer) => Behaviour;
  outcome: ScanOutcome;
  reason: RegExp;
  /** Bounds that are reached sooner than usual. */
  limits: Partial<FetchLimits>;
}

const damage = (
  what: string,
  outcome: ScanOutcome,
  reason: RegExp,
  behave: Damage['behave'],
  limits: Partial<FetchLimits> = {},
): Damage => ({ what, outcome, reason, behave, limits });

const as = (answer: Answer, body: string | Buffer, headers: Record<string, string> = {}) =>
  page(body, { 'content-type': answer.type, ...headers });

const challenge =
  '<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>';
const captcha = '<html><title>One check</title><body><div class="g-recaptcha"></div></body></html>';
const MEGABYTE = 2 ** 20;

/** What the site itself does instead of answering. */
export const refusals: Damage[] = [
  damage('403', 'blocked', /refuses to answer \(403/, () => status(403)),
  damage('401', 'blocked', /asks for a login \(401/, () => status(401)),
  damage('a Cloudflare challenge', 'blocked', /asks for a browser check/, () => page(challenge)),
  damage('a Cloudflare challenge with its mark', 'blocked', /asks for a browser check/, () =>
    status(503, { 'cf-mitigated': 'challenge' }, challenge),
  ),
  damage('a captcha', 'blocked', /asks for a browser check/, () => page(captcha)),
  damage('"Rate exceeded"', 'blocked', /asked too often/, () =>
    page('Rate exceeded.', { 'content-type': 'text/plain' }),
  ),
  damage('a login wall', 'blocked', /asks for a login/, () => redirect('/login?next=there')),
  damage('an empty body', 'blocked', /empty answer where a page was due/, () => page('')),
  damage('429 with Retry-After', 'resting', /asks for fewer requests \(429\)/, () =>
    status(429, { 'retry-after': '60' }),
  ),
  damage('429 with RateLimit', 'resting', /asks for fewer requests \(429\)/, () =>
    status(429, { ratelimit: '"api";r=0;t=60' }),
  ),
  damage('503', 'resting', /is not available at the moment \(503\)/, () => status(503)),
  damage('500', 'failed', /an error on its side/, () => status(500)),
  damage('404', 'failed', /has no such page \(404\)/, () => status(404)),
  damage('a broken connection', 'failed', /closed the connection/, () => hangUp()),
  damage('12 MB', 'failed', /more than 10 MB/, () => huge(12 * MEGABYTE, { stated: false })),
  damage('200 MB declared', 'failed', /more than 10 MB/, () => boasting(200 * MEGABYTE)),
  damage('a decompression bomb', 'failed', /more than 10 MB/, () => gzipBomb(12 * MEGABYTE)),
  damage('six redirects', 'failed', /redirected more than 5 times/, () => redirect('/round/1')),
  damage('a redirect to another host', 'failed', /not among the hosts that may be asked/, () =>
    redirect('http://elsewhere.example/'),
  ),
  damage('a redirect to a private address', 'failed', /10\.0\.0\.1.* not among the hosts/, () =>
    redirect('http://10.0.0.1/'),
  ),
  damage('a redirect to nowhere', 'failed', /without saying where to/, () => status(302)),
];

/** What takes too long: about a second each, however little patience there is. */
export const delays: Damage[] = [
  damage('silence', 'failed', /did not answer within 0.1 s/, () => silent(), { headersTimeoutMs: 100 }),
  damage('silence in the middle', 'failed', /fell silent in the middle/, () => stalled('<'), {
    bodyTimeoutMs: 100,
  }),
  damage('a body without end', 'failed', /did not finish its answer within 0.2 s/, () => dripping(20), {
    totalTimeoutMs: 200,
  }),
];

/** What happens to a good answer on its way. */
export const accidents: Damage[] = [
  damage('text cut on the wire', 'failed', /closed the connection/, ({ body }) =>
    cutShort(body.slice(0, 400)),
  ),
  damage('gzip that is cut', 'failed', /broken or incomplete answer \(gzip\)/, ({ body }) => cutGzip(body)),
  damage('gzip that is none', 'failed', /broken or incomplete answer \(gzip\)/, () => falseGzip()),
  damage('gzip with a byte changed', 'failed', /broken or incomplete answer \(gzip\)/, (answer) =>
    as(answer, changeBytes(gzipSync(answer.body), 3), { 'content-encoding': 'gzip' }),
  ),
  damage('UTF-8 called UTF-16', 'quarantined', /./, (answer) =>
    as(answer, answer.body, { 'content-type': `${answer.type}; charset=utf-16` }),
  ),
  damage('Latin-1 called UTF-8', 'quarantined', /characters/, (answer) =>
    as(answer, Buffer.from(answer.body, 'latin1'), { 'content-type': `${answer.type}; charset=utf-8` }),
  ),
  ...[...Array(10).keys()].map((tenth) =>
    damage(`an answer cut after ${tenth * 10 + 5} %`, 'quarantined', /cut|broken|missing/, (answer) =>
      as(answer, answer.body.slice(0, Math.floor((answer.body.length * (tenth * 10 + 5)) / 100))),
    ),
  ),
];

/** What looks wrong and does no harm. */
export const trifles: Damage[] = [
  damage('text/plain', 'ok', /^$/, (answer) => as(answer, answer.body, { 'content-type': 'text/plain' })),
  damage('no content type', 'ok', /^$/, (answer) => as(answer, answer.body, { 'content-type': '' })),
  damage('UTF-8 called Latin-1', 'ok', /^$/, (answer) =>
    as(answer, answer.body, { 'content-type': `${answer.type}; charset=iso-8859-1` }),
  ),
  damage('a byte order mark', 'ok', /^$/, (answer) => as(answer, `\ufeff${answer.body}`)),
];

/** Sent again to who does not have it. */
export const tagged = ({ body }: Answer): Behaviour => conditional(body, '"the same"');

/** As many bytes, spread over the whole, that mean nothing in UTF-8. */
export function changeBytes(bytes: Buffer, count: number, seed = 0): Buffer {
  const changed = Buffer.from(bytes);
  for (let at = 0; at < count; at += 1)
    changed[Math.floor((bytes.length * (at + 0.5)) / count + seed * 7) % bytes.length] = 0xff;
  return changed;
}
