import type { Paper } from '../model/paper.js';
import { createAsking } from './asking.js';
import { createBounceStore } from './bounces.js';
import type { Database } from './database.js';
import { createDeliveryStore } from './deliveries.js';
import { createEditionDesk } from './edition-desk.js';
import { createEditionStore } from './editions.js';
import { createFilingStore } from './filing.js';
import { createHealthStore } from './health.js';
import { createHoldStore } from './holds.js';
import { createHostStore } from './hosts.js';
import { createLetterLedger } from './letters.js';
import { createOperatorStore } from './operators.js';
import { createPaperStore } from './papers.js';
import { createProfileStore } from './profiles.js';
import { createScanStore } from './scans.js';
import type { Store } from './store.js';
import { createSubscriberStore, type ReaderRules } from './subscribers.js';
import { createSummaryStore } from './summaries.js';
import { createTrendingStore } from './trending.js';
import { createVisitStore } from './visits.js';

export interface StoreRules extends ReaderRules {
  /** The identity of a paper that carries no id. */
  titleKey(paper: Pick<Paper, 'title' | 'authors'>): string;
}

/** Everything that is remembered, over one database. */
export function createStore(database: Database, { titleKey, ...rules }: StoreRules): Store {
  return {
    ...createPaperStore(database),
    ...createScanStore(database, titleKey),
    ...createProfileStore(database),
    ...createHoldStore(database),
    ...createTrendingStore(database),
    ...createEditionStore(database),
    ...createEditionDesk(database),
    ...createDeliveryStore(database),
    ...createBounceStore(database),
    ...createSubscriberStore(database, rules),
    ...createAsking(database, rules),
    ...createLetterLedger(database),
    ...createOperatorStore(database),
    ...createHostStore(database),
    ...createHealthStore(database),
    ...createSummaryStore(database),
    ...createFilingStore(database),
    ...createVisitStore(database),
  };
}
