import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { PreviewMail } from '../jobs/preview-mail.js';
import type { TakenMail } from '../jobs/take-returned-mail.js';
import type { Logger } from '../logger.js';
import type { Day } from '../model/clock.js';
import type { EditionPaper } from '../model/edition.js';
import type { Period } from '../model/period.js';
import type { Scope } from '../model/scan.js';
import type { NewsPaper, Store } from '../store/store.js';
import type { ReaderNeeds } from './reader-needs.js';

/** A queue as the board shows it. The type comes from the board, so that the web knows no queue library. */
export type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

/** A scan that an operator asks for. */
export interface ReingestRequest {
  sourceId: string;
  scope: Scope;
  /** Read the page even when the site says that it has not changed. */
  force: boolean;
  /** Believe a list that was quarantined. */
  trust?: boolean;
  /** The operator's name. */
  askedBy: string;
}

/** A mail in the outbox, as the list shows it. `size` is in bytes. */
export interface OutboxEntry {
  name: string;
  to: string;
  subject: string;
  date: Date;
  size: number;
}

/** A mail in the outbox, opened. `size` is in bytes. */
export interface OutboxMessage {
  subject: string;
  to: string;
  html?: string;
  text?: string;
  size: number;
  /** In the order of the mail. */
  headers: readonly { name: string; value: string }[];
}

/** Mails that were written to the data folder instead of being sent. Only in the laptop size. */
export interface Outbox {
  /** Newest first. */
  list(): Promise<OutboxEntry[]>;
  /** Undefined when there is no mail of that name; the name is never trusted to be a plain file name. */
  read(name: string): Promise<OutboxMessage | undefined>;
}

/** What the web pages need, and no more. */
export interface WebNeeds extends ReaderNeeds {
  store: ReaderNeeds['store'] &
    Pick<
      Store,
      | 'daysAround'
      | 'trending'
      | 'trendingTopics'
      | 'editionOf'
      | 'latestEditions'
      | 'sourceHealth'
      | 'latestScans'
      | 'doubtedScans'
      | 'hostStates'
      | 'waiting'
      | 'waitingTexts'
      | 'likelyPeople'
      | 'decisions'
      | 'decideText'
      | 'decidePeople'
      | 'askAgain'
      | 'editionDesk'
      | 'troubledDeliveries'
      | 'resendUnknown'
      | 'settleUnknown'
      | 'pauseEdition'
      | 'resumeEdition'
      | 'stopEdition'
      | 'operators'
      | 'operator'
      | 'recordAudit'
    >;
  /** What the session key is derived from. */
  secretKey: string;
  verifyPassword(password: string, hash: string): Promise<boolean>;
  queues: readonly BoardQueue[];
  /** Returns when the scan is asked for, not when it is done. */
  reingest(request: ReingestRequest): Promise<void>;
  /** Has an edition sent to whoever is due; returns when that is asked for. */
  deliver(editionId: string): Promise<void>;
  /** Ranks a part of a trending list and makes it ready to be shown; `after` papers of the list stand before it. */
  showTrending(news: NewsPaper[], list: { period: Period; until: Day; after: number }): EditionPaper[];
  /** Any mail, for looking at. */
  previewMail: PreviewMail;
  /** Does what a mail to the address of bounces asks, or remembers what it reports. `message`: headers first. */
  takeReturnedMail(message: Uint8Array): Promise<TakenMail>;
  outbox?: Outbox;
  /** Raises when database or queue do not answer. */
  ready(): Promise<void>;
  version: string;
  logger: Logger;
}
