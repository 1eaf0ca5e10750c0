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
  /** Votes gained since yesterday, or since first seen if that was later; absent when no two readings can be compared. */
  gained?: number;
  /** How many sources have it in the list of a day. */
  listedBy?: number;
  matches: Match[];
}

export interface PaperStore {
  knownPapers(query: { identities: Identity[]; sourceId: string; scope: Scope }): Promise<Known>;
  /** The paper that a stored one was found to be, so that links to the old `id` lead on; absent when it is no such paper's. */
  paperInsteadOf(id: string): Promise<string | undefined>;
  /** The day's list, every paper featured on that day, unranked. */
  papersOfDay(day: Day, now: Date): Promise<NewsPaper[]>;
  /** The last day at or before `day` with a list that held papers, and its neighbours. */
  daysAround(day: Day): Promise<{ day?: Day; previous?: Day; next?: Day }>;
}
