import type { Scan } from '../../model/scan.js';
import type { ScanChange } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import { sayCounts } from './asked-scan.js';
import { markOutcome, type StateMark, sayScope, scanPlace, sourcePlace } from './scan-rows.js';

/** What one scan has changed. */
export interface ScanPage extends DeskVisit {
  source: string;
  sourcePlace: string;
  scope: string;
  mark: StateMark;
  told: string;
  warning: string;
  finished: string;
  askedBy: string;
  changes: ChangeRow[];
  /** `Changes 1 to 100 of …` is said by the counts; here only where to go on. */
  previous?: string;
  next?: string;
}

interface ChangeRow {
  href: string;
  title: string;
  mark: StateMark;
  /** What was revised. */
  fields: string;
  news: boolean;
}

const marks: Record<ScanChange['kind'], StateMark> = {
  new: { word: 'new', tone: 'good' },
  revised: { word: 'revised', tone: 'warn' },
  gone: { word: 'gone', tone: 'quiet' },
};

/** Lays out the page; `changes` may hold one more than are shown, which says that there are more. */
export function viewScanPage(
  visit: DeskVisit,
  scan: Scan,
  changes: ScanChange[],
  pages: { at: number; size: number },
): ScanPage {
  const place = scanPlace(scan);
  return {
    ...visit,
    source: scan.sourceId,
    sourcePlace: sourcePlace(scan.sourceId),
    scope: sayScope(scan.scope),
    mark: markOutcome(scan.outcome),
    told: sayCounts(scan),
    warning: scan.warning ?? '',
    finished: sayMoment(scan.finishedAt, visit.timeZone),
    askedBy: scan.askedBy,
    changes: changes.slice(0, pages.size).map(({ paperId, title, kind, fields, news }) => ({
      ...{ href: `/papers/${paperId}`, title, news },
      mark: marks[kind],
      fields: fields.join(', '),
    })),
    ...(pages.at > 1 && { previous: `${place}?page=${pages.at - 1}` }),
    ...(changes.length > pages.size && { next: `${place}?page=${pages.at + 1}` }),
  };
}
