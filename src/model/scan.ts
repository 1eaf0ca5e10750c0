import type { Day } from './clock.js';
import type { Request } from './page.js';
import type { Counts, Paper, Profile, Sighting, Statement } from './paper.js';

/** Which part of a source is read: `{ day: '2026-08-21' }`, `{ query: 'diffusion' }` … */
export type Scope = Record<string, string>;

/** The day or period a page says it is. */
export interface Covers {
  date?: Day;
  period?: string;
}

/** Something on a page that could not be read. `at` says where, e.g. `papers[3]`. */
export interface Unreadable {
  at: string;
  reason: string;
}

/** What a source reads out of one page. */
export interface Reading {
  covers?: Covers;
  sightings: Sighting[];
  profile?: Profile;
  unreadable: Unreadable[];
  /** Further pages of the same list. */
  next?: Request[];
  /** Weekdays on which the list says that it brings nothing, Monday is 1. */
  quietWeekdays?: number[];
}

/** When a list is announced anew: on these weekdays (Monday is 1) of a place's calendar. */
export interface Announcements {
  /** IANA name. */
  timeZone: string;
  weekdays: readonly number[];
}

/** The believed fields whose change is looked at. */
export type PaperField =
  | 'title'
  | 'abstract'
  | 'authors'
  | 'codeUrl'
  | 'version'
  | 'withdrawn'
  | 'summary'
  | 'keywords'
  | 'other';

/** What one page means for one paper. Every distinct paper of a page has exactly one. */
export interface PaperChange {
  kind: 'new' | 'revised' | 'recounted' | 'same';
  /** The paper as believed from now on. */
  paper: Paper;
  /** Which believed fields changed; empty for a new paper. */
  fields: PaperField[];
  /** Present when readers are to hear of it: as a new paper, or (followers of its authors) as a revised one. */
  news?: 'new' | 'revised';
  /** Present when the paper stands in the list of a day in which it was not known to stand. */
  listedOn?: Day;
  /** Present when what this source says of the paper differs from what it said last. */
  statement?: Statement;
  /** Present when this source's counts differ from those seen last. */
  counts?: Counts;
  rank?: number;
  /** Present when papers that were stored as several are found to be this one. */
  merged?: Merged;
}

/** What becomes of stored papers that are one: the oldest of them stays. */
export interface Merged {
  /** Ids of the others; from now on they lead to the one that stays. */
  aliases: string[];
  /** What each source says of the one, where it had spoken of several. */
  statements: Record<string, Statement>;
}

/** The difference between a page and what is stored. */
export interface Changes {
  papers: PaperChange[];
  /** Papers that this scope held at its last good reading and no longer holds. Not a deletion. */
  gone: string[];
}

/**
 * `failed`: the page could not be had. `quarantined`: it was had and not believed. `skipped`: there was nothing to ask for.
 * `resting`: the site is busy and asked to be left alone for a while (429, 503); it will be asked again by itself.
 * `blocked`: the site turned us away. `forbidden`: its robots.txt does.
 */
export type ScanOutcome =
  | 'ok'
  | 'unchanged'
  | 'skipped'
  | 'resting'
  | 'failed'
  | 'quarantined'
  | 'blocked'
  | 'forbidden';

/** One run of `scan-source`, as stored and as shown. */
export interface Scan {
  id: string;
  sourceId: string;
  scope: Scope;
  startedAt: Date;
  finishedAt: Date;
  outcome: ScanOutcome;
  /** Why, in words for a person, when the outcome is not `ok`. */
  reason?: string;
  /** What looks odd about a list that was believed all the same, in words for a person. */
  warning?: string;
  counts: ScanCounts;
  /** Who or what asked for it: `schedule`, `command`, an operator's name. */
  askedBy: string;
}

export interface ScanCounts {
  /** Papers on the page. */
  papers: number;
  fresh: number;
  revised: number;
  recounted: number;
  same: number;
  gone: number;
  unreadable: number;
  /** Texts of a profile page that belong to no known paper. */
  unmatched?: number;
  /** Stored papers that were found to be another one on the page. */
  merged?: number;
}
