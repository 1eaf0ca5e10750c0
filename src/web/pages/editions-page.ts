import type { EditionSummary } from '../../store/store.js';
import type { DeskVisit } from '../desk-visit.js';
import { type EditionRow, viewEditionRow } from './edition-rows.js';

/** Every edition, and how far it has come. */
export interface EditionsPage extends DeskVisit {
  rows: EditionRow[];
  previous?: string;
  next?: string;
}

/** Lays out the page; `editions` may hold one more than are shown, which says that there are more. */
export function viewEditions(
  visit: DeskVisit,
  editions: EditionSummary[],
  { at, size }: { at: number; size: number },
): EditionsPage {
  return {
    ...visit,
    rows: editions.slice(0, size).map((edition) => viewEditionRow(edition, visit.timeZone)),
    ...(at > 1 && { previous: `/admin/editions?page=${at - 1}` }),
    ...(editions.length > size && { next: `/admin/editions?page=${at + 1}` }),
  };
}
