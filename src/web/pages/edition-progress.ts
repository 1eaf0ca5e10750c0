import { sayRate, timeLeft } from '../../jobs/say-progress.js';
import type { DeliveryCounts } from '../../model/delivery.js';
import type { Halt } from '../../model/edition.js';
import type { DeliveryProgress } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { StateMark } from './scan-rows.js';

/** How far an edition has come: the part of its page that is told anew while it is sent. */
export interface EditionProgress {
  mark: StateMark;
  done: number;
  all: number;
  /** `640 of 1000 done.` */
  said: string;
  /** `118 a second, about 3 minutes left.`; empty while nothing moves. */
  pace: string;
  counts: { label: string; count: number }[];
  /** Who puts mail off, and until when it is left alone. */
  resting: string[];
  /** Why nothing could be sent at the last try. */
  problem?: string;
  /** `21 Aug 06:20:31` */
  asOf: string;
}

export function viewProgress(
  progress: DeliveryProgress,
  { now, timeZone }: { now: Date; timeZone: string },
): EditionProgress {
  const { counts, halt, resting, problem } = progress;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const done = all - underWay(counts);
  return {
    mark: markProgress(progress),
    ...{ done, all },
    said: all === 0 ? 'No readers were due.' : `${done} of ${all} done.`,
    pace: sayPace(progress),
    counts: viewCounts(progress),
    resting: halt === undefined ? resting.map((line) => sayResting(line, timeZone)) : [],
    ...(problem !== undefined && underWay(counts) > 0 && { problem }),
    asOf: sayMoment(now, timeZone),
  };
}

/** Whether an edition goes out, as word and colour. */
export function markHalt(halt: Halt | undefined, counts: DeliveryCounts): StateMark {
  if (halt !== undefined) return { word: halt, tone: halt === 'paused' ? 'warn' : 'bad' };
  return underWay(counts) > 0 ? { word: 'going out', tone: 'good' } : { word: 'done', tone: 'quiet' };
}

function markProgress({ halt, counts, problem, due }: DeliveryProgress): StateMark {
  if (halt === undefined && problem !== undefined && underWay(counts) > 0)
    return { word: 'failing', tone: 'bad' };
  if (halt === undefined && due === 0 && counts.planned > 0 && counts.claimed + counts.sending === 0)
    return { word: 'waiting', tone: 'quiet' };
  return markHalt(halt, counts);
}

const underWay = ({ planned, claimed, sending }: DeliveryCounts) => planned + claimed + sending;

function sayPace(progress: DeliveryProgress): string {
  const left = timeLeft(progress);
  return left === undefined ? '' : `${sayRate(progress.perSecond)}, about ${left} left.`;
}

function viewCounts({ counts, open, deferred }: DeliveryProgress): EditionProgress['counts'] {
  return [
    { label: 'Planned', count: counts.planned },
    { label: 'of them put off', count: deferred },
    { label: 'In hand', count: counts.claimed + counts.sending },
    { label: 'Sent', count: counts.sent },
    { label: 'Refused', count: counts.refused },
    { label: 'Skipped', count: counts.skipped },
    { label: 'Unknown', count: counts.unknown },
    { label: 'of them open', count: open },
  ];
}

function sayResting(
  { domain, until, reason }: DeliveryProgress['resting'][number],
  timeZone: string,
): string {
  const who = domain === '' ? 'The mail server' : domain;
  return `${who} puts mail off and is left alone until ${sayMoment(until, timeZone)}${reason ? `: ${reason}` : '.'}`;
}
