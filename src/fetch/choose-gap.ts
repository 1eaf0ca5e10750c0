import type { Settings } from '../config.js';
import type { RequestKind } from '../model/page.js';
import { isOnHosts } from './allowed-hosts.js';

/** Gaps between requests in milliseconds by host or domain, and `default` for all others. */
export type Gaps = Settings['fetch']['gaps'];

interface GapRules {
  gaps: Gaps;
  /** Hosts the operator opened by name: their own, so no gap is kept unless one is set for them. */
  openHosts: readonly string[];
}

/** How long a host is left alone after a request: the entry of its own name, else of the nearest domain above it. */
export function chooseGap(url: URL, kind: RequestKind, { gaps, openHosts }: GapRules): number {
  const named = [url.host, ...domainsAbove(url.hostname)].find((name) => Object.hasOwn(gaps, name));
  if (named === undefined && isOnHosts(url, openHosts)) return 0;
  const gap = gaps[named ?? 'default'] ?? gaps.default;
  return typeof gap === 'number' ? gap : gap[kind];
}

function domainsAbove(hostname: string): string[] {
  const labels = hostname.split('.');
  return labels.map((_label, from) => labels.slice(from).join('.'));
}
