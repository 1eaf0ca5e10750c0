import type { Day } from '../../model/clock.js';
import type { DeliveryCounts } from '../../model/delivery.js';
import type { Cadence, Edition, EditionPaper } from '../../model/edition.js';
import type { NewsPaper } from './paper-verbs.js';

/** What an edition is frozen from. */
export interface EditionDraft {
  cadence: Cadence;
  date: Day;
  frozenAt: Date;
  missing: string[];
  papers: (EditionPaper & { changeId: string })[];
}

export interface EditionSummary extends Omit<Edition, 'papers'> {
  paperCount: number;
  deliveries: DeliveryCounts;
}

export interface EditionStore {
  /** News that no edition of the cadence has held yet, with counts as of `now`. */
  newsFor(cadence: Cadence, now: Date): Promise<NewsPaper[]>;
  /**
   * Freezes an edition and plans one delivery a due reader, in one transaction.
   * Where that edition exists already it stays as it is and is returned with `frozen: false`.
   */
  freezeEdition(draft: EditionDraft): Promise<{ edition: Edition; planned: number; frozen: boolean }>;
  edition(id: string): Promise<Edition | undefined>;
  editionOf(cadence: Cadence, date: Day): Promise<Edition | undefined>;
  /** Newest first. */
  latestEditions(limit: number): Promise<EditionSummary[]>;
}
