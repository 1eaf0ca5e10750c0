import type { Subscriber } from './subscriber.js';

/** planned → claimed (leased, nothing on the wire) → sending → sent | refused | unknown | skipped. */
export type DeliveryState = 'planned' | 'claimed' | 'sending' | 'sent' | 'refused' | 'unknown' | 'skipped';

/** A planned delivery that this process holds a lease on. */
export interface LeasedDelivery {
  editionId: string;
  subscriber: Subscriber;
  /** Papers of this edition that the reader has had before, in whatever digest. */
  hadBefore: string[];
}

/** How many deliveries of an edition stand in each state. */
export type DeliveryCounts = Record<DeliveryState, number>;
