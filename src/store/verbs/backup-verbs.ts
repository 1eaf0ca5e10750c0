/** How many rows of a kind are stored: by them a person tells one database from another. */
export interface StoredCounts {
  papers: number;
  editions: number;
  subscribers: number;
  deliveries: number;
}

/** Runs `work` while the database is not written to, and tells it what is stored. */
export type HoldStill = <T>(work: (counts: StoredCounts) => Promise<T>) => Promise<T>;

export interface BackupStore {
  countStored(): Promise<StoredCounts>;
  /**
   * Settles what cannot be known of a database that was put back from a backup: mails that were due by `now` may have
   * gone out since, so their deliveries become `unknown`, which nobody but an operator sends again. Returns how many.
   */
  settleRestored(now: Date): Promise<number>;
  /** When the database was put back from a backup; absent when it never was. */
  restoredAt(): Promise<Date | undefined>;
}
