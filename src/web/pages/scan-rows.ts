import type { Scan, ScanCounts, ScanOutcome, Scope } from '../../model/scan.js';
import type { SourceHealth } from '../../store/store.js';
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
  /** Lists of it that were not believed, by their scans. */
  doubted: { scan: string; scope: string }[];
}

export interface ScanRow {
  id: string;
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

/** One line on how a source fares; `row` is absent while it was never read. */
export function viewSource(
  id: string,
  row: SourceHealth | undefined,
  doubted: Scan[],
  timeZone: string,
): SourceRow {
  const say = (moment: Date | undefined): string => (moment ? sayMoment(moment, timeZone) : '–');
  return {
    id,
    mark: row ? markHealth(row) : { word: 'not read yet', tone: 'quiet' },
    lastScan: say(row?.lastScanAt),
    lastGood: say(row?.lastGoodAt),
    failingSince: say(row?.failingSince),
    reason: row?.reason ?? '',
    warning: row?.warning ?? '',
    doubted: doubted.map((scan) => ({ scan: scan.id, scope: sayScope(scan.scope) })),
  };
}

/** One line on one scan. */
export function viewScan(scan: Scan, timeZone: string): ScanRow {
  return {
    id: scan.id,
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
