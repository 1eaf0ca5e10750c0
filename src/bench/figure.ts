export type Unit =
  | 'ms'
  | 's'
  | 'days'
  | 'rows/s'
  | 'papers/s'
  | 'mails/s'
  | 'requests/s'
  | 'statements'
  | '×'
  | 'rows'
  | 'MB'
  | '%'
  | 'papers'
  | 'characters'
  | 'bytes';

/** What a figure should be: at least, or at most. */
export type Aim = { least: number } | { most: number };

/** One line of a bench's table. */
export interface Figure {
  what: string;
  /** A median where it was measured several times. */
  value: number;
  unit: Unit;
  /** The same, done the obvious way in the same run. */
  obvious?: number;
  aim?: Aim;
  note?: string;
}

const MORE_IS_BETTER = new Set<Unit>(['rows/s', 'papers/s', 'mails/s', 'requests/s', '×', '%']);

/** How many times better than the obvious way; absent where none was measured. */
export function ratioOf({ value, unit, obvious }: Figure): number | undefined {
  if (obvious === undefined || value === 0 || obvious === 0) return undefined;
  return MORE_IS_BETTER.has(unit) ? value / obvious : obvious / value;
}

/** Absent where nothing is aimed at. */
export function isMet({ value, aim }: Figure): boolean | undefined {
  if (aim === undefined) return undefined;
  return 'least' in aim ? value >= aim.least : value <= aim.most;
}

/** Runs work and tells how many milliseconds it took. */
export async function timeWork(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
