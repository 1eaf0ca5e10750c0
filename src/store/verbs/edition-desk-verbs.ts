import type { RefusalClass } from '../../model/bounce.js';
import type { DeliveryState } from '../../model/delivery.js';
import type { EditionSummary } from './edition-verbs.js';

/** A delivery that did not go as it should, as the operator sees it. */
export interface TroubledDelivery {
  subscriberId: string;
  email: string;
  state: Extract<DeliveryState, 'unknown' | 'refused' | 'skipped'>;
  /** Its fate is unknown and nobody has decided what to do. */
  open: boolean;
  /** The reader is active and not suppressed. */
  mayBeWrittenTo: boolean;
  reason?: string;
  /** What a refusal speaks of. */
  refusal?: RefusalClass;
  finishedAt?: Date;
}

/** Some readers of an edition by their ids, which must be UUIDs, or all of them. */
export type ReadersChosen = readonly string[] | 'all';

/**
 * What an operator sees of an edition on its way to the readers, and what they may do about it. What is done is noted in the
 * audit under `who` in the same transaction, if that is given.
 */
export interface EditionDeskStore {
  editionDesk(id: string): Promise<EditionSummary | undefined>;
  /** Unknown, refused and skipped deliveries: what waits for a decision first, then by address. */
  troubledDeliveries(editionId: string, page: { limit: number; offset: number }): Promise<TroubledDelivery[]>;
  /**
   * Plans open `unknown` deliveries again, due at `now`, to readers who are active and not suppressed; none of an edition
   * that is stopped. What the first mail held still counts as had. Returns how many.
   */
  resendUnknown(editionId: string, readers: ReadersChosen, now: Date, who?: string): Promise<number>;
  /** Leaves open `unknown` deliveries as they are, for good. Returns how many. */
  settleUnknown(editionId: string, readers: ReadersChosen, now: Date, who?: string): Promise<number>;
  /** Nothing more of the edition goes out until it is resumed. False when it is halted already, or there is none. */
  pauseEdition(editionId: string, who?: string): Promise<boolean>;
  /** False when it is not paused. */
  resumeEdition(editionId: string, who?: string): Promise<boolean>;
  /**
   * Ends an edition for good: what is not on the wire is skipped; what was to be sent again is unknown as before.
   * Returns how many; undefined when it is stopped already, or there is none.
   */
  stopEdition(editionId: string, who?: string): Promise<number | undefined>;
}
