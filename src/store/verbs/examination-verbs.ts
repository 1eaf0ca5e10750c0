/** What a database is like, whether or not it has been brought up to date. */
export interface Examination {
  /** `15.4` */
  version: string;
  /** `150004` */
  versionNumber: number;
  bytes: number;
  /** Migrations of this version that have not been run; all of them in a database that is not ours yet. */
  pending: string[];
  /** Migrations that were run and that this version does not know. */
  unknown: string[];
  /** Whose database it is; absent while nobody's. */
  keyFingerprint?: string;
  /** Seconds since the last look after everything (`keep-watch`); absent when there was none. */
  secondsSinceWatch?: number;
  /** Time zones that readers chose. */
  readerZones: string[];
}

/** Looking at the database itself. Works on one that is behind, or empty, and changes nothing. */
export interface ExaminationStore {
  examine(): Promise<Examination>;
  /** What the database's clock shows. */
  readClock(): Promise<Date>;
  /** What clocks of each time zone show at each moment (`2026-08-21 09:30`); zones that the database does not know are left out. */
  readLocalTimes(zones: readonly string[], moments: readonly Date[]): Promise<Map<string, string[]>>;
}
