import type { Day } from './clock.js';

/** Identifiers of a paper by scheme, e.g. `{ arxiv: '2503.20561', doi: '10.1000/x' }`. arXiv ids carry no version. */
export type PaperIds = Record<string, string>;

/** Numbers that move by themselves and are never news. */
export interface Counts {
  upvotes?: number;
  comments?: number;
  /** Stars of the code repository. */
  stars?: number;
}

/** What a page says about a paper, apart from its counts and from where it stands. Texts are kept as they came. */
export interface Statement {
  ids: PaperIds;
  title?: string;
  url?: string;
  abstract?: string;
  /** Visible authors in order; those the source hides are left out. */
  authors: string[];
  /** The number the page states, else the number of visible authors. */
  authorCount?: number;
  /** First publication, ISO date or date-time. */
  publishedAt?: string;
  codeUrl?: string;
  projectUrl?: string;
  /** The source's own one-line summary. */
  summary?: string;
  keywords?: string[];
  categories?: string[];
  institutions?: string[];
  thumbnailUrl?: string;
  /** Who submitted the paper to the list, as the page names them. */
  submitter?: string;
  /** Version of the paper that is described, from 1. */
  version?: number;
  /** The authors or the archive took the paper back. */
  withdrawn?: true;
  /** Where it was published, as the page says it: `Phys. Rev. D 76, 013009 (2007)`. */
  journalRef?: string;
  /** What the authors remark about their paper: pages, venue, why it was withdrawn. */
  remark?: string;
  /** How many models at the source are linked to the paper. */
  linkedModels?: number;
}

/** What a page said about a paper at one moment. It has a title or an abstract; `ids` may be empty. */
export interface Sighting extends Statement, Counts {
  /** The day whose list the paper stands in. */
  featuredOn?: Day;
  /** Place in the list, from 1. */
  rank?: number;
}

/** What we believe about a paper after merging the statements of all sources. */
export interface Paper {
  id: string;
  ids: PaperIds;
  title: string;
  abstract?: string;
  authors: string[];
  authorCount: number;
  url?: string;
  publishedAt?: string;
  codeUrl?: string;
  projectUrl?: string;
  summary?: string;
  /** What the operator's language model wrote of it, ready to be shown. */
  written?: string;
  keywords: string[];
  categories: string[];
  thumbnailUrl?: string;
  /** Latest version a source has shown, from 1. */
  version?: number;
  withdrawn?: true;
}

/** A person's page at a source, with its figures. Shares are 0–1. */
export interface Profile {
  ids: Record<string, string>;
  name: string;
  field?: string;
  metrics: { hIndex?: number; papers?: number; citations?: number; novelty?: number; aiScore?: number };
}
