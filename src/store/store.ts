import type { AlarmStore } from './verbs/alarm-verbs.js';
import type { ApiReadingStore } from './verbs/api-reading-verbs.js';
import type { ApiTokenStore } from './verbs/api-token-verbs.js';
import type { AuditStore } from './verbs/audit-verbs.js';
import type { AuthorPageStore } from './verbs/author-page-verbs.js';
import type { BackupStore } from './verbs/backup-verbs.js';
import type { BounceStore } from './verbs/bounce-verbs.js';
import type { DeliveryStore } from './verbs/delivery-verbs.js';
import type { EditionArchiveStore } from './verbs/edition-archive-verbs.js';
import type { EditionDeskStore } from './verbs/edition-desk-verbs.js';
import type { EditionStore } from './verbs/edition-verbs.js';
import type { ExaminationStore } from './verbs/examination-verbs.js';
import type { FeedStore } from './verbs/feed-verbs.js';
import type { FigureStore } from './verbs/figure-verbs.js';
import type { FilingStore } from './verbs/filing-verbs.js';
import type { HealthStore } from './verbs/health-verbs.js';
import type { HoldStore } from './verbs/hold-verbs.js';
import type { HostStore } from './verbs/host-verbs.js';
import type { LetterStore } from './verbs/letter-verbs.js';
import type { OperatorStore } from './verbs/operator-verbs.js';
import type { OverviewStore } from './verbs/overview-verbs.js';
import type { PaperPageStore } from './verbs/paper-page-verbs.js';
import type { PaperStore } from './verbs/paper-verbs.js';
import type { ProfileStore } from './verbs/profile-verbs.js';
import type { ReaderDeskStore } from './verbs/reader-desk-verbs.js';
import type { RetentionStore } from './verbs/retention-verbs.js';
import type { ScanStore } from './verbs/scan-verbs.js';
import type { SearchStore } from './verbs/search-verbs.js';
import type { SourceDeskStore } from './verbs/source-desk-verbs.js';
import type { SubscriberStore } from './verbs/subscriber-verbs.js';
import type { SummaryStore } from './verbs/summary-verbs.js';
import type { TopicPageStore } from './verbs/topic-page-verbs.js';
import type { TrendingStore } from './verbs/trending-verbs.js';
import type { VersionStore } from './verbs/version-verbs.js';
import type { VisitStore } from './verbs/visit-verbs.js';

export type * from './verbs/alarm-verbs.js';
export type * from './verbs/api-reading-verbs.js';
export type * from './verbs/api-token-verbs.js';
export type * from './verbs/audit-verbs.js';
export type * from './verbs/author-page-verbs.js';
export type * from './verbs/backup-verbs.js';
export type * from './verbs/bounce-verbs.js';
export type * from './verbs/delivery-verbs.js';
export type * from './verbs/edition-archive-verbs.js';
export type * from './verbs/edition-desk-verbs.js';
export type * from './verbs/edition-verbs.js';
export type * from './verbs/examination-verbs.js';
export type * from './verbs/feed-verbs.js';
export type * from './verbs/figure-verbs.js';
export type * from './verbs/filing-verbs.js';
export type * from './verbs/health-verbs.js';
export type * from './verbs/hold-verbs.js';
export type * from './verbs/host-verbs.js';
export type * from './verbs/letter-verbs.js';
export type * from './verbs/operator-verbs.js';
export type * from './verbs/overview-verbs.js';
export type * from './verbs/paper-page-verbs.js';
export type * from './verbs/paper-verbs.js';
export type * from './verbs/profile-verbs.js';
export type * from './verbs/reader-desk-verbs.js';
export type * from './verbs/retention-verbs.js';
export type * from './verbs/scan-verbs.js';
export type * from './verbs/search-verbs.js';
export type * from './verbs/source-desk-verbs.js';
export type * from './verbs/subscriber-verbs.js';
export type * from './verbs/summary-verbs.js';
export type * from './verbs/topic-page-verbs.js';
export type * from './verbs/trending-verbs.js';
export type * from './verbs/version-verbs.js';
export type * from './verbs/visit-verbs.js';

/** What is remembered. Every verb is one transaction. */
export interface Store
  extends PaperStore,
    PaperPageStore,
    AuthorPageStore,
    ScanStore,
    ProfileStore,
    HoldStore,
    TrendingStore,
    EditionStore,
    EditionDeskStore,
    DeliveryStore,
    BackupStore,
    BounceStore,
    SubscriberStore,
    LetterStore,
    OperatorStore,
    ApiTokenStore,
    ApiReadingStore,
    OverviewStore,
    SourceDeskStore,
    ReaderDeskStore,
    AuditStore,
    AlarmStore,
    FigureStore,
    HostStore,
    HealthStore,
    ExaminationStore,
    SummaryStore,
    FeedStore,
    VersionStore,
    FilingStore,
    RetentionStore,
    SearchStore,
    TopicPageStore,
    EditionArchiveStore,
    VisitStore {}
