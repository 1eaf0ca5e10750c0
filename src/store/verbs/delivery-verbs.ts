import type { DeliveryCounts, DeliveryState, LeasedDelivery } from '../../model/delivery.js';
import type { Receipt } from '../../model/message.js';

/** One delivery as the operator sees it. */
export interface DeliveryRow {
  editionId: string;
  subscriberId: string;
  email: string;
  state: DeliveryState;
  dueAt: Date;
  attempts: number;
  /** Papers the mail holds; 0 before it is sent. */
  papers: number;
  reason?: string;
  finishedAt?: Date;
}

export interface DeliveryStore {
  /** Leases planned rows that are due at `now`; skips rows others hold. None of an edition that is paused or stopped. */
  leaseDeliveries(request: {
    editionId: string;
    owner: string;
    limit: number;
    leaseSeconds: number;
    now: Date;
  }): Promise<LeasedDelivery[]>;
  /** Makes every planned row that was not tried yet due at `now`, whatever the reader's hour. Returns how many. */
  makeDue(editionId: string, now: Date): Promise<number>;
  /**
   * Plans a delivery, due at `now`, for readers who came after the latest edition of their cadence was frozen. Returns how
   * many; none for an earlier edition, or one that was stopped.
   */
  planLate(editionId: string, now: Date): Promise<number>;
  /** Ends claimed rows that have nothing to say, with the reason. */
  skipDeliveries(
    editionId: string,
    owner: string,
    rows: { subscriberId: string; reason: string }[],
  ): Promise<void>;
  /**
   * Marks claimed rows as sending, with the papers their mails hold, after checking once more that the reader is active
   * and not suppressed. Returns the readers that may be sent to; the others are skipped with a reason.
   * Of an edition that was paused meanwhile nobody may be sent to, and the rows stay claimed.
   * A reader whose links were renewed meanwhile (by a new address, for one) keeps a claimed row: the mail in hand is not
   * theirs any more, and is written anew.
   */
  markSending(
    editionId: string,
    owner: string,
    rows: { subscriberId: string; paperIds: string[]; linkGeneration?: number }[],
  ): Promise<string[]>;
  recordReceipts(
    editionId: string,
    rows: { subscriberId: string; receipt: Receipt }[],
    now: Date,
  ): Promise<void>;
  /** Gives back every row this process has claimed and not marked. */
  returnDeliveries(owner: string): Promise<number>;
  /** Takes back expired leases: claimed rows return to planned, sending rows become unknown; ends what a stopped edition has left. */
  recoverDeliveries(): Promise<{ returned: number; unknown: number }>;
  /** Editions with planned rows that are due, but for those paused or stopped. */
  dueEditions(now: Date): Promise<string[]>;
  /** What a reader's mail of an edition held, in its order; undefined before it went out. */
  papersMailed(editionId: string, subscriberId: string): Promise<string[] | undefined>;
  /** Why readers got nothing of an edition, the most frequent reason first; those who are not written to at all included. */
  skipReasons(editionId: string): Promise<{ reason: string; count: number }[]>;
  deliveryCounts(editionId: string): Promise<DeliveryCounts>;
  deliveries(editionId: string, limit: number): Promise<DeliveryRow[]>;
}
