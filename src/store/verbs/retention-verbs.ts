/** For how many days each kind of trace is kept; 0: for good. */
export interface KeptDays {
  scans: number;
  /** Every reading of votes; from then on the last of each day. */
  sightings: number;
  /** Every reading of a person's figures; from then on the last of each week. */
  profiles: number;
  /** What a mail held, and what the mail server said to it. */
  deliveries: number;
  bounces: number;
  letters: number;
  /** Bodies that could not be believed, and what sites are asked with whether a page has changed. */
  pages: number;
  /** Summaries by models that are not shown any more. */
  summaries: number;
  audit: number;
}

/** What one step of pruning did. */
export interface PruneStep {
  kind: string;
  /** Rows deleted, or stripped of their details. */
  rows: number;
}

export interface RetentionStore {
  /**
   * Takes the next step: one statement over `most` rows at most of one kind. Undefined when all that is past its days at
   * midnight (UTC) is done, or another process is at it.
   */
  pruneStep(days: KeptDays, now: Date, most: number): Promise<PruneStep | undefined>;
}
