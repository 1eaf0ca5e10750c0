import { onTestFinished } from 'vitest';
import { FetchError } from '../../src/errors.js';
import type { Gaps } from '../../src/fetch/choose-gap.js';
import type { FetchLimits } from '../../src/fetch/fetch-limits.js';
import type { Fetcher } from '../../src/fetch/fetcher.js';
import { createHostGate } from '../../src/fetch/host-gate.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import type { Request } from '../../src/model/page.js';
import type { Store } from '../../src/store/store.js';
import { type Behaviour, type MisbehavingSite, openMisbehavingSite } from '../support/misbehaving-site.js';

const limits: FetchLimits = {
  connectTimeoutMs: 2000,
  headersTimeoutMs: 2000,
  bodyTimeoutMs: 2000,
  totalTimeoutMs: 5000,
  maxBytes: 10 * 2 ** 20,
  maxRedirects: 3,
};

/** A fetcher as the program builds it, for local sites. Without `gaps` none is kept. */
export function openPoliteFetcher(
  store: Store,
  sites: { host: string }[],
  gaps: Partial<Gaps> = {},
): Fetcher {
  const openHosts = sites.map(({ host }) => host);
  return createHttpFetcher({
    userAgent: 'Broadsheet/test (+http://reader.example)',
    hosts: openHosts,
    openHosts,
    limits,
    clock: { now: () => new Date() },
    gate: createHostGate({
      turns: store,
      gaps: { default: 60_000, ...gaps },
      openHosts,
      requestMs: limits.totalTimeoutMs,
    }),
    robots: store,
  });
}

/** A site of the test's own, so that nothing is remembered of its host. */
export async function openOwnSite(): Promise<MisbehavingSite> {
  const site = await openMisbehavingSite();
  onTestFinished(() => site.close());
  return site;
}

/** Asks once; a failure comes back as a value. */
export async function askOnce(fetcher: Fetcher, request: Request): Promise<FetchError | 'page'> {
  try {
    await fetcher.fetch(request, new AbortController().signal);
    return 'page';
  } catch (error) {
    if (error instanceof FetchError) return error;
    throw error;
  }
}

/** A behaviour that notes when each request came. */
export function noteTimes(behaviour: Behaviour): { behaviour: Behaviour; times: number[] } {
  const times: number[] = [];
  return {
    times,
    behaviour: (request, response) => {
      times.push(Date.now());
      behaviour(request, response);
    },
  };
}

/** The least time between two that follow each other. */
export function leastGap(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0)));
}
