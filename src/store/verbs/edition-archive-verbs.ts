import type { Day } from '../../model/clock.js';
import type { Cadence } from '../../model/edition.js';

/** An edition as a list of them shows it. */
export interface ArchivedEdition {
  cadence: Cadence;
  date: Day;
  number: number;
  paperCount: number;
  /** The title of its first paper, ready to be shown; absent when it holds none. */
  lead?: string;
}

export interface EditionArchiveStore {
  /** Newest first, of one cadence or of both; `total` is how many there are in all. */
  archivedEditions(part: {
    cadence?: Cadence;
    limit: number;
    offset?: number;
  }): Promise<{ editions: ArchivedEdition[]; total: number }>;
  /** The editions of a cadence before and after a date. */
  editionsAround(cadence: Cadence, date: Day): Promise<{ previous?: Day; next?: Day }>;
}
