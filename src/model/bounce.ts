import type { Day } from './clock.js';
import type { Cadence } from './edition.js';

/**
 * What came back for a mail. `hard`: there is no such address. `soft`: it could not be delivered, and another day it
 * may. `policy`: the server would not have this mail or this sender. `complaint`: the reader called it unwanted.
 */
export type BounceKind = 'hard' | 'soft' | 'policy' | 'complaint';

/**
 * What a refusal speaks of: the address is none, the mailbox is full or closed for now, the server does not want mail of
 * ours, or not this mail; or something else.
 */
export type RefusalClass = 'address' | 'mailbox' | 'policy' | 'content' | 'other';

/** What a server's no comes to: how it counts against the address, and what it speaks of. */
export interface Refusal {
  kind: BounceKind;
  about: RefusalClass;
}

/** Which mail a return path was made for. */
export interface MailedTo {
  subscriberId: string;
  /** The reader's generation of links: a reader who has moved to another address has a later one. */
  generation: number;
  /** `letter`: a single mail, of that day. */
  cadence: Cadence | 'letter';
  date: Day;
}
