import type { DeliveryCounts } from '../../model/delivery.js';
import type { EditionSummary } from './edition-verbs.js';

/** What became of the mails of a span of time. */
export interface MailsDone {
  /** Digests that ended in it, by state; `planned`, `claimed` and `sending` are those of now. */
  digests: DeliveryCounts;
  /** The same for single letters. */
  letters: DeliveryCounts;
}

/** What the overview counts. */
export interface OverviewStore {
  /** Mails that ended since a moment, and those that are still on their way and due by `now`. */
  mailsDone(since: Date, now: Date): Promise<MailsDone>;
  /** Newest first. */
  editionSummaries(page: { limit: number; offset: number }): Promise<EditionSummary[]>;
}
