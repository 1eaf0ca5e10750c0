export interface HealthStore {
  /** Raises `StoreError` when the database does not answer. */
  ping(): Promise<void>;
  /** Notes that `name` is alive now, by the database's clock. */
  beat(name: string): Promise<void>;
  /** Seconds since the last beat of `name`, by the database's clock; absent when there was none. */
  secondsSinceBeat(name: string): Promise<number | undefined>;
  /** Remembers the fingerprint at first use; later raises `ConfigError` when another is given. */
  claimFingerprint(fingerprint: string): Promise<void>;
}
