/** True for a number that can be shown as a count. */
export function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}

/** 912, 3.2k, 48k, 1.1M. */
export function formatCount(count: number): string {
  if (count < 999.5) return String(Math.round(count));
  const [amount, unit] = count < 999_500 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${amount < 9.95 ? amount.toFixed(1).replace('.0', '') : Math.round(amount)}${unit}`;
}

/** `1 comment`, `12 comments`. */
export function nameCount(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
