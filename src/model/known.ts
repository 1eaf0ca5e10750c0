import type { Day } from './clock.js';
import type { Counts, Paper, Statement } from './paper.js';

/** A stored paper, with what is needed to tell what a page of one source adds to it. */
export interface KnownPaper {
  paper: Paper;
  titleKey: string;
  firstSeenAt: Date;
  /** When it last became news; absent when it never was. */
  newsAt?: Date;
  /** Latest statements by source. */
  statements: Record<string, Statement>;
  /** Days in whose list this source featured the paper. */
  listedOn: Day[];
  /** Latest counts this source gave. */
  counts?: Counts;
}

/** What is stored about the papers of a page, and about the scope's last good reading. */
export interface Known {
  papers: KnownPaper[];
  /** Papers that the scope held at its last good reading; absent when it was never read. */
  before?: string[];
}
