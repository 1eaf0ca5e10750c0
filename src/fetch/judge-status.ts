import { type ErrorDetails, FetchError } from '../errors.js';
import { type AnswerHeaders, headerOf } from './header.js';
import { readRetryAfter } from './retry-after.js';

/**
 * How a site keeps programs out: it refuses (403), wants a browser check, wants a login, or was asked too often and
 * does not say so in its status.
 */
export type Block = 'refusal' | 'challenge' | 'login' | 'limit';

interface Answered {
  url: URL;
  status: number;
  headers: AnswerHeaders;
  answeredAt: Date;
}

/**
 * Raises a `FetchError` unless the status (RFC 9110, section 15) brings a page. Busy sites and broken servers are
 * asked again later; a block (code `blocked`) and other refusals are not.
 */
export function judgeStatus({ url, status, headers, answeredAt }: Answered): void {
  const context = { host: url.host, status };
  const fail = (message: string, details: ErrorDetails) => {
    return new FetchError(`${url.host} ${message}`, { context, ...details });
  };
  const block = (message: string, how: Block) => {
    return fail(message, { code: 'blocked', retry: 'never', context: { ...context, block: how } });
  };
  if (asksForBrowser(headers)) {
    throw block(`asks for a browser check instead of answering (${status})`, 'challenge');
  }
  if (status === 403) throw block('refuses to answer (403 Forbidden)', 'refusal');
  if (status === 401) throw block('asks for a login (401)', 'login');
  if (status === 429 || status === 503) throw fail(busy(status), waitFor(headers, answeredAt));
  if (status >= 500) throw fail(`failed to answer (${status}, an error on its side)`, { retry: 'later' });
  if (status >= 400) throw fail(refusal(status), { retry: 'never' });
  if (status >= 300) throw fail(`answered with ${status}, which leads nowhere`, { retry: 'never' });
}

/** Marks that firewalls put on a challenge page: AWS WAF (which answers 202 or 405) and Cloudflare. */
function asksForBrowser(headers: AnswerHeaders): boolean {
  return Boolean(headerOf(headers, 'x-amzn-waf-action') ?? headerOf(headers, 'cf-mitigated'));
}

function waitFor(headers: AnswerHeaders, answeredAt: Date): ErrorDetails {
  const retryAfterMs = readRetryAfter(headers, answeredAt);
  return retryAfterMs === undefined ? { retry: 'later' } : { retry: 'later', retryAfterMs };
}

function busy(status: number): string {
  return status === 429 ? 'asks for fewer requests (429)' : 'is not available at the moment (503)';
}

function refusal(status: number): string {
  return status === 404 || status === 410
    ? `has no such page (${status})`
    : `refused the request (${status})`;
}
