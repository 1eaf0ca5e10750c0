import type { Choices, Subscriber } from '../../model/subscriber.js';

/** What is needed to add a reader; the rest has defaults. */
export type NewSubscriber = Pick<Subscriber, 'email' | 'state'> &
  Partial<Omit<Subscriber, 'id' | 'email' | 'state' | 'linkGeneration'>>;

/** What became of one row of an import. */
export type ImportOutcome = 'added' | 'exists' | 'suppressed';

/**
 * Why an address must not be written to. `left`: a reader who left, or had everything deleted; only their own
 * confirmation lifts it.
 */
export type SuppressionReason = 'bounced' | 'complained' | 'operator' | 'left';

export interface SubscriberStore {
  /** Raises `StoreError` (code `exists`) when the address is known, `suppressed` when it must not be written to. */
  addSubscriber(subscriber: NewSubscriber): Promise<Subscriber>;
  subscribers(): Promise<Subscriber[]>;
  /** A page of readers by rising id, after `after`; for walking through all of them in flat memory. */
  subscribersAfter(after: string | undefined, limit: number): Promise<Subscriber[]>;
  subscriber(id: string): Promise<Subscriber | undefined>;
  subscriberByEmail(email: string): Promise<Subscriber | undefined>;
  /**
   * Adds many in one statement; the answer has one outcome a row, in order. Known addresses stay as they are; one that
   * left is suppressed like any other, since it is not the reader who asks.
   */
  importSubscribers(rows: NewSubscriber[]): Promise<ImportOutcome[]>;
  /** Forgets the reader and their deliveries, but not that they had left. False when there was none. */
  removeSubscriber(email: string): Promise<boolean>;
  /** The reader as changed; undefined when there is none. */
  changeChoices(id: string, choices: Partial<Choices>): Promise<Subscriber | undefined>;
  /**
   * Takes effect before it returns: confirmations that were asked for before are worth nothing, and those on their way
   * are not sent. False when the reader is unknown.
   */
  leave(id: string): Promise<boolean>;
  /** Undoes leaving for a reader who had confirmed before. False when there is none, or none who left. */
  comeBack(id: string): Promise<boolean>;
  /** Makes all earlier links of a reader invalid but those for leaving. */
  revokeLinks(id: string): Promise<void>;
  /**
   * Never again a mail to this address, whoever asks; survives the reader's row. The first reason stays, but that
   * somebody left gives way to the others: only having left can be undone by the reader.
   */
  suppress(email: string, reason: SuppressionReason): Promise<void>;
  /** Lifts a suppression, and forgets what came back from the address. False when there was none. */
  unsuppress(email: string): Promise<boolean>;
  suppressionOf(email: string): Promise<SuppressionReason | undefined>;
  /** People whose name, or whose profile's, holds all words of `query`, best known first; for picking whom to follow. */
  findAuthors(query: string, limit: number): Promise<FoundAuthor[]>;
  /** Authors by id; unknown ids are left out. */
  authorsOf(ids: string[]): Promise<FoundAuthor[]>;
  /** The author whose profile this is, made when there is none yet: somebody follows it before it was read. */
  followProfile(profile: { sourceId: string; key: string; name: string }): Promise<FoundAuthor>;
}

/** A person whose profile is known. */
export interface FoundAuthor {
  id: string;
  name: string;
  /** `scholarfeed`, `catalyzex` … */
  sources: string[];
  papers: number;
}
