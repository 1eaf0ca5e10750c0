import type { Scope } from '../../model/scan.js';
import type { PersonsPaper } from './profile-verbs.js';

/** When a part of a source was asked for last, and when it was read well. Moments of the program's clock. */
export interface LastAsked {
  /** The value of its scope. */
  value: string;
  askedAt: Date;
  readAt?: Date;
}

/** What a site still grants. */
export interface QuotaLeft {
  calls: number;
  /** Milliseconds until it is renewed, when the site says so. */
  resetsInMs?: number;
}

/** Which papers a source is to be asked about. */
export interface FillingRequest {
  sourceId: string;
  /** Name of the scope that holds a paper's arXiv id. */
  scopeName: string;
  /** A paper that lacks one of these is wanted. */
  lacking: readonly ('summary' | 'codeUrl' | 'linkedModels')[];
  now: Date;
  /** Papers that may be asked about between two editions. */
  perEdition: number;
}

/** What is needed to choose which parts of a source are read next. */
export interface VisitStore {
  /** Each value of this scope that the source was asked for, once. A site that asked to be left alone was not asked. */
  askedFor(sourceId: string, scopeName: string): Promise<LastAsked[]>;
  /** Keys of the source's profiles whose author an active reader follows. */
  followedProfiles(sourceId: string): Promise<string[]>;
  /** Papers that the last good reading of a scope held, those with an abstract. */
  papersOfScope(sourceId: string, scope: Scope): Promise<PersonsPaper[]>;
  /**
   * arXiv ids of papers of the next daily edition that lack something, the most voted first. Left out are those the
   * source was asked about within a day, and for a week those it did not know.
   */
  lackingPapers(request: FillingRequest): Promise<string[]>;
  /** The scarcest known quota of these hosts, by their keys. */
  quotaLeft(hosts: string[]): Promise<QuotaLeft | undefined>;
}
