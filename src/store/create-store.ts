import type { Paper } from '../model/paper.js';
import type { Database } from './database.js';
import { createDeliveryStore } from './deliveries.js';
import { createEditionStore } from './editions.js';
import { createHealthStore } from './health.js';
import { createHostStore } from './hosts.js';
import { createOperatorStore } from './operators.js';
import { createPaperStore } from './papers.js';
import { createProfileStore } from './profiles.js';
import { createScanStore } from './scans.js';
import type { Store } from './store.js';
import { createSubscriberStore } from './subscribers.js';

export interface StoreRules {
  /** The identity of a paper that carries no id. */
  titleKey(paper: Pick<Paper, 'title' | 'authors'>): string;
  /** A keyed HMAC of a reader's address. */
  hashAddress(email: string): string;
}

/** Everything that is remembered, over one database. */
export function createStore(database: Database, { titleKey, hashAddress }: StoreRules): Store {
  return {
    ...createPaperStore(database),
    ...createScanStore(database, titleKey),
    ...createProfileStore(database),
    ...createEditionStore(database),
    ...createDeliveryStore(database),
    ...createSubscriberStore(database, hashAddress),
    ...createOperatorStore(database),
    ...createHostStore(database),
    ...createHealthStore(database),
  };
}
