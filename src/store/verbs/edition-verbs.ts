import type { Day } from '../../model/clock.js';
import type { DeliveryCounts } from '../../model/delivery.js';
import type { Cadence, Edition, EditionPaper, Halt, ProfileChange } from '../../model/edition.js';
import type { Profile } from '../../model/paper.js';
import type { Rates } from './delivery-verbs.js';
import type { NewsPaper } from './paper-verbs.js';

/** What an edition is frozen from. */
export interface EditionDraft {
  cadence: Cadence;
  date: Day;
  frozenAt: Date;
  missing: string[];
  profiles?: ProfileChange[];
  papers: (EditionPaper & { changeId: string })[];
  /** Nothing of it goes out before somebody resumes it. */
  paused?: boolean;
  /** How fast mail may go out: domains with more readers than that lets go at once have lines of their own. */
  rates?: Rates;
}

/** A profile's figures when the last edition of a cadence was frozen, and now. */
export interface ProfileFigures {
  authorId: string;
  name: string;
  sourceId: string;
  before: Profile['metrics'];
  now: Profile['metrics'];
}

export interface EditionSummary extends Omit<Edition, 'papers' | 'profiles'> {
  paperCount: number;
  deliveries: DeliveryCounts;
  /** How many of the `unknown` ones wait for a decision. */
  open: number;
  /** Absent while nobody has kept it from going out. */
  halt?: Halt;
  /** Why nothing of it could be sent at the last try. */
  problem?: string;
}

export interface EditionStore {
  /** News that no edition of the cadence has held yet, with counts as of `now`. */
  newsFor(cadence: Cadence, now: Date): Promise<NewsPaper[]>;
  /**
   * Profiles with a new sample since the last edition of the cadence; none before there has been an edition. A profile
   * that was read for the first time since then is left out: there is nothing to compare it with.
   */
  profileFigures(cadence: Cadence, now: Date): Promise<ProfileFigures[]>;
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
