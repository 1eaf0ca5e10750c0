import type { Day } from '../../model/clock.js';
import type { Cadence } from '../../model/edition.js';
import type { Counts, Statement } from '../../model/paper.js';
import type { PaperField } from '../../model/scan.js';
import type { NewsPaper } from './paper-verbs.js';

/** What a source counted at a moment. */
export interface CountReading extends Counts {
  sourceId: string;
  seenAt: Date;
}

/** A paper with all that is stored of it. */
export interface PaperPage {
  news: NewsPaper;
  firstSeenAt: Date;
  /** The days in whose lists it stands, oldest first. */
  listings: { sourceId: string; day: Day }[];
  /** What each source said of it last, and when it began to say so. */
  statements: { sourceId: string; saidAt: Date; said: Statement }[];
  /** Oldest first, only where a count moved; of many the last one of each source and day (UTC). */
  readings: CountReading[];
  /** Newest first. */
  changes: { kind: 'new' | 'revised' | 'gone'; fields: PaperField[]; changedAt: Date }[];
  /** The editions that hold it, newest first. */
  editions: { cadence: Cadence; date: Day; number: number }[];
}

/** A paper as one line of a list. Texts are as they came. */
export interface PaperLine {
  paperId: string;
  title: string;
  authors: string[];
  authorCount: number;
  /** When it was published, else first seen. */
  day: Day;
}

/** A paper that is near another one. */
export interface RelatedPaper extends PaperLine {
  /** Topics that both are filed under. */
  topicIds: string[];
  /** 0 and more; only for comparing. */
  nearness: number;
}

export interface PaperPageStore {
  /** Undefined when there is no such paper, or it is no more (see `paperInsteadOf`). Counts are as of `now`. */
  paperPage(id: string, now: Date): Promise<PaperPage | undefined>;
  /**
   * The papers that are nearest in their words: those that share words of the title, the keywords or the thick of the
   * abstract which few papers hold, the more and the rarer the nearer, and nearer still under the same topics.
   */
  relatedPapers(id: string, limit: number): Promise<RelatedPaper[]>;
  /** The last counts of votes of each of these papers, oldest first; papers without are left out. */
  votesOver(paperIds: readonly string[]): Promise<Map<string, CountReading[]>>;
}
