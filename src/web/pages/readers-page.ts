import type { ReaderLine } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import type { StateMark } from './scan-rows.js';

/** What readers are looked for by, beside their address. */
export const READER_STATES = ['active', 'pending', 'left', 'suppressed'] as const;
export type ReaderStateAsked = (typeof READER_STATES)[number];

/** Readers, a page at a time. */
export interface ReadersPage extends DeskVisit {
  address: string;
  states: { value: string; label: string; chosen: boolean }[];
  /** `Readers 1 to 50 of 612`; empty when there are none. */
  shown: string;
  rows: ReaderRow[];
  previous?: number;
  next?: number;
}

interface ReaderRow {
  place: string;
  /** The address; a reader's number for those who only look. */
  name: string;
  mark: StateMark;
  cadence: string;
  since: string;
  lastSent: string;
}

/** What the page is made from. */
export interface ReadersFacts {
  visit: DeskVisit;
  asked: { address: string; state?: ReaderStateAsked; page: number };
  found: { readers: ReaderLine[]; total: number };
  /** Readers on one page. */
  size: number;
}

/** Lays out the page. Addresses are left out for those who only look. */
export function viewReaders({ visit, asked, found, size }: ReadersFacts): ReadersPage {
  const { readers, total } = found;
  const before = (asked.page - 1) * size;
  const until = before + readers.length;
  return {
    ...visit,
    address: asked.address,
    states: [
      { value: '', label: 'any state', chosen: asked.state === undefined },
      ...READER_STATES.map((value) => ({ value, label: value, chosen: value === asked.state })),
    ],
    shown: readers.length > 0 ? `Readers ${before + 1} to ${until} of ${total}` : '',
    rows: readers.map((reader) => viewRow(reader, visit)),
    ...(asked.page > 1 && { previous: asked.page - 1 }),
    ...(until < total && readers.length > 0 && { next: asked.page + 1 }),
  };
}

function viewRow(reader: ReaderLine, { acts, timeZone }: DeskVisit): ReaderRow {
  return {
    place: readerPlace(reader.id),
    name: nameReader(reader, acts),
    mark: markReader(reader.state, reader.suppressed),
    cadence: reader.cadence,
    since: sayMoment(reader.createdAt, timeZone),
    lastSent: reader.lastSentAt ? sayMoment(reader.lastSentAt, timeZone) : '–',
  };
}

/** A reader's own page. */
export const readerPlace = (id: string): string => `/admin/readers/${id}`;

/** How a reader is called on the desk: by address, or by number before those who only look. */
export const nameReader = ({ id, email }: { id: string; email: string }, acts: boolean): string =>
  acts ? email : id.slice(0, 8);

const tones: Record<string, StateMark['tone']> = { active: 'good', pending: 'quiet', left: 'quiet' };

/** Whether a reader is written to, as word and colour. */
export function markReader(state: string, suppressed: string | undefined): StateMark {
  if (suppressed !== undefined) return { word: `suppressed: ${suppressed}`, tone: 'warn' };
  return { word: state, tone: tones[state] ?? 'quiet' };
}
