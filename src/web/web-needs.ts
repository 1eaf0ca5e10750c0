import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Config } from '../config.js';
import type { Logger } from '../logger.js';
import type { Clock } from '../model/clock.js';
import type { EditionPaper } from '../model/edition.js';
import type { Scope } from '../model/scan.js';
import type { NewsPaper, Store } from '../store/store.js';

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
export interface WebNeeds {
  store: Pick<
    Store,
    | 'daysAround'
    | 'papersOfDay'
    | 'editionOf'
    | 'latestEditions'
    | 'leave'
    | 'sourceHealth'
    | 'latestScans'
    | 'doubtedScans'
    | 'hostStates'
    | 'operators'
    | 'operator'
    | 'recordAudit'
  >;
  clock: Clock;
  config: Config;
  /** What the session key is derived from. */
  secretKey: string;
  links: { readUnsubscribe(token: string): { subscriberId: string } | undefined };
  verifyPassword(password: string, hash: string): Promise<boolean>;
  queues: readonly BoardQueue[];
  /** Returns when the scan is asked for, not when it is done. */
  reingest(request: ReingestRequest): Promise<void>;
  /** Ranks a day's papers and makes them ready to be shown. */
  showDay(news: NewsPaper[]): EditionPaper[];
  outbox?: Outbox;
  /** Raises when database or queue do not answer. */
  ready(): Promise<void>;
  version: string;
  logger: Logger;
}
