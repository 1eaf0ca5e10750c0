import type { Counts } from '../../model/paper.js';
import type { CountReading } from '../../store/store.js';
import type { Point } from '../charts/chart.js';

/**
 * A count over time: at each reading the greatest of what the sources said last, which is the figure that lists show.
 * Readings come oldest first.
 */
export function toPoints(readings: readonly CountReading[], count: keyof Counts): Point[] {
  const last = new Map<string, number>();
  return readings.flatMap(({ sourceId, seenAt, [count]: value }) => {
    if (value === undefined) return [];
    last.set(sourceId, value);
    return [{ at: seenAt, value: Math.max(...last.values()) }];
  });
}
