import type { HostState } from '../../model/host.js';
import type { Scan, ScanCounts, ScanOutcome, Scope } from '../../model/scan.js';
import type { SourceHealth, SourcePause } from '../../store/store.js';
import { sayMoment } from '../dates.js';

/** A state as word and colour. */
export interface StateMark {
  word: string;
  tone: 'good' | 'quiet' | 'warn' | 'bad';
}

export interface SourceRow {
  id: string;
  mark: StateMark;
  lastScan: string;
  lastGood: string;
  failingSince: string;
  reason: string;
  warning: string;
  place: string;
  nextRun: string;
  /** Calls that its scarcest site still grants, and until when; empty where no site says. */
  quota: string;
  /** Until when one of its sites is left alone, and why. */
  resting: string;
  /** Who paused it, and when. */
  paused: string;
  /** Lists of it that were not believed, by their scans. */
  doubted: { scan: string; scope: string }[];
}

export interface ScanRow {
  id: string;
  /** What it changed. */
  place: string;
  sourcePlace: string;
  finished: string;
  source: string;
  scope: string;
  mark: StateMark;
  /** Absent where no page was read. */
  counts?: ScanCounts;
  took: string;
  askedBy: string;
  reason: string;
  warning: string;
}

/** An outcome as people see it. */
export function markOutcome(outcome: ScanOutcome): StateMark {
  return { word: outcome, tone: tones[outcome] };
}

/** `2026-08-21` for a day, else every part of the scope by name: `query diffusion`. */
export function sayScope(scope: Scope): string {
  return Object.entries(scope)
    .map(([name, value]) => (name === 'day' ? value : `${name} ${value}`))
    .join(', ');
}

/** A source's own page. */
export const sourcePlace = (id: string): string => `/admin/sources/${encodeURIComponent(id)}`;

/** The page on what a scan changed. */
export const scanPlace = ({ sourceId, id }: Pick<Scan, 'sourceId' | 'id'>): string =>
  `${sourcePlace(sourceId)}/scans/${id}`;

/** What is known of one source. */
export interface SourceFacts {
  id: string;
  /** Absent while it was never read. */
  health?: SourceHealth;
  paused?: SourcePause;
  /** Lists that were not believed. */
  doubted: Scan[];
  /** What is remembered of its sites. */
  hosts: HostState[];
  nextRunAt?: Date;
}

/** One line on how a source fares. */
export function viewSource(facts: SourceFacts, timeZone: string): SourceRow {
  const { id, health, paused, nextRunAt } = facts;
  const say = (moment: Date | undefined): string => (moment ? sayMoment(moment, timeZone) : '–');
  return {
    id,
    mark: markSource(facts),
    lastScan: say(health?.lastScanAt),
    lastGood: say(health?.lastGoodAt),
    failingSince: say(health?.failingSince),
    reason: health?.reason ?? '',
    warning: health?.warning ?? '',
    place: sourcePlace(id),
    nextRun: say(nextRunAt),
    quota: sayQuota(facts, timeZone),
    resting: sayRest(facts, timeZone),
    paused: paused ? `by ${paused.by} since ${say(paused.at)}` : '',
    doubted: facts.doubted.map((scan) => ({ scan: scan.id, scope: sayScope(scan.scope) })),
  };
}

function markSource({ health, paused }: SourceFacts): StateMark {
  if (paused) return { word: 'paused', tone: 'warn' };
  return health ? markHealth(health) : { word: 'not read yet', tone: 'quiet' };
}

function sayQuota({ hosts }: SourceFacts, timeZone: string): string {
  const [scarcest] = hosts
    .flatMap(({ quotaLeft, ...host }) => (quotaLeft === undefined ? [] : [{ ...host, quotaLeft }]))
    .sort((a, b) => a.quotaLeft - b.quotaLeft);
  if (!scarcest) return '';
  const { quotaLeft, quotaLimit, quotaResetsAt } = scarcest;
  const of = quotaLimit === undefined ? '' : ` of ${quotaLimit}`;
  return `${quotaLeft}${of}${quotaResetsAt ? ` until ${sayMoment(quotaResetsAt, timeZone)}` : ''}`;
}

function sayRest({ hosts }: SourceFacts, timeZone: string): string {
  return hosts
    .flatMap(({ key, closedUntil, reason }) =>
      closedUntil ? [`${key} until ${sayMoment(closedUntil, timeZone)}${reason ? `: ${reason}` : ''}`] : [],
    )
    .join('; ');
}

/** One line on one scan. */
export function viewScan(scan: Scan, timeZone: string): ScanRow {
  return {
    id: scan.id,
    place: scanPlace(scan),
    sourcePlace: sourcePlace(scan.sourceId),
    finished: sayMoment(scan.finishedAt, timeZone),
    source: scan.sourceId,
    scope: sayScope(scan.scope),
    mark: markOutcome(scan.outcome),
    ...(scan.outcome === 'ok' && { counts: scan.counts }),
    took: `${((scan.finishedAt.getTime() - scan.startedAt.getTime()) / 1000).toFixed(1)} s`,
    askedBy: scan.askedBy,
    reason: scan.reason ?? '',
    warning: scan.warning ?? '',
  };
}

function markHealth({ outcome }: SourceHealth): StateMark {
  return outcome === 'failed' ? { word: 'failing', tone: 'bad' } : markOutcome(outcome);
}

const tones: Record<ScanOutcome, StateMark['tone']> = {
  ok: 'good',
  unchanged: 'quiet',
  skipped: 'quiet',
  resting: 'quiet',
  blocked: 'warn',
  forbidden: 'warn',
  quarantined: 'warn',
  failed: 'bad',
};
