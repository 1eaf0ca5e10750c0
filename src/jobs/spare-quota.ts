import { hostKey } from '../fetch/host-key.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import type { QuotaLeft, Store } from '../store/store.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Says whether so many calls more are within what one visit to a source may spend. */
export type Allowance = (calls: number) => Promise<boolean>;

/**
 * What a visit may spend of a source's quota. Of one that lasts for days it takes a day's share, so that it is not gone
 * in the first days of a month, and leaves the reserve; one that is renewed within the hour needs no sparing.
 */
export function openAllowance(source: ConfiguredSource, store: Pick<Store, 'quotaLeft'>): Allowance {
  const hosts = source.sites().map((site) => hostKey(new URL(site)));
  let floor: number | undefined;
  return async (calls) => {
    const quota = await store.quotaLeft(hosts);
    if (!quota || (quota.resetsInMs ?? DAY_MS) <= HOUR_MS) return true;
    floor ??= floorOf(quota, source.reserve, calls);
    return quota.calls - calls >= floor;
  };
}

/** A share too small for one reading is made as large as one: whoever is stalest is read as long as there is quota. */
function floorOf({ calls: left, resetsInMs = DAY_MS }: QuotaLeft, reserve: number, calls: number): number {
  const days = Math.max(1, Math.ceil(resetsInMs / DAY_MS));
  const share = Math.max(calls, Math.floor((left - reserve) / days));
  return Math.max(reserve, left - share);
}
