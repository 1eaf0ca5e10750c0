import type { Edition } from '../../model/edition.js';
import type { NewsPaper } from './paper-verbs.js';

/** Which papers a feed holds. */
export interface FeedPart {
  /** Only papers filed there. */
  topicId?: string;
  /** Only papers of this person, told as news or not. */
  authorId?: string;
  /** The moment as of which counts are taken; later news is left out. */
  now: Date;
  limit: number;
}

/** A paper in a feed. `newsAt` is when it was first told as news, else first seen. */
export interface FeedPaper extends NewsPaper {
  /** When it was last told as revised. */
  revisedAt?: Date;
}

/** An edition in a feed or a list, without what becomes of its mails. */
export interface FeedEdition extends Pick<Edition, 'id' | 'cadence' | 'date' | 'number' | 'frozenAt'> {
  paperCount: number;
  /** The first of its papers, in its order, as it shows them. */
  papers: { paperId: string; title: string }[];
}

export interface FeedStore {
  /** The papers with the latest news, latest first. */
  feedPapers(part: FeedPart): Promise<FeedPaper[]>;
  /** The latest editions, newest first, each with its first `papers` papers. */
  feedEditions(part: { limit: number; papers: number }): Promise<FeedEdition[]>;
}
