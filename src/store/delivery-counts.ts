import type { DeliveryCounts, DeliveryState } from '../model/delivery.js';

const states: DeliveryState[] = ['planned', 'claimed', 'sending', 'sent', 'refused', 'unknown', 'skipped'];

/** Fills in the states in which nothing stands. */
export function toCounts(rows: { state: string; count: number }[]): DeliveryCounts {
  const found = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(states.map((state) => [state, found.get(state) ?? 0])) as DeliveryCounts;
}
