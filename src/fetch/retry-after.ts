import { type AnswerHeaders, headerOf } from './header.js';

const DAY_MS = 86_400_000;

/**
 * How long a site asks to be left alone, in milliseconds, at most a day; undefined when it does not say.
 * `Retry-After` holds seconds or a date (RFC 9110, section 10.2.3); `RateLimit` holds `t=` seconds
 * (draft-ietf-httpapi-ratelimit-headers).
 */
export function readRetryAfter(headers: AnswerHeaders, now: Date): number | undefined {
  const asked = fromRetryAfter(headerOf(headers, 'retry-after'), now) ?? fromRateLimit(headers);
  return asked === undefined ? undefined : Math.min(Math.max(asked, 0), DAY_MS);
}

function fromRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : until - now.getTime();
}

function fromRateLimit(headers: AnswerHeaders): number | undefined {
  const seconds = /(?:^|[;,\s])t=(\d+)/.exec(headerOf(headers, 'ratelimit') ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
