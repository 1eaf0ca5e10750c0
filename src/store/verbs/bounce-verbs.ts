import type { BounceKind } from '../../model/bounce.js';
import type { Day } from '../../model/clock.js';
import type { Cadence } from '../../model/edition.js';

/** What came back for a mail to a reader. */
export interface Bounce {
  subscriberId: string;
  /** Which mail it was, when that is known. */
  edition?: { cadence: Cadence; date: Day };
  /** The reader's generation of links when the mail was sent, modulo 256; what speaks of an address the reader has left behind counts for nothing. */
  generation?: number;
  /** Tells this report from others, for when the mail is not known. */
  report: string;
  kind: BounceKind;
  /** In words that name no address. */
  reason: string;
  at: Date;
}

/** `suppressed`: with it, the address is written to no more. `known`: it had come before. `gone`: there is no such reader, or not there. */
export type BounceOutcome = 'recorded' | 'suppressed' | 'known' | 'gone';

export interface BounceStore {
  /**
   * Remembers what came back, once for a mail and kind, and completes the reason of its delivery. An address that does
   * not exist and a complaint suppress the address at once, soft bounces of five mails within fourteen days do so too.
   */
  recordBounce(bounce: Bounce): Promise<BounceOutcome>;
}
