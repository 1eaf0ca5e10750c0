import type { ProfileKey } from '../../model/author.js';
import type { Day } from '../../model/clock.js';
import type { DeliveryState } from '../../model/delivery.js';
import type { Cadence, Edition } from '../../model/edition.js';
import type { Counts } from '../../model/paper.js';
import type { Scan, ScanOutcome, Scope } from '../../model/scan.js';
import type { DeliveryRow } from './delivery-verbs.js';
import type { NewsPaper } from './paper-verbs.js';
import type { StoredProfile } from './profile-verbs.js';
import type { FoundAuthor } from './subscriber-verbs.js';

/** Which papers are listed; what is absent asks nothing. */
export interface PaperFilter {
  /** Words that the paper holds, all of them; `"a phrase"`, `-without`, `this or that`. */
  text?: string;
  topicId?: string;
  authorId?: string;
  /** In the list of a day, from this one on or up to that one. */
  since?: Day;
  until?: Day;
  hasCode?: boolean;
}

/** A part of a list that is read from its beginning on; `after` is the last one of the part before. */
export interface PartAfter<After> {
  after?: After;
  limit: number;
}

/** A place in the list of papers. */
export interface PaperPlace {
  firstSeenAt: string;
  id: string;
}

/** Where and how a paper was seen. */
export interface PaperHistory {
  listings: { sourceId: string; day: Day }[];
  /** Oldest first; a row only when a count moved. */
  sightings: (Counts & { sourceId: string; seenAt: string })[];
}

export interface EditionHead extends Omit<Edition, 'papers' | 'profiles'> {
  paperCount: number;
}

/** What programs read in parts, each list by a key that goes on where it stopped while rows come in. */
export interface ApiReadingStore {
  /** The last to become known first. `newsAt` is when that was. */
  listPapers(filter: PaperFilter, part: PartAfter<PaperPlace>, now: Date): Promise<NewsPaper[]>;
  /** By our own id, which may be an alias, or by an id of a scheme: `['arxiv', '2503.20561']`. */
  findPaper(id: string | readonly [scheme: string, value: string], now: Date): Promise<NewsPaper | undefined>;
  paperHistory(id: string): Promise<PaperHistory>;
  /** By name; `query` is a part of it. */
  listAuthors(
    query: string | undefined,
    part: PartAfter<{ name: string; id: string }>,
  ): Promise<FoundAuthor[]>;
  profilesOf(authorId: string): Promise<(ProfileKey & Pick<StoredProfile, 'name' | 'field' | 'samples'>)[]>;
  /** Newest first. */
  listEditions(
    cadence: Cadence | undefined,
    part: PartAfter<{ date: Day; cadence: Cadence }>,
  ): Promise<EditionHead[]>;
  /** Newest first. */
  listScans(
    filter: { sourceId?: string; outcome?: ScanOutcome },
    part: PartAfter<{ id: string }>,
  ): Promise<Scan[]>;
  /** Of each of these scopes the first scan that ended at a moment or later. */
  scansSince(sourceId: string, scopes: readonly Scope[], since: Date): Promise<Scan[]>;
  /** By the reader's id. */
  listDeliveries(
    editionId: string,
    state: DeliveryState | undefined,
    part: PartAfter<{ subscriberId: string }>,
  ): Promise<DeliveryRow[]>;
}
