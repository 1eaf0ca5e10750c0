import type { Day } from '../../model/clock.js';
import type { Known } from '../../model/known.js';
import type { Counts, Paper, PaperIds } from '../../model/paper.js';
import type { Scope } from '../../model/scan.js';
import type { Match } from '../../model/topic.js';

/** What identifies a sighting: its ids, and the key of its title and first author. */
export interface Identity {
  ids: PaperIds;
  titleKey?: string;
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

export interface PaperStore {
  knownPapers(query: { identities: Identity[]; sourceId: string; scope: Scope }): Promise<Known>;
  /** The day's list, every paper featured on that day, unranked. */
  papersOfDay(day: Day, now: Date): Promise<NewsPaper[]>;
  /** The last day at or before `day` with a list that held papers, and its neighbours. */
  daysAround(day: Day): Promise<{ day?: Day; previous?: Day; next?: Day }>;
}
