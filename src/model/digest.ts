import type { Edition, EditionPaper, ProfileChange } from './edition.js';
import type { Subscriber } from './subscriber.js';

/** A paper of an edition as one reader gets it. */
export interface DigestPaper extends EditionPaper {
  /** Why this reader gets it: `topic: Robotics`, `keyword: depth`, `rising fastest today`. Never empty. */
  why: string;
  /** Names among the authors that the reader follows. */
  followed: string[];
}

export interface DigestSection {
  title: string;
  papers: DigestPaper[];
}

/** What one reader gets of one edition. */
export interface Digest {
  edition: Omit<Edition, 'papers' | 'profiles'>;
  subscriber: Subscriber;
  /** New papers in the edition, whoever they are for. */
  editionPapers: number;
  /** The paper of this digest that rises fastest, when one rises. */
  rising?: DigestPaper;
  /** What moved at profiles the reader follows. */
  profiles: ProfileChange[];
  sections: DigestSection[];
}

/** Either a digest, or why this reader gets none today. */
export type Composed = { digest: Digest } | { skip: string };
