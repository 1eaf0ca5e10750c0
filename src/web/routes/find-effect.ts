import type { DigestPaper } from '../../model/digest.js';
import type { Edition } from '../../model/edition.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { ReaderNeeds } from '../reader-needs.js';

/** What choices come to: the latest edition of their cadence that held papers, as it would have been sent. */
export interface Effect {
  edition: Pick<Edition, 'cadence' | 'date'>;
  papers: DigestPaper[];
}

const EDITIONS_LOOKED_AT = 14;

/** Absent as long as no edition has held a paper. */
export async function findEffect(
  { store, compose }: ReaderNeeds,
  reader: Subscriber,
): Promise<Effect | undefined> {
  const editions = (await store.latestEditions(EDITIONS_LOOKED_AT)).filter(
    ({ paperCount }) => paperCount > 0,
  );
  const latest = editions.find(({ cadence }) => cadence === reader.cadence) ?? editions[0];
  const edition = latest && (await store.edition(latest.id));
  return edition && { edition, papers: compose(edition, reader) };
}
