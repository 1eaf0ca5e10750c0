import type { Subscriber } from './subscriber.js';

/**
 * A single mail about a reader's own subscription; a digest is none.
 * `confirm`: asks a new reader to confirm. `known`: somebody asked again for an address that gets mail already.
 * `welcome`, `goodbye`: after confirming, and after everything was deleted. `export`, `delete`, `change`: the fresh
 * link that was asked for, to take everything away, to have it deleted, to change the address. `move`: asks the new
 * address to confirm that change.
 */
export const LETTER_KINDS = [
  'confirm',
  'known',
  'welcome',
  'goodbye',
  'export',
  'delete',
  'change',
  'move',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Letters whose link carries a token, made when the letter is sent and stored hashed. */
export const TOKEN_PURPOSES = ['confirm', 'export', 'delete', 'change', 'move'] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** How long a token of each purpose is good, in hours. */
export const TOKEN_HOURS: Readonly<Record<TokenPurpose, number>> = {
  confirm: 48,
  export: 24,
  delete: 24,
  change: 24,
  move: 48,
};

/** A letter that one process has taken to send. */
export interface LeasedLetter {
  id: string;
  kind: LetterKind;
  /** Where it goes: the reader's address, or the new one, or one that is no reader's any more. */
  to: string;
  /** Absent when the reader is gone. */
  subscriber?: Subscriber;
}

/** Proof that whoever holds it reads the mail of an address: stored as a hash, used once, good until `expiresAt`. */
export interface StoredToken {
  hash: string;
  purpose: TokenPurpose;
  expiresAt: Date;
}
