/** What a mean may be by chance of which were measured: the middle 95 % of the means of resampled values. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

const ROUNDS = 10_000;

/**
 * The percentile bootstrap of a mean (B. Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979). The draws are
 * the same in every run, so that a figure can be compared with that of another day.
 */
export function resampleMean(values: readonly number[]): Interval {
  const draw = createDraws(1);
  const means = Array.from({ length: ROUNDS }, () => {
    let sum = 0;
    for (let at = 0; at < values.length; at += 1) sum += values[Math.floor(draw() * values.length)] ?? 0;
    return sum / values.length;
  }).sort((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (ROUNDS - 1))] ?? 0;
  return { mean: meanOf(values), low: at(0.025), high: at(0.975) };
}

/** 0 for no values. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Numbers from 0 to 1 that look random: Marsaglia's xorshift ("Xorshift RNGs", 2003) with 32 bits. */
function createDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
