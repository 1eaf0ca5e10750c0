import type { BounceStore } from './verbs/bounce-verbs.js';
import type { DeliveryStore } from './verbs/delivery-verbs.js';
import type { EditionDeskStore } from './verbs/edition-desk-verbs.js';
import type { EditionStore } from './verbs/edition-verbs.js';
import type { FilingStore } from './verbs/filing-verbs.js';
import type { HealthStore } from './verbs/health-verbs.js';
import type { HoldStore } from './verbs/hold-verbs.js';
import type { HostStore } from './verbs/host-verbs.js';
import type { LetterStore } from './verbs/letter-verbs.js';
import type { OperatorStore } from './verbs/operator-verbs.js';
import type { PaperStore } from './verbs/paper-verbs.js';
import type { ProfileStore } from './verbs/profile-verbs.js';
import type { ScanStore } from './verbs/scan-verbs.js';
import type { SubscriberStore } from './verbs/subscriber-verbs.js';
import type { SummaryStore } from './verbs/summary-verbs.js';
import type { TrendingStore } from './verbs/trending-verbs.js';
import type { VisitStore } from './verbs/visit-verbs.js';

export type * from './verbs/bounce-verbs.js';
export type * from './verbs/delivery-verbs.js';
export type * from './verbs/edition-desk-verbs.js';
export type * from './verbs/edition-verbs.js';
export type * from './verbs/filing-verbs.js';
export type * from './verbs/health-verbs.js';
export type * from './verbs/hold-verbs.js';
export type * from './verbs/host-verbs.js';
export type * from './verbs/letter-verbs.js';
export type * from './verbs/operator-verbs.js';
export type * from './verbs/paper-verbs.js';
export type * from './verbs/profile-verbs.js';
export type * from './verbs/scan-verbs.js';
export type * from './verbs/subscriber-verbs.js';
export type * from './verbs/summary-verbs.js';
export type * from './verbs/trending-verbs.js';
export type * from './verbs/visit-verbs.js';

/** What is remembered. Every verb is one transaction. */
export interface Store
  extends PaperStore,
    ScanStore,
    ProfileStore,
    HoldStore,
    TrendingStore,
    EditionStore,
    EditionDeskStore,
    DeliveryStore,
    BounceStore,
    SubscriberStore,
    LetterStore,
    OperatorStore,
    HostStore,
    HealthStore,
    SummaryStore,
    FilingStore,
    VisitStore {}
