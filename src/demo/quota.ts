import type { Clock } from '../model/clock.js';

/** What is left of a quota after one request. */
export interface Allowance {
  limit: number;
  /** Negative when the request is one too many. */
  left: number;
  resetSeconds: number;
  windowSeconds: number;
}

/** Counts requests in fixed windows of the given clock. Each call spends one. */
export function createQuota(clock: Clock, limit: number, windowSeconds: number): () => Allowance {
  let window = Number.NaN;
  let spent = 0;
  return () => {
    const seconds = Math.floor(clock.now().getTime() / 1000);
    const current = Math.floor(seconds / windowSeconds);
    spent = current === window ? spent + 1 : 1;
    window = current;
    const resetSeconds = windowSeconds - (seconds % windowSeconds);
    return { limit, left: limit - spent, resetSeconds, windowSeconds };
  };
}

/** The headers of Hugging Face (draft-ietf-httpapi-ratelimit-headers). */
export function renderRateLimit(name: string, allowance: Allowance): Record<string, string> {
  const { limit, left, resetSeconds, windowSeconds } = allowance;
  return {
    ratelimit: `"${name}";r=${Math.max(0, left)};t=${resetSeconds}`,
    'ratelimit-policy': `"fixed window";"${name}";q=${limit};w=${windowSeconds}`,
  };
}
