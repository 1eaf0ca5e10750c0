import { createHash } from 'node:crypto';

/** Random numbers that come again from the same seed. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number;
  is(probability: number): boolean;
  pick<T>(list: readonly [T, ...T[]]): T;
}

export function createChance(seed: string): Chance {
  let drawn = 0;
  const next = () => {
    drawn += 1;
    return hashToShare(`${seed}.${drawn}`);
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    is: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  };
}

/** The same share of 1 for the same text, whenever and in whatever order it is asked for. */
export function hashToShare(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
