import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Call } from '../jobs/job.js';
import type { PreviewMail } from '../jobs/preview-mail.js';
import type { TakenMail } from '../jobs/take-returned-mail.js';
import type { Logger } from '../logger.js';
import type { Metrics } from '../metrics/create-metrics.js';
import type { ProfileKey } from '../model/author.js';
import type { Day } from '../model/clock.js';
import type { EditionPaper } from '../model/edition.js';
import type { Feed, FeedFormat } from '../model/feed.js';
import type { Period } from '../model/period.js';
import type { Scope } from '../model/scan.js';
import type { NewsPaper, Store } from '../store/store.js';
import type { ApiNeeds } from './api/api-needs.js';
import type { FindRising } from './pages/topic-page.js';
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

/** Something that happens by itself, and when it does next. */
export interface UpcomingRun {
  call: Call;
  at: Date;
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
export interface WebNeeds extends ReaderNeeds, ApiNeeds {
  store: ReaderNeeds['store'] &
    ApiNeeds['store'] &
    Pick<
      Store,
      | 'daysAround'
      | 'paperPage'
      | 'paperInsteadOf'
      | 'relatedPapers'
      | 'votesOver'
      | 'authorPage'
      | 'authorInsteadOf'
      | 'papersOfAuthor'
      | 'trending'
      | 'trendingTopics'
      | 'searchPapers'
      | 'wordsFound'
      | 'countTopics'
      | 'topicDays'
      | 'relatedTopics'
      | 'topicSubjects'
      | 'archivedEditions'
      | 'editionsAround'
      | 'editionOf'
      | 'latestEditions'
      | 'feedPapers'
      | 'feedEditions'
      | 'dataVersion'
      | 'sourceHealth'
      | 'latestScans'
      | 'doubtedScans'
      | 'hostStates'
      | 'standingAlarms'
      | 'waiting'
      | 'waitingTexts'
      | 'likelyPeople'
      | 'decisions'
      | 'decideText'
      | 'decidePeople'
      | 'askAgain'
      | 'editionDesk'
      | 'deliveryProgress'
      | 'troubledDeliveries'
      | 'resendUnknown'
      | 'settleUnknown'
      | 'pauseEdition'
      | 'resumeEdition'
      | 'stopEdition'
      | 'operators'
      | 'operator'
      | 'recordAudit'
      | 'auditEntries'
      | 'auditWords'
      | 'mailsDone'
      | 'editionSummaries'
      | 'secondsSinceBeat'
      | 'scansOf'
      | 'scan'
      | 'changesOf'
      | 'scanDays'
      | 'keptPages'
      | 'keptPage'
      | 'pauseSource'
      | 'resumeSource'
      | 'pausedSources'
      | 'findReaders'
      | 'readerDesk'
      | 'resendTo'
      | 'suppress'
      | 'unsuppress'
    >;
  /** What the session key is derived from. */
  secretKey: string;
  verifyPassword(password: string, hash: string): Promise<boolean>;
  queues: readonly BoardQueue[];
  /** What runs by itself; nothing while no program has put its schedules into the queue. */
  nextRuns(): Promise<UpcomingRun[]>;
  /** The keys under which the sites of a configured source are remembered among the hosts. */
  sitesOf(sourceId: string): string[];
  /** Returns when the scan is asked for, not when it is done. */
  reingest(request: ReingestRequest): Promise<void>;
  /** Has an edition sent to whoever is due; returns when that is asked for. */
  deliver(editionId: string): Promise<void>;
  /** A paper outside of any list, ready to be shown. */
  showPaper(news: NewsPaper): EditionPaper;
  /** A text as it came, for people: LaTeX as Unicode, on one line. */
  plainText(text: string): string;
  /** At which address people look at a profile. */
  profilePage(profile: ProfileKey): string | undefined;
  /** Terms that more of the recent papers are about than of those before, the clearest first. */
  risingTerms: FindRising;
  /** Ranks a part of a trending list and makes it ready to be shown; `after` papers of the list stand before it. */
  showTrending(news: NewsPaper[], list: { period: Period; until: Day; after: number }): EditionPaper[];
  /** The same feed is always written the same. */
  writeFeed(feed: Feed, format: FeedFormat): string;
  /** Any mail, for looking at. */
  previewMail: PreviewMail;
  /** Does what a mail to the address of bounces asks, or remembers what it reports. `message`: headers first. */
  takeReturnedMail(message: Uint8Array): Promise<TakenMail>;
  outbox?: Outbox;
  /** Raises when database or queue do not answer. */
  ready(): Promise<void>;
  /** Everything that is measured. */
  metrics: Metrics;
  version: string;
  logger: Logger;
}
