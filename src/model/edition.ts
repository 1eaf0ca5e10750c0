import type { Day } from './clock.js';
import type { PaperIds } from './paper.js';

export type Cadence = 'daily' | 'weekly';

/** An operator's word that keeps an edition from going out: until they resume it, or for good. */
export type Halt = 'paused' | 'stopped';

/** A topic of a paper as an edition shows it. */
export interface ShownTopic {
  id: string;
  name: string;
  score: number;
  evidence: string[];
}

export type SummaryBy = 'source' | 'model' | 'abstract';

/** How a reader is told whose words a summary is made of; the authors' own need no mark. */
export const SUMMARY_MARKS: Readonly<Partial<Record<SummaryBy, string>>> = {
  source: 'AI summary',
  model: 'AI summary, made here',
};

/** A paper as one edition shows it; frozen with the edition. Texts are plain Unicode, ready to be escaped. */
export interface EditionPaper {
  paperId: string;
  /** Place in the edition, from 1. */
  rank: number;
  score: number;
  /** Why it ranks where it does, in words: `rising fastest today`, `most discussed`, `code released`. */
  reasons: string[];
  /** What each term of the ranking adds to the score, as a share of it, 0–1. */
  shares?: Record<string, number>;
  /** True when the paper was known before and has changed. */
  revised: boolean;
  ids: PaperIds;
  title: string;
  /** All visible authors, in order. */
  authors: string[];
  authorCount: number;
  /** Ids of stored authors among them. */
  authorIds: string[];
  /** Their names as the paper prints them, by id. */
  authorNames?: Record<string, string>;
  /** One or two sentences, at most 280 characters. */
  summary?: string;
  /** Whose words it is made of: those of a source's model, of the operator's model, or of the abstract. */
  summaryBy?: SummaryBy;
  /** Text that keywords are looked for in, beside title and summary. */
  abstract?: string;
  url: string;
  pdfUrl?: string;
  codeUrl?: string;
  stars?: number;
  discussionUrl?: string;
  upvotes?: number;
  /** Votes gained since yesterday. */
  gained?: number;
  comments?: number;
  /** Falling score; the first is the one shown. */
  topics: ShownTopic[];
}

/** A figure that moved, from what an earlier edition could have told to what this one tells. */
export interface Move {
  from: number;
  to: number;
}

/** What moved at one profile of a person, as one edition tells it; at least one figure. */
export interface ProfileChange {
  authorId: string;
  name: string;
  sourceId: string;
  hIndex?: Move;
  citations?: Move;
  papers?: Move;
}

/** One day's (or week's) paper, frozen. */
export interface Edition {
  id: string;
  cadence: Cadence;
  date: Day;
  /** Counts from 1 for each cadence. */
  number: number;
  frozenAt: Date;
  /** Sources that had not been read when the edition froze. */
  missing: string[];
  /** What moved at people's profiles since the edition of the cadence before; absent when nothing did. */
  profiles?: ProfileChange[];
  /** In falling rank. */
  papers: EditionPaper[];
}
