import type { Clock } from '../../model/clock.js';
import type { DeliveryCounts, DeliveryState } from '../../model/delivery.js';
import type { HostState } from '../../model/host.js';
import type { Scan } from '../../model/scan.js';
import type { EditionSummary, Operator, SourceHealth } from '../../store/store.js';
import { dayAt, sayMoment } from '../dates.js';
import { type AdminNote, type AskedScan, viewAsked } from './asked-scan.js';
import type { DeskFrame } from './desk-frame.js';
import { markHalt } from './edition-desk-page.js';
import { editionHref } from './edition-page.js';
import { sayWaiting } from './holds-page.js';
import { type ScanRow, type SourceRow, type StateMark, viewScan, viewSource } from './scan-rows.js';

/** The operator's desk. */
export interface AdminPage {
  operator: { name: string; role: string; acts: boolean };
  desk: DeskFrame;
  timeZone: string;
  form: {
    sources: { id: string; chosen: boolean }[];
    day: string;
    until: string;
    today: string;
    force: boolean;
  };
  note?: AdminNote;
  /** `3 things wait for a decision.`; empty when nothing does. */
  waiting: string;
  sources: SourceRow[];
  resting: RestRow[];
  scans: ScanRow[];
  editions: EditionRow[];
  newestScan: string;
}

/** A site that is left alone. */
export interface RestRow {
  host: string;
  until: string;
  reason: string;
}

export interface EditionRow {
  date: string;
  href: string;
  cadence: string;
  number: number;
  papers: number;
  frozen: string;
  deliveries: Record<DeliveryState, number>;
  missing: string;
  /** Its deliveries, for a closer look. */
  place: string;
  mark: StateMark;
}

/** What the desk is made from. */
export interface AdminFacts {
  operator: Operator;
  desk: DeskFrame;
  clock: Clock;
  timeZone: string;
  sourceIds: string[];
  health: SourceHealth[];
  /** Newest first; the first `shownScans` of them are shown. */
  scans: Scan[];
  shownScans: number;
  /** The last scans of their scopes, where those were not believed. */
  doubted: Scan[];
  hosts: HostState[];
  editions: EditionSummary[];
  /** Questions that wait for a person. */
  waiting: { texts: number; people: number };
  asked?: AskedScan;
  /** What was filled in, when the form is shown again. */
  filledIn?: { sourceId?: string; day?: string; until?: string; force?: boolean };
  /** Why the form was not accepted. */
  problem?: string;
}

/** Lays out the desk. */
export function viewAdmin(facts: AdminFacts): AdminPage {
  const { operator, desk, timeZone } = facts;
  const note = viewNote(facts);
  return {
    operator: { name: operator.name, role: operator.role, acts: operator.role === 'operator' },
    desk,
    timeZone,
    form: viewForm(facts),
    ...(note && { note }),
    waiting: sayWaiting(facts.waiting.texts + facts.waiting.people),
    sources: facts.sourceIds.map((id) => viewSource(id, healthOf(id, facts), doubtedOf(id, facts), timeZone)),
    resting: facts.hosts.flatMap((host) => viewRest(host, timeZone)),
    scans: facts.scans.slice(0, facts.shownScans).map((scan) => viewScan(scan, timeZone)),
    editions: facts.editions.map((edition) => viewEditionRow(edition, timeZone)),
    newestScan: facts.scans[0]?.id ?? '',
  };
}

function viewNote({ problem, asked, scans }: AdminFacts): AdminNote | undefined {
  if (problem !== undefined) return { text: problem, pending: false };
  return asked && viewAsked(asked, scans);
}

function healthOf(id: string, { health }: AdminFacts): SourceHealth | undefined {
  return health.find(({ sourceId }) => sourceId === id);
}

/** What is long past is not revisited, and needs nobody any more. */
const DOUBTED_FOR_MS = 7 * 86_400_000;

function doubtedOf(id: string, { doubted, clock }: AdminFacts): Scan[] {
  const since = clock.now().getTime() - DOUBTED_FOR_MS;
  return doubted.filter(({ sourceId, finishedAt }) => sourceId === id && finishedAt.getTime() >= since);
}

function viewRest({ key, closedUntil, reason = '' }: HostState, timeZone: string): RestRow[] {
  return closedUntil ? [{ host: key, until: sayMoment(closedUntil, timeZone), reason }] : [];
}

function viewForm({ sourceIds, clock, timeZone, filledIn }: AdminFacts): AdminPage['form'] {
  const today = dayAt(clock.now(), timeZone);
  return {
    sources: sourceIds.map((id) => ({ id, chosen: id === filledIn?.sourceId })),
    day: filledIn?.day ?? today,
    until: filledIn?.until ?? '',
    today,
    force: filledIn?.force ?? false,
  };
}

function viewEditionRow(edition: EditionSummary, timeZone: string): EditionRow {
  return {
    date: edition.date,
    href: editionHref(edition.cadence, edition.date),
    cadence: edition.cadence,
    number: edition.number,
    papers: edition.paperCount,
    frozen: sayMoment(edition.frozenAt, timeZone),
    deliveries: edition.deliveries satisfies DeliveryCounts,
    missing: edition.missing.join(', '),
    place: `/admin/editions/${edition.id}`,
    mark: markHalt(edition.halt, edition.deliveries),
  };
}
