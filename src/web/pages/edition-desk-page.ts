import type { DeliveryCounts } from '../../model/delivery.js';
import type { Halt } from '../../model/edition.js';
import type { EditionSummary, TroubledDelivery } from '../../store/store.js';
import { sayDate, sayMoment } from '../dates.js';
import type { DeskFrame } from './desk-frame.js';
import { editionHref } from './edition-page.js';
import type { StateMark } from './scan-rows.js';

/** How far an edition has come, and what went wrong with it. */
export interface EditionDeskPage {
  desk: DeskFrame;
  acts: boolean;
  timeZone: string;
  /** `/admin/editions/…`, which the forms post below. */
  place: string;
  title: string;
  /** The edition as readers see it. */
  href: string;
  mark: StateMark;
  /** `640 of 1000 done.` */
  progress: string;
  counts: { label: string; count: number }[];
  /** Mails of unknown fate that wait for a decision. */
  open: number;
  may: { pause: boolean; resume: boolean; stop: boolean; resend: boolean };
  problem?: string;
  rows: TroubledRow[];
  /** `Deliveries 201 to 400 of 612`; empty when there are none. */
  shown: string;
  previous?: string;
  next?: string;
}

interface TroubledRow {
  reader: string;
  /** The address; a reader's number for those who only look. */
  name: string;
  mark: StateMark;
  reason: string;
  since: string;
  open: boolean;
  mayResend: boolean;
}

/** What the page is made from. */
export interface EditionDeskFacts {
  edition: EditionSummary;
  troubled: TroubledDelivery[];
  /** Which page it is, from 1, and how many deliveries stand on one. */
  pages: { at: number; size: number };
  desk: DeskFrame;
  acts: boolean;
  timeZone: string;
  /** Why nothing was done. */
  problem?: string;
}

/** Lays out the page. Addresses are left out for those who only look. */
export function viewEditionDesk(facts: EditionDeskFacts): EditionDeskPage {
  const { edition, desk, acts, timeZone, problem } = facts;
  const { cadence, date, number, deliveries, open, halt } = edition;
  const place = `/admin/editions/${edition.id}`;
  return {
    ...{ desk, acts, timeZone, place, open },
    title: `${cadence === 'weekly' ? 'Weekly' : 'Daily'} edition of ${sayDate(date)}, No. ${number}`,
    href: editionHref(cadence, date),
    mark: markHalt(halt, deliveries),
    progress: sayProgress(deliveries),
    counts: viewCounts(deliveries, open),
    may: viewMay(halt, open),
    ...(problem !== undefined && { problem }),
    rows: facts.troubled.map((row) => viewRow(row, facts)),
    ...viewPages(facts, place),
  };
}

/** Whether an edition goes out, as word and colour. */
export function markHalt(halt: Halt | undefined, counts: DeliveryCounts): StateMark {
  if (halt !== undefined) return { word: halt, tone: halt === 'paused' ? 'warn' : 'bad' };
  return underWay(counts) > 0 ? { word: 'going out', tone: 'good' } : { word: 'done', tone: 'quiet' };
}

const underWay = ({ planned, claimed, sending }: DeliveryCounts) => planned + claimed + sending;

function sayProgress(counts: DeliveryCounts): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return all === 0 ? 'No readers were due.' : `${all - underWay(counts)} of ${all} done.`;
}

function viewCounts(counts: DeliveryCounts, open: number): EditionDeskPage['counts'] {
  return [
    { label: 'Planned', count: counts.planned },
    { label: 'In hand', count: counts.claimed + counts.sending },
    { label: 'Sent', count: counts.sent },
    { label: 'Refused', count: counts.refused },
    { label: 'Skipped', count: counts.skipped },
    { label: 'Unknown', count: counts.unknown },
    { label: 'of them open', count: open },
  ];
}

function viewMay(halt: Halt | undefined, open: number): EditionDeskPage['may'] {
  const stopped = halt === 'stopped';
  return {
    pause: halt === undefined,
    resume: halt === 'paused',
    stop: !stopped,
    resend: !stopped && open > 0,
  };
}

const tones = { unknown: 'warn', refused: 'bad', skipped: 'quiet' } as const;

function viewRow(row: TroubledDelivery, { edition, acts, timeZone }: EditionDeskFacts): TroubledRow {
  const { subscriberId, state, open, mayBeWrittenTo } = row;
  const left = state === 'unknown' && !open;
  return {
    reader: subscriberId,
    name: acts ? row.email : subscriberId.slice(0, 8),
    mark: left ? { word: 'unknown, left', tone: 'quiet' } : { word: state, tone: tones[state] },
    reason: [row.reason ?? '', mayBeWrittenTo ? '' : '(not written to any more)'].join(' ').trim(),
    since: row.finishedAt ? sayMoment(row.finishedAt, timeZone) : '–',
    open,
    mayResend: open && mayBeWrittenTo && edition.halt !== 'stopped',
  };
}

function viewPages(
  { edition: { deliveries }, troubled, pages: { at, size } }: EditionDeskFacts,
  place: string,
): Pick<EditionDeskPage, 'shown' | 'previous' | 'next'> {
  const all = deliveries.unknown + deliveries.refused + deliveries.skipped;
  const [before, until] = [(at - 1) * size, (at - 1) * size + troubled.length];
  const shown = troubled.length > 0 ? `Deliveries ${before + 1} to ${until} of ${all}` : '';
  return {
    shown,
    ...(at > 1 && { previous: `${place}?page=${at - 1}` }),
    ...(until < all && troubled.length > 0 && { next: `${place}?page=${at + 1}` }),
  };
}
