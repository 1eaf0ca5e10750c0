import type { Features } from '../topics/vocabulary.js';

/** Papers as a training sees them: of each its known grams, and its term signs by topic. */
export interface Reading {
  features: Features[];
  signs: number[][];
}

/** Hears where a training stands. */
export type TellStep = (done: number, total: number, note: string) => void;
