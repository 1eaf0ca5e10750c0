import type { Config } from '../config.js';
import { createSummaryEndpoint } from '../digest/summary-endpoint.js';
import type { Fetcher } from '../fetch/fetcher.js';
import { createHostGate } from '../fetch/host-gate.js';
import { type AskedOnce, createHttpFetcher } from '../fetch/http-fetcher.js';
import type { Summariser } from '../jobs/summariser.js';
import type { Clock } from '../model/clock.js';
import type { Sources } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';
import { readVersion } from '../version.js';

/** Only hosts that a source declares or the operator opened are asked; how politely, all processes remember together. */
export function openFetcher(
  config: Config,
  clock: Clock,
  store: Store,
  sources: Sources,
  observe: (asked: AskedOnce) => void,
): Fetcher {
  const { allowHosts: openHosts, gaps, ...limits } = config.fetch;
  const declared = sources.all().flatMap((source) => source.sites().map((site) => new URL(site).host));
  return createHttpFetcher({
    userAgent: userAgent(config),
    hosts: [...declared, ...openHosts],
    openHosts,
    limits,
    clock,
    gate: createHostGate({ turns: store, gaps, openHosts, requestMs: limits.totalTimeoutMs }),
    robots: store,
    observe,
  });
}

/** Whoever is told of good days, if anybody: their host may lie in a private network, as the operator named it. */
export function openOutside(config: Config, clock: Clock): { url: string; fetcher: Fetcher } | undefined {
  const { heartbeatUrl: url } = config.alarms;
  if (url === '') return undefined;
  const { allowHosts: _hosts, gaps: _gaps, ...limits } = config.fetch;
  const { host } = new URL(url);
  const hosts = { hosts: [host], openHosts: [host] };
  return { url, fetcher: createHttpFetcher({ userAgent: userAgent(config), ...hosts, limits, clock }) };
}

/**
 * The language model that the operator has named, if any. Its host may lie in a private network, as the operator named
 * it; it is no site that has to be spared, so that only `summaries.concurrency` bounds how often it is asked.
 */
export function openSummariser(config: Config, clock: Clock): Summariser | undefined {
  const { endpoint: address, model, concurrency, timeoutMs } = config.summaries;
  if (address === '') return undefined;
  const { allowHosts: _hosts, gaps: _gaps, ...limits } = config.fetch;
  const { host } = new URL(address);
  const patience = { headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs, totalTimeoutMs: timeoutMs };
  const openOne = () =>
    createHttpFetcher({
      userAgent: userAgent(config),
      hosts: [host],
      openHosts: [host],
      limits: { ...limits, ...patience },
      clock,
    });
  return {
    endpoint: createSummaryEndpoint({ address, model, key: config.environment.SUMMARIES_KEY }),
    fetchers: Array.from({ length: concurrency }, openOne),
  };
}

/**
 * Asks one address that the operator named, whatever network it lies in: what is asked there is theirs. It may send on
 * within its own host only.
 */
export function openVisitor(config: Config, clock: Clock, address: string, totalTimeoutMs: number): Fetcher {
  const { allowHosts: _hosts, gaps: _gaps, ...limits } = config.fetch;
  const { hostname } = new URL(address);
  return createHttpFetcher({
    userAgent: userAgent(config),
    hosts: [hostname],
    openHosts: [hostname],
    limits: {
      ...limits,
      connectTimeoutMs: Math.min(limits.connectTimeoutMs, totalTimeoutMs),
      totalTimeoutMs,
    },
    clock,
  });
}

/** Names the program, its version and where its operator is found: what the sources ask of a polite client. */
function userAgent({ site, environment }: Config): string {
  const where = [environment.PUBLIC_URL, site.contact].filter((part) => part !== '').join('; ');
  return `Broadsheet/${readVersion()} (+${where.replace(/[^\x20-\x7e]/g, '')})`;
}
