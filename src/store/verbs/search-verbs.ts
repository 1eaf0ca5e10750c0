import type { Day } from '../../model/clock.js';
import type { NewsPaper } from './paper-verbs.js';

/** Which papers are looked for. All conditions hold at once. */
export interface PaperQuery {
  /**
   * As a person types it: words, `"a phrase"`, `-without`, `this or that`, an arXiv id, a DOI or the address of either.
   * Of a long text the beginning counts. Absent or blank: all papers, newest first.
   */
  text?: string;
  topicId?: string;
  /** Published, else first seen, on this day or after; on this day or before. */
  since?: Day;
  until?: Day;
  /** Papers that stand behind this place. */
  after?: SearchPlace;
  limit: number;
  /** The moment as of which votes are counted. */
  now: Date;
}

/** Where a paper stands in an answer. It stays valid while papers come in. */
export interface SearchPlace {
  key: number;
  paperId: string;
}

export interface FoundPapers {
  /** Falling in what speaks for them, a newer one a little before an older one; without a text newest first. */
  papers: NewsPaper[];
  /** The place of the last of them, when there are more. */
  next?: SearchPlace;
  /** How many there are in all. Absent when they are too many to be counted. */
  total?: number;
  /** True when so many papers hold these words that only some were ranked: the newest with the words in title or names first. */
  isPartial: boolean;
  /** The words of the text as they were understood; what was mistyped is mended. Empty without a text. */
  words: string[];
  /** How they were found, when no paper holds the words as they were typed. */
  otherwise?: 'by the beginning of the last word' | 'by similar words';
  /** True when the text was longer than what was looked for. */
  isCut: boolean;
}

export interface SearchStore {
  /** Any text at all may be asked for; it never raises because of what it says. */
  searchPapers(query: PaperQuery): Promise<FoundPapers>;
  /**
   * Which of some words, as they stand in a text, are what was looked for: other forms of the words of a `FoundPapers`
   * too, and with `beginnings` whatever begins like the last of them.
   */
  wordsFound(
    shown: readonly string[],
    found: { words: readonly string[]; otherwise?: FoundPapers['otherwise'] },
  ): Promise<Set<string>>;
}
