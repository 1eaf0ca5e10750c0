import type { ProfileKey } from '../../model/author.js';
import type { Profile } from '../../model/paper.js';
import type { PaperLine } from './paper-page-verbs.js';

/** A person's profile at one source, with its figures over time, oldest first. */
export interface AuthorProfile extends ProfileKey {
  name: string;
  field?: string;
  orcid?: string;
  samples: (Profile['metrics'] & { sampledAt: Date })[];
  /** When the page was last read well, whether or not a figure had moved; absent when it never was. */
  readAt?: Date;
}

/** A person with all that is stored of them, but for who follows them. */
export interface AuthorPage {
  id: string;
  name: string;
  profiles: AuthorProfile[];
  /** How many papers are theirs. */
  papers: number;
  /** Institutions that sources name on their papers, the most frequent first. */
  institutions: { name: string; papers: number }[];
}

export interface AuthorPageStore {
  authorPage(id: string): Promise<AuthorPage | undefined>;
  /** The author that another one was found to be by a decision, so that links to the old `id` lead on. */
  authorInsteadOf(id: string): Promise<string | undefined>;
  /** Newest first. */
  papersOfAuthor(id: string, part: { limit: number; offset: number }): Promise<PaperLine[]>;
}
