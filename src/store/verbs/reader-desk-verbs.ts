import type { DeliveryState } from '../../model/delivery.js';
import type { Cadence } from '../../model/edition.js';
import type { Subscriber, SubscriberState } from '../../model/subscriber.js';
import type { SuppressionReason } from './subscriber-verbs.js';

/** A reader in a list of them. */
export interface ReaderLine extends Pick<Subscriber, 'id' | 'email' | 'state' | 'cadence' | 'createdAt'> {
  suppressed?: SuppressionReason;
  /** When a digest was last sent. */
  lastSentAt?: Date;
}

/** Which readers are listed. */
export interface ReaderSearch {
  /** An address, or a part of one. */
  address?: string;
  state?: SubscriberState | 'suppressed';
  limit: number;
  offset: number;
}

/** A mail of an edition to one reader. */
export interface ReaderDelivery {
  editionId: string;
  cadence: Cadence;
  date: string;
  number: number;
  state: DeliveryState;
  dueAt: Date;
  finishedAt?: Date;
  /** When an operator asked for it to be sent again. */
  resentAt?: Date;
  reason?: string;
  /** Papers the mail held. */
  papers: number;
  /** It has come to an end, its edition is not stopped, and the reader is written to. */
  mayResend: boolean;
}

/** Everything an operator sees of a reader. */
export interface ReaderDesk {
  reader: Subscriber;
  confirmedAt?: Date;
  leftAt?: Date;
  suppressed?: { reason: SuppressionReason; at: Date };
  /** Newest edition first. */
  deliveries: ReaderDelivery[];
  /** Single letters, newest first. */
  letters: { kind: string; state: DeliveryState; createdAt: Date; reason?: string }[];
  /** What came back, newest first. */
  bounces: { kind: string; reason: string; at: Date }[];
}

/** What an operator sees of readers, and does for them. */
export interface ReaderDeskStore {
  /** By address, and how many there are in all. */
  findReaders(search: ReaderSearch): Promise<{ readers: ReaderLine[]; total: number }>;
  readerDesk(id: string): Promise<ReaderDesk | undefined>;
  /**
   * Plans a mail that has come to an end, sent or not, once more, due at `now`: with the same Message-ID, and what the
   * first one held still counts as had. False when there is none, its edition is stopped or the reader is not written to.
   */
  resendTo(editionId: string, readerId: string, now: Date): Promise<boolean>;
}
