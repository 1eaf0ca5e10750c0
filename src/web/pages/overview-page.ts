import { DateTime } from 'luxon';
import type { DeliveryCounts } from '../../model/delivery.js';
import type { Scan } from '../../model/scan.js';
import type { MailsDone } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import type { UpcomingRun } from '../web-needs.js';
import { type EditionRow, viewEditionRow } from './edition-rows.js';
import { sayWaiting } from './holds-page.js';
import {
  type HealthFacts,
  type HealthReason,
  judgeHealth,
  type QueueDepth,
  type Verdict,
} from './judge-health.js';
import { type ScanRow, sayScope, viewScan } from './scan-rows.js';

/** What the overview is made from. */
export interface OverviewFacts extends HealthFacts {
  /** Newest first. */
  scans: Scan[];
  mails: MailsDone;
  /** Questions that wait for a person. */
  waiting: { texts: number; people: number };
  /** The next first. */
  runs: UpcomingRun[];
}

/** What the overview shows, and shows anew while it is looked at. */
export interface OverviewParts {
  timeZone: string;
  /** `12:03:22`. */
  asOf: string;
  verdict: Verdict;
  alarms: readonly HealthReason[];
  /** `3 things wait for a decision.`; empty when nothing does. */
  waiting: string;
  editions: EditionRow[];
  mails: { digests: Figure[]; letters: Figure[] };
  runs: { at: string; what: string }[];
  /** Absent when the queue does not answer. */
  queues?: QueueRow[];
  scans: ScanRow[];
}

/** Everything at a glance. */
export interface OverviewPage extends DeskVisit {
  parts: OverviewParts;
}

interface Figure {
  label: string;
  count: number;
  tone: '' | 'bad' | 'warn';
}

interface QueueRow extends QueueDepth {
  href: string;
}

/** The parts of the overview, by the names under which they are shown anew. */
export const OVERVIEW_PARTS = ['well', 'editions', 'mails', 'runs', 'queues', 'scans'] as const;

/** Lays out what changes of the overview. It says the same to everybody. */
export function viewOverview(facts: OverviewFacts): OverviewParts {
  const { timeZone } = facts.editionRules;
  return {
    timeZone,
    asOf: sayTime(facts.now, timeZone),
    verdict: judgeHealth(facts),
    alarms: facts.alarms,
    waiting: sayWaiting(facts.waiting.texts + facts.waiting.people),
    editions: facts.editions.map((edition) => viewEditionRow(edition, timeZone)),
    mails: { digests: viewMails(facts.mails.digests), letters: viewMails(facts.mails.letters) },
    runs: facts.runs.map(({ at, call }) => ({ at: sayMoment(at, timeZone), what: sayRun(call) })),
    ...(facts.queues && {
      queues: facts.queues.map((queue) => ({ ...queue, href: `/admin/queues/queue/${queue.name}` })),
    }),
    scans: facts.scans.map((scan) => viewScan(scan, timeZone)),
  };
}

/** `12:03:22`, by the clock of an IANA time zone. */
export function sayTime(moment: Date, timeZone: string): string {
  return DateTime.fromJSDate(moment, { zone: timeZone }).toFormat('HH:mm:ss');
}

function viewMails(counts: DeliveryCounts): Figure[] {
  const onTheWay = counts.planned + counts.claimed + counts.sending;
  return [
    { label: 'Sent', count: counts.sent, tone: '' },
    { label: 'On their way', count: onTheWay, tone: '' },
    { label: 'Refused', count: counts.refused, tone: counts.refused > 0 ? 'bad' : '' },
    { label: 'Unknown', count: counts.unknown, tone: counts.unknown > 0 ? 'warn' : '' },
    { label: 'Skipped', count: counts.skipped, tone: '' },
  ];
}

/** `scan-source hf-daily, today`. */
function sayRun({ job, payload }: UpcomingRun['call']): string {
  const { sourceId, scope, cadence } = (payload ?? {}) as {
    sourceId?: string;
    scope?: Record<string, string>;
    cadence?: string;
  };
  const what = [sourceId, scope && sayScope(scope), cadence].filter(Boolean).join(', ');
  return `${job} ${what}`.trim();
}
