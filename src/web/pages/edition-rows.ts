import type { DeliveryCounts } from '../../model/delivery.js';
import type { EditionSummary } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import { editionHref } from './edition-page.js';
import { markHalt } from './edition-progress.js';
import type { StateMark } from './scan-rows.js';

/** An edition in a list of them, and how far it has come. */
export interface EditionRow {
  date: string;
  /** As readers see it. */
  href: string;
  cadence: string;
  number: number;
  papers: number;
  frozen: string;
  deliveries: DeliveryCounts;
  /** Deliveries that have come to an end, of how many. */
  done: number;
  all: number;
  missing: string;
  /** Its deliveries, for a closer look. */
  place: string;
  mark: StateMark;
}

/** One line on one edition. */
export function viewEditionRow(edition: EditionSummary, timeZone: string): EditionRow {
  const { deliveries } = edition;
  const all = Object.values(deliveries).reduce((sum, count) => sum + count, 0);
  return {
    date: edition.date,
    href: editionHref(edition.cadence, edition.date),
    cadence: edition.cadence,
    number: edition.number,
    papers: edition.paperCount,
    frozen: sayMoment(edition.frozenAt, timeZone),
    deliveries,
    done: all - deliveries.planned - deliveries.claimed - deliveries.sending,
    all,
    missing: edition.missing.join(', '),
    place: `/admin/editions/${edition.id}`,
    mark: markHalt(edition.halt, deliveries),
  };
}
