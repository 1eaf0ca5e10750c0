import type { Refusal, RefusalClass } from '../../model/bounce.js';
import type { DeliveryCounts, DeliveryState, LeasedDelivery } from '../../model/delivery.js';
import type { Halt } from '../../model/edition.js';
import type { Receipt } from '../../model/message.js';

/** How many mails may go; 0 = as many as can. */
export interface Rate {
  perSecond: number;
  perHour: number;
}

/** How fast mail may go out, all processes together: in all, and to each receiving domain. */
export interface Rates extends Rate {
  perDomain: Rate;
  /** Domains that have a rate of their own. */
  domains: Readonly<Record<string, Rate>>;
}

/** A receipt, with what a server's no comes to. */
export interface SettledDelivery {
  subscriberId: string;
  receipt: Receipt;
  refusal?: Refusal;
  /** The reader's generation of links when the mail was written: a no speaks of no later address. */
  linkGeneration?: number;
}

/** How far an edition has come, while it is sent. */
export interface DeliveryProgress {
  counts: DeliveryCounts;
  /** Mails of unknown fate that wait for a decision. */
  open: number;
  /** Planned deliveries that the mail server has put off. */
  deferred: number;
  /** Planned deliveries whose hour has come. */
  due: number;
  /** Mails a second that were done with lately. */
  perSecond: number;
  /** Domains that rest because they have put mail off, and until when; `''` is the mail server itself. */
  resting: { domain: string; until: Date; reason?: string }[];
  /** Why nothing could be sent at the last try. */
  problem?: string;
  halt?: Halt;
}

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
  /** What a refusal speaks of. */
  refusal?: RefusalClass;
  finishedAt?: Date;
}

export interface DeliveryStore {
  /**
   * Leases planned rows that are due at `now`, and takes their turns; skips rows others hold, and those whose line waits.
   * None of an edition that is paused or stopped. Without `rates` only lines that rest wait.
   */
  leaseDeliveries(request: {
    editionId: string;
    owner: string;
    limit: number;
    leaseSeconds: number;
    now: Date;
    rates?: Rates;
  }): Promise<LeasedDelivery[]>;
  /**
   * In how many milliseconds something of the edition that is due at `now` has its turn; undefined when nothing is due, or
   * the edition is halted.
   */
  nextTurn(editionId: string, now: Date): Promise<number | undefined>;
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
  /**
   * Settles what was on the wire. What was put off is planned again, later each time, for three days; a domain that puts
   * off more than it takes has its line rest, longer each time, and the others go past it. A refusal counts as a bounce:
   * an address that does not exist is suppressed, and one whose mails of five editions within fourteen days came back.
   */
  recordReceipts(editionId: string, rows: SettledDelivery[], now: Date): Promise<void>;
  /** Gives back every row this process has claimed and not marked. */
  returnDeliveries(owner: string): Promise<number>;
  /** Takes back expired leases: claimed rows return to planned, sending rows become unknown; ends what a stopped edition has left. */
  recoverDeliveries(): Promise<{ returned: number; unknown: number }>;
  /** Editions with planned rows that are due and whose turn has come, but for those paused or stopped. */
  dueEditions(now: Date): Promise<string[]>;
  /** How many planned rows of an edition are due, counting no further than `most`. */
  countDue(editionId: string, now: Date, most: number): Promise<number>;
  /** Notes why nothing of an edition can be sent, or that it can. */
  noteProblem(editionId: string, problem: string | undefined): Promise<void>;
  deliveryProgress(editionId: string, now: Date): Promise<DeliveryProgress | undefined>;
  /** What a reader's mail of an edition held, in its order; undefined before it went out. */
  papersMailed(editionId: string, subscriberId: string): Promise<string[] | undefined>;
  /** Why readers got nothing of an edition, the most frequent reason first; those who are not written to at all included. */
  skipReasons(editionId: string): Promise<{ reason: string; count: number }[]>;
  deliveryCounts(editionId: string): Promise<DeliveryCounts>;
  deliveries(editionId: string, limit: number): Promise<DeliveryRow[]>;
}
