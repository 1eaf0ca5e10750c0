import type { RefusalClass } from '../../model/bounce.js';
import type { Halt } from '../../model/edition.js';
import type { DeliveryProgress, EditionSummary, TroubledDelivery } from '../../store/store.js';
import { sayDate, sayMoment } from '../dates.js';
import type { DeskFrame } from './desk-frame.js';
import { editionHref } from './edition-page.js';
import { type EditionProgress, viewProgress } from './edition-progress.js';
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
  progress: EditionProgress;
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
  progress: DeliveryProgress;
  now: Date;
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
  const { cadence, date, number, open, halt } = edition;
  const place = `/admin/editions/${edition.id}`;
  return {
    ...{ desk, acts, timeZone, place, open },
    title: `${cadence === 'weekly' ? 'Weekly' : 'Daily'} edition of ${sayDate(date)}, No. ${number}`,
    href: editionHref(cadence, date),
    progress: viewProgress(facts.progress, facts),
    may: viewMay(halt, open),
    ...(problem !== undefined && { problem }),
    rows: facts.troubled.map((row) => viewRow(row, facts)),
    ...viewPages(facts, place),
  };
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
    reason: [sayReason(row), mayBeWrittenTo ? '' : '(not written to any more)'].join(' ').trim(),
    since: row.finishedAt ? sayMoment(row.finishedAt, timeZone) : '–',
    open,
    mayResend: open && mayBeWrittenTo && edition.halt !== 'stopped',
  };
}

const classes: Record<RefusalClass, string> = {
  address: 'address unknown: ',
  mailbox: 'mailbox full: ',
  policy: 'policy: ',
  content: 'content: ',
  other: '',
};

/** `address unknown: 550 5.1.1 no such user` */
const sayReason = ({ refusal, reason = '' }: TroubledDelivery) =>
  `${refusal === undefined ? '' : classes[refusal]}${reason}`;

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
