import type { HeldText, LinkedProfiles, ProfileKey } from '../model/author.js';
import type { Day } from '../model/clock.js';
import type { DeliveryCounts, DeliveryState, LeasedDelivery } from '../model/delivery.js';
import type { Cadence, Edition, EditionPaper } from '../model/edition.js';
import type { HostOutcome, HostState, HostTurn, HostWait, RobotsRecord } from '../model/host.js';
import type { Known } from '../model/known.js';
import type { Receipt } from '../model/message.js';
import type { Validators } from '../model/page.js';
import type { Counts, Paper, PaperIds, Profile } from '../model/paper.js';
import type { Changes, Scan, ScanOutcome, Scope } from '../model/scan.js';
import type { Subscriber } from '../model/subscriber.js';
import type { Match } from '../model/topic.js';

/** What identifies a sighting: its ids, and the key of its title and first author. */
export interface Identity {
  ids: PaperIds;
  titleKey?: string;
}

export interface ScanHead {
  sourceId: string;
  scope: Scope;
  startedAt: Date;
  finishedAt: Date;
  askedBy: string;
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

/** A profile as it is shown, with its figures over time, oldest first. */
export interface StoredProfile extends ProfileKey {
  authorId: string;
  authorName: string;
  name: string;
  field?: string;
  /** Papers of the author, over all their profiles. */
  papers: number;
  samples: (Profile['metrics'] & { sampledAt: string })[];
}

/** A reading that changes nothing but the log of scans and the source's health. */
export interface IdleScan extends ScanHead {
  outcome: Exclude<ScanOutcome, 'ok'>;
  reason?: string;
  /** The page that could not be believed, kept for the operator. */
  keptPage?: { url: string; body: string };
}

export interface SourceHealth {
  sourceId: string;
  /** Outcome of the last scan. */
  outcome: ScanOutcome;
  reason?: string;
  lastScanAt: Date;
  lastGoodAt?: Date;
  /** Since when no scan has been good; absent while all is well. */
  failingSince?: Date;
}

/** A paper that is to be told, as a ranking needs it. */
export interface NewsPaper {
  changeId: string;
  paper: Paper;
  revised: boolean;
  newsAt: Date;
  featuredOn?: Day;
  /** Ids of stored authors linked to the paper. */
  authorIds: string[];
  /** Their names as the paper prints them, by id. */
  authorNames?: Record<string, string>;
  counts: Counts;
  /** Upvotes a day ago, or when first seen if that was later; absent when there is only one count. */
  upvotesBefore?: number;
  matches: Match[];
}

/** What an edition is frozen from. */
export interface EditionDraft {
  cadence: Cadence;
  date: Day;
  frozenAt: Date;
  missing: string[];
  papers: (EditionPaper & { changeId: string })[];
}

export interface EditionSummary extends Omit<Edition, 'papers'> {
  paperCount: number;
  deliveries: DeliveryCounts;
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
  finishedAt?: Date;
}

/** What an operator may do: look, or act. */
export type Role = 'viewer' | 'operator';

export interface Operator {
  name: string;
  role: Role;
  passwordHash: string;
  createdAt: Date;
}

/** What is needed to add a reader; the rest has defaults. */
export type NewSubscriber = Pick<Subscriber, 'email' | 'state'> &
  Partial<Omit<Subscriber, 'id' | 'email' | 'state' | 'linkGeneration'>>;

export interface PaperStore {
  knownPapers(query: { identities: Identity[]; sourceId: string; scope: Scope }): Promise<Known>;
  /** The day's list, every paper featured on that day, unranked. */
  papersOfDay(day: Day, now: Date): Promise<NewsPaper[]>;
  /** The last day at or before `day` with a list that held papers, and its neighbours. */
  daysAround(day: Day): Promise<{ day?: Day; previous?: Day; next?: Day }>;
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
  sourceHealth(): Promise<SourceHealth[]>;
}

/** A paper of a known person, as far as a text is compared with it. */
export interface PersonsPaper {
  paperId: string;
  ids: PaperIds;
  title: string;
  authors: string[];
  abstract: string;
}

export interface ProfileStore {
  /** Abstracts of the papers of the person whose profiles these are. */
  papersOfPerson(keys: ProfileKey[]): Promise<PersonsPaper[]>;
  /** Makes each person's stored profiles one author's; writes nothing where they are that already. */
  linkProfiles(people: readonly LinkedProfiles[]): Promise<void>;
  profiles(): Promise<StoredProfile[]>;
}

export interface EditionStore {
  /** News that no edition of the cadence has held yet, with counts as of `now`. */
  newsFor(cadence: Cadence, now: Date): Promise<NewsPaper[]>;
  /**
   * Freezes an edition and plans one delivery a due reader, in one transaction.
   * Where that edition exists already it stays as it is and is returned with `frozen: false`.
   */
  freezeEdition(draft: EditionDraft): Promise<{ edition: Edition; planned: number; frozen: boolean }>;
  edition(id: string): Promise<Edition | undefined>;
  editionOf(cadence: Cadence, date: Day): Promise<Edition | undefined>;
  /** Newest first. */
  latestEditions(limit: number): Promise<EditionSummary[]>;
}

export interface DeliveryStore {
  /** Leases planned rows that are due at `now`; skips rows others hold. */
  leaseDeliveries(request: {
    editionId: string;
    owner: string;
    limit: number;
    leaseSeconds: number;
    now: Date;
  }): Promise<LeasedDelivery[]>;
  /** Makes every planned row that was not tried yet due at `now`, whatever the reader's hour. Returns how many. */
  makeDue(editionId: string, now: Date): Promise<number>;
  /** Ends claimed rows that have nothing to say, with the reason. */
  skipDeliveries(
    editionId: string,
    owner: string,
    rows: { subscriberId: string; reason: string }[],
  ): Promise<void>;
  /**
   * Marks claimed rows as sending, with the papers their mails hold, after checking once more that the reader is active
   * and not suppressed. Returns the readers that may be sent to; the others are skipped with a reason.
   */
  markSending(
    editionId: string,
    owner: string,
    rows: { subscriberId: string; paperIds: string[] }[],
  ): Promise<string[]>;
  recordReceipts(
    editionId: string,
    rows: { subscriberId: string; receipt: Receipt }[],
    now: Date,
  ): Promise<void>;
  /** Gives back every row this process has claimed and not marked. */
  returnDeliveries(owner: string): Promise<number>;
  /** Takes back expired leases: claimed rows return to planned, sending rows become unknown. */
  recoverDeliveries(): Promise<{ returned: number; unknown: number }>;
  /** Editions with planned rows that are due. */
  dueEditions(now: Date): Promise<string[]>;
  deliveryCounts(editionId: string): Promise<DeliveryCounts>;
  deliveries(editionId: string, limit: number): Promise<DeliveryRow[]>;
}

export interface SubscriberStore {
  /** Raises `StoreError` (code `exists`) when the address is known. */
  addSubscriber(subscriber: NewSubscriber): Promise<Subscriber>;
  subscribers(): Promise<Subscriber[]>;
  subscriber(id: string): Promise<Subscriber | undefined>;
  subscriberByEmail(email: string): Promise<Subscriber | undefined>;
  /** Forgets the reader and their deliveries. False when there was none. */
  removeSubscriber(email: string): Promise<boolean>;
  /** Takes effect before it returns. False when the reader is unknown. */
  leave(id: string): Promise<boolean>;
}

export interface OperatorStore {
  /** Raises `StoreError` (code `exists`) when the name is taken. */
  addOperator(operator: Omit<Operator, 'createdAt'>): Promise<void>;
  operators(): Promise<Operator[]>;
  operator(name: string): Promise<Operator | undefined>;
  removeOperator(name: string): Promise<boolean>;
  recordAudit(entry: { who: string; action: string; detail: Record<string, unknown> }): Promise<void>;
}

/** Politeness that all processes share. Keys are domains, or host and port where there is none. */
export interface HostStore {
  /**
   * Takes the turn at a host if nobody holds it, its gap is over and it is not closed; else says how long to wait.
   * A turn that is not given back ends by itself after `leaseMs`.
   */
  takeTurn(key: string, leaseMs: number): Promise<HostTurn | HostWait>;
  /** Ends a turn with what came of it. Returns for how many milliseconds the host is closed now, if it is. */
  leaveTurn(key: string, turn: HostTurn, outcome: HostOutcome): Promise<number | undefined>;
  /** What is remembered of each host, by key. */
  hostStates(): Promise<HostState[]>;
  robotsOf(host: string): Promise<RobotsRecord | undefined>;
  /** Keeps what robots.txt said for `forMs`; without `body` only that it could not be had, and an older one stays. */
  saveRobots(host: string, robots: { body?: string; forMs: number }): Promise<void>;
}

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

/** What is remembered. Every verb is one transaction. */
export interface Store
  extends PaperStore,
    ScanStore,
    ProfileStore,
    EditionStore,
    DeliveryStore,
    SubscriberStore,
    OperatorStore,
    HostStore,
    HealthStore {}
