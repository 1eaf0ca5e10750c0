import type { Paper } from '../model/paper.js';
import { createAlarmStore } from './alarms.js';
import { createApiReading } from './api-reading.js';
import { createApiTokenStore } from './api-tokens.js';
import { createAsking } from './asking.js';
import { createAuditStore } from './audit.js';
import { createAuthorPageStore } from './author-page.js';
import { createBackupStore } from './backups.js';
import { createBounceStore } from './bounces.js';
import { createVersionStore } from './data-version.js';
import type { Database } from './database.js';
import { createDeliveryStore } from './deliveries.js';
import { createEditionArchive } from './edition-archive.js';
import { createEditionDesk } from './edition-desk.js';
import { createEditionStore } from './editions.js';
import { createExaminationStore } from './examine.js';
import { createFeedStore } from './feed-reading.js';
import { createFigureStore } from './figures.js';
import { createFilingStore } from './filing.js';
import { createHealthStore } from './health.js';
import { createHoldStore } from './holds.js';
import { createHostStore } from './hosts.js';
import { createLetterLedger } from './letters.js';
import { createOperatorStore } from './operators.js';
import { createOverviewStore } from './overview.js';
import { createPaperPageStore } from './paper-page.js';
import { createPaperStore } from './papers.js';
import { createProfileStore } from './profiles.js';
import { createReaderDesk } from './reader-desk.js';
import { createRetentionStore } from './retention.js';
import { createScanStore } from './scans.js';
import { createSearchStore } from './search.js';
import { createSourceDesk } from './source-desk.js';
import type { Store } from './store.js';
import { createSubscriberStore, type ReaderRules } from './subscribers.js';
import { createSummaryStore } from './summaries.js';
import { createTopicPageStore } from './topic-page.js';
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
    ...createPaperPageStore(database),
    ...createAuthorPageStore(database),
    ...createScanStore(database, titleKey),
    ...createProfileStore(database),
    ...createHoldStore(database),
    ...createTrendingStore(database),
    ...createSearchStore(database),
    ...createTopicPageStore(database),
    ...createEditionArchive(database),
    ...createEditionStore(database),
    ...createEditionDesk(database),
    ...createDeliveryStore(database),
    ...createBackupStore(database),
    ...createBounceStore(database),
    ...createSubscriberStore(database, rules),
    ...createAsking(database, rules),
    ...createLetterLedger(database),
    ...createOperatorStore(database),
    ...createApiTokenStore(database),
    ...createApiReading(database),
    ...createOverviewStore(database),
    ...createSourceDesk(database),
    ...createReaderDesk(database),
    ...createAuditStore(database),
    ...createAlarmStore(database),
    ...createFigureStore(database),
    ...createHostStore(database),
    ...createHealthStore(database),
    ...createExaminationStore(database),
    ...createSummaryStore(database),
    ...createFeedStore(database),
    ...createVersionStore(database),
    ...createFilingStore(database),
    ...createRetentionStore(database),
    ...createVisitStore(database),
  };
}
