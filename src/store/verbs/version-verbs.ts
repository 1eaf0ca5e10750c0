export interface VersionStore {
  /** A text that stays the same only as long as no writing of anyone's has been committed: what is read then is the same too. */
  dataVersion(): Promise<string>;
}
