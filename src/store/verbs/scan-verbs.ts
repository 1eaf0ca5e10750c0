import type { HeldText, ProfileKey } from '../../model/author.js';
import type { Day } from '../../model/clock.js';
import type { Validators } from '../../model/page.js';
import type { Profile } from '../../model/paper.js';
import type { Changes, Scan, ScanOutcome, Scope } from '../../model/scan.js';
import type { Match } from '../../model/topic.js';

export interface ScanHead {
  sourceId: string;
  scope: Scope;
  startedAt: Date;
  finishedAt: Date;
  askedBy: string;
  /** What looks odd about the list all the same. */
  warning?: string;
}

/** A good reading, to be saved whole or not at all. */
export interface GoodScan extends ScanHead {
  changes: Changes;
  unreadable: number;
  unmatched?: number;
  matches: Match[];
  /** The papers that were classified: their earlier matches are replaced. */
  classified: string[];
  classifierId: string;
  pages: { url: string; validators: Validators }[];
  /** Present when the pages are a person's. */
  profile?: SavedProfile;
}

/** A person's page, to be saved with the papers on it. */
export interface SavedProfile {
  /** The page's key at its source. */
  key: string;
  profile: Profile;
  /** Further profiles that the operator says are this person's. */
  linked: ProfileKey[];
  orcid?: string;
  /** Texts on the page that may be a known paper's. */
  held: HeldText[];
}

/** A reading that changes nothing but the log of scans and the source's health. */
export interface IdleScan extends ScanHead {
  outcome: Exclude<ScanOutcome, 'ok'>;
  reason?: string;
  /** Not noted again where the last scan of the scope ended the same way for the same reason. */
  once?: true;
  /** The page that could not be believed, kept for the operator. */
  keptPage?: { url: string; body: string };
}

/** A good reading of a scope, as later ones are compared with it. */
export interface PastReading {
  finishedAt: Date;
  paperIds: string[];
  warning?: string;
}

export interface SourceHealth {
  sourceId: string;
  /** Outcome of the last scan. */
  outcome: ScanOutcome;
  reason?: string;
  /** The newest warning among the last scans of its scopes, of the day of its last scan. */
  warning?: string;
  lastScanAt: Date;
  lastGoodAt?: Date;
  /** Since when no scan has been good; absent while all is well. */
  failingSince?: Date;
}

export interface ScanStore {
  validatorsOf(urls: string[]): Promise<Map<string, Validators>>;
  saveScan(scan: GoodScan): Promise<Scan>;
  saveIdleScan(scan: IdleScan): Promise<Scan>;
  /** Newest first. */
  latestScans(limit: number): Promise<Scan[]>;
  /** Days from `since` to `until` whose list was read well, or was empty, at the last scan, made after the day had ended. */
  daysRead(sourceId: string, since: Day, until: Day): Promise<Day[]>;
  /** Scans that were not believed, each the last one of its scope. Newest first. */
  doubtedScans(limit: number): Promise<Scan[]>;
  /** The last good reading of a scope that held papers, of those made before a moment when one is given. */
  lastReading(sourceId: string, scope: Scope, before?: Date): Promise<PastReading | undefined>;
  /**
   * How many papers the source's lists of the same weekday held in the year before a day, oldest first: at the last good
   * reading of each, made after the day had ended.
   */
  weekdayCounts(sourceId: string, day: Day): Promise<number[]>;
  sourceHealth(): Promise<SourceHealth[]>;
}
