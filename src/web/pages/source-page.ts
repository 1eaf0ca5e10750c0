import type { Scan } from '../../model/scan.js';
import type { KeptPage, ScanDay } from '../../store/store.js';
import type { Chart } from '../charts/chart.js';
import { drawLines } from '../charts/draw-lines.js';
import { dayAt, sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import {
  type AskedNote,
  type AskedRow,
  type AskedScan,
  listAsked,
  type QueuedScan,
  viewAsked,
} from './asked-scan.js';
import { sayTime } from './overview-page.js';
import {
  type ScanRow,
  type SourceFacts,
  type SourceRow,
  sourcePlace,
  viewScan,
  viewSource,
} from './scan-rows.js';
import { type FilledIn, type ReingestForm, viewForm } from './sources-page.js';

/** What changes of the page while it is looked at. */
export interface SourceParts {
  source: SourceRow;
  asOf: string;
  /** What was asked for in the form. */
  asked?: { note: AskedNote; rows: AskedRow[] };
  scans: ScanRow[];
}

/** One source. */
export interface SourcePage extends DeskVisit {
  place: string;
  /** Where the page hears what has changed. */
  events: string;
  parts: SourceParts;
  form: ReingestForm;
  /** Present when nothing of it is configured to be read. */
  unread: boolean;
  /** Why nothing was done. */
  problem?: string;
  keptPages: { href: string; url: string; keptAt: string; reason: string }[];
  charts: Chart[];
  older?: string;
  newest?: string;
}

/** What the parts are made from. */
export interface SourcePartsFacts {
  source: SourceFacts;
  now: Date;
  timeZone: string;
  asked?: AskedScan;
  queued: QueuedScan[];
  /** Newest first, from the newest on: those of what was asked for are looked up here. */
  latest: Scan[];
  /** Those that are listed. */
  listed: Scan[];
}

/** What the page is made from. */
export interface SourcePageFacts extends SourcePartsFacts {
  visit: DeskVisit;
  unread: boolean;
  /** What was asked for, as it stands in the address. */
  query: string;
  problem?: string;
  filledIn?: FilledIn;
  keptPages: KeptPage[];
  days: ScanDay[];
  /** Scans on one page, and the one before which they are listed. */
  paging: { size: number; before?: string };
}

/** The parts, by the names under which they are shown anew. */
export const SOURCE_PARTS = ['state', 'asked', 'scans'] as const;

/** Lays out what changes of the page. */
export function viewSourceParts(facts: SourcePartsFacts): SourceParts {
  const { source, asked, latest, queued, timeZone, now } = facts;
  return {
    source: viewSource(source, timeZone),
    asOf: sayTime(now, timeZone),
    ...(asked && {
      asked: { note: viewAsked(asked, latest), rows: listAsked(asked, latest, queued, timeZone) },
    }),
    scans: facts.listed.map((scan) => viewScan(scan, timeZone)),
  };
}

/** Lays out the page of one source. */
export function viewSourcePage(facts: SourcePageFacts): SourcePage {
  const { visit, source, now, timeZone, problem, query, paging } = facts;
  const place = sourcePlace(source.id);
  const last = facts.listed.at(-1);
  return {
    ...visit,
    place,
    events: `${place}/events${query}`,
    parts: viewSourceParts(facts),
    form: viewForm([source.id], dayAt(now, timeZone), facts.filledIn),
    unread: facts.unread,
    ...(problem !== undefined && { problem }),
    keptPages: facts.keptPages.map(({ id, url, keptAt, reason = '' }) => ({
      ...{ href: `${place}/pages/${id}`, url, reason },
      keptAt: sayMoment(keptAt, timeZone),
    })),
    charts: drawDays(facts.days),
    ...(last && facts.listed.length === paging.size && { older: `${place}?before=${last.id}#scans` }),
    ...(paging.before !== undefined && { newest: `${place}#scans` }),
  };
}

/** The largest list of each day on which one was read, and what was new in all of the day's. */
function drawDays(days: ScanDay[]): Chart[] {
  const pointsOf = (field: 'papers' | 'fresh') =>
    days
      .filter(({ papers }) => papers > 0)
      .map((day) => ({ at: new Date(`${day.day}T00:00:00Z`), value: day[field] }));
  const series = [
    { name: 'on the page', points: pointsOf('papers') },
    { name: 'new', points: pointsOf('fresh') },
  ];
  return [drawLines({ title: 'Papers in a scan', series, fromZero: true }) ?? []].flat();
}
