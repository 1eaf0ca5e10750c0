import type { Classifiable, Match } from '../../model/topic.js';

/** Filing papers anew that are stored already. */
export interface FilingStore {
  countPapers(): Promise<number>;
  /** Stored papers in the order of their ids, after `after`, at most `limit`. */
  papersToFile(page: { after?: string; limit: number }): Promise<Classifiable[]>;
  /**
   * Replaces the matches of these papers, but for those whose words have changed since they were read: a scan has filed
   * them anew. Editions keep what they showed. Tells how many papers were filed.
   */
  saveFiling(filing: { papers: Classifiable[]; matches: Match[]; classifierId: string }): Promise<number>;
}
