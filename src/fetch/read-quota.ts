import type { HostQuota } from '../model/host.js';
import { type AnswerHeaders, headerOf } from './header.js';

/**
 * What an answer says of the quota, the scarcest when it names several. `RateLimit` holds `r=` requests and `t=` seconds
 * (draft-ietf-httpapi-ratelimit-headers); the older `X-RateLimit-…` is custom: its reset is a number of seconds, or a
 * moment in seconds or milliseconds since 1970.
 */
export function readQuota(headers: AnswerHeaders, now: Date): HostQuota | undefined {
  return fromRateLimit(headerOf(headers, 'ratelimit') ?? '') ?? fromCustom(headers, now);
}

function fromRateLimit(value: string): HostQuota | undefined {
  const quotas = value.split(',').flatMap((item): HostQuota[] => {
    const left = numberIn(/(?:^|[;\s])r=(\d+)/.exec(item)?.[1]);
    const seconds = numberIn(/(?:^|[;\s])t=(\d+)/.exec(item)?.[1]);
    if (left === undefined) return [];
    return [{ left, ...(seconds !== undefined && { resetsInMs: seconds * 1000 }) }];
  });
  return quotas.sort((a, b) => a.left - b.left)[0];
}

function fromCustom(headers: AnswerHeaders, now: Date): HostQuota | undefined {
  const left = numberIn(headerOf(headers, 'x-ratelimit-remaining'));
  if (left === undefined) return undefined;
  const limit = numberIn(headerOf(headers, 'x-ratelimit-limit'));
  const reset = numberIn(headerOf(headers, 'x-ratelimit-reset'));
  return {
    left,
    ...(limit !== undefined && { limit }),
    ...(reset !== undefined && { resetsInMs: Math.max(fromNow(reset, now), 0) }),
  };
}

/** No window is thirty years long, and no moment lies in 1970. */
function fromNow(reset: number, now: Date): number {
  if (reset >= 1e12) return reset - now.getTime();
  return reset >= 1e9 ? reset * 1000 - now.getTime() : reset * 1000;
}

/** Whole numbers that fit a column; anything else says nothing. */
function numberIn(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Math.floor(Number(text));
  return value >= 0 && value < 1e14 ? value : undefined;
}
