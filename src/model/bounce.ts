import type { Day } from './clock.js';
import type { Cadence } from './edition.js';

/**
 * What came back for a mail. `hard`: there is no such address. `soft`: it could not be delivered, and another day it
 * may. `policy`: the server would not have this mail or this sender. `complaint`: the reader called it unwanted.
 */
export type BounceKind = 'hard' | 'soft' | 'policy' | 'complaint';

/** Which mail a return path was made for. */
export interface MailedTo {
  subscriberId: string;
  /** The reader's generation of links: a reader who has moved to another address has a later one. */
  generation: number;
  cadence: Cadence;
  date: Day;
}
