import type { FastifyInstance, FastifyRequest } from 'fastify';

const windowMs = 15 * 60_000;

/** Counts failed logins by client (an IPv4 address, or an IPv6 network of 64 bits). */
export interface LoginGate {
  /**
   * Runs one attempt and returns what it gave; undefined when the client has failed too often and nothing was tried.
   * Attempts under way count as failed until they end, so that many at once win nothing.
   */
  attempt<T>(request: FastifyRequest, tryIt: () => Promise<T | false>): Promise<T | false | undefined>;
}

/** `maxFailures` in fifteen minutes. Needs the rate-limit plugin on `app`. */
export function createLoginGate(app: FastifyInstance, maxFailures: number): LoginGate {
  const limit = app.createRateLimit({ max: maxFailures, timeWindow: windowMs });
  const underWay = new Map<string, number>();
  const move = (key: string, by: number): void => {
    const count = (underWay.get(key) ?? 0) + by;
    if (count > 0) underWay.set(key, count);
    else underWay.delete(key);
  };
  return {
    async attempt(request, tryIt) {
      const state = await limit(request, { increment: false });
      if (!state.isAllowed && state.remaining <= (underWay.get(state.key) ?? 0)) return undefined;
      move(state.key, 1);
      try {
        const outcome = await tryIt();
        if (outcome === false) await limit(request);
        return outcome;
      } finally {
        move(state.key, -1);
      }
    },
  };
}
