import type { Scan, Scope } from '../../model/scan.js';
import { sayMoment } from '../dates.js';
import { markOutcome, type StateMark, sayScope, scanPlace } from './scan-rows.js';

/** What became of the last thing asked for. `pending`: it has not come to an end. */
export interface AskedNote {
  text: string;
  mark?: StateMark;
  pending: boolean;
}

/** One part of what was asked for, and how it ended, if it has. */
export interface AskedRow {
  scope: string;
  mark: StateMark;
  /** What the scan brought, or why it brought nothing. */
  told: string;
  /** What the scan has changed. */
  place?: string;
}

/** What the queue knows of a scan that has not ended. */
export interface QueuedScan {
  scope: Scope;
  state: 'running' | 'later' | 'failed';
  /** When it is put off: until when. */
  until?: Date;
  /** When it failed: since when, and why. */
  failedAt?: Date;
  reason?: string;
}

/** A scan somebody asked for in the form, as the address of the desk remembers it. */
export interface AskedScan {
  sourceId: string;
  scopes: Scope[];
  since: Date;
}

/** Says that the scan is being made or, once it is stored, how it ended. Of several days it sums up; with other scopes, how the first one did. */
export function viewAsked(asked: AskedScan, scans: Scan[]): AskedNote {
  const done = asked.scopes.map((scope) => scans.find((scan) => answers(scan, asked, scope)));
  const open = done.filter((scan) => scan === undefined).length;
  const [first] = done;
  if (open > 0 || first === undefined) {
    return {
      text: `Reading ${asked.sourceId}, ${sayScopes(asked.scopes)}. The outcome will appear here.`,
      pending: true,
    };
  }
  if (isRange(asked.scopes))
    return {
      text: sayRange(
        asked,
        done.flatMap((scan) => scan ?? []),
      ),
      pending: false,
    };
  return { text: sayOutcome(first), mark: markOutcome(first.outcome), pending: false };
}

/** Each part by itself: waiting, being read, put off, or as it ended. */
export function listAsked(
  asked: AskedScan,
  scans: Scan[],
  queued: QueuedScan[],
  timeZone: string,
): AskedRow[] {
  return asked.scopes.map((scope): AskedRow => {
    const said = sayScope(scope);
    const scan = scans.find((each) => answers(each, asked, scope));
    if (scan)
      return { scope: said, mark: markOutcome(scan.outcome), told: sayCounts(scan), place: scanPlace(scan) };
    const job = queued.find((each) => sayScope(each.scope) === said && isOfNow(each, asked));
    return { scope: said, ...sayQueued(job, timeZone) };
  });
}

const isOfNow = ({ failedAt }: QueuedScan, { since }: AskedScan) =>
  failedAt === undefined || failedAt >= since;

function sayQueued(job: QueuedScan | undefined, timeZone: string): Pick<AskedRow, 'mark' | 'told'> {
  if (!job) return { mark: { word: 'waiting', tone: 'quiet' }, told: 'in the queue' };
  if (job.state === 'running') return { mark: { word: 'reading', tone: 'good' }, told: 'now' };
  if (job.state === 'failed') return { mark: { word: 'failed', tone: 'bad' }, told: job.reason ?? '' };
  const until = job.until ? `until ${sayMoment(job.until, timeZone)}` : '';
  return { mark: { word: 'put off', tone: 'warn' }, told: `${until}: the site is to be left alone` };
}

/** A scan that was under way already when it was asked for answers too: the queue joins the two. */
function answers(scan: Scan, asked: AskedScan, scope: Scope): boolean {
  if (scan.sourceId !== asked.sourceId || scan.finishedAt < asked.since) return false;
  return sayScope(scan.scope) === sayScope(scope);
}

const isRange = (scopes: Scope[]): boolean => scopes.length > 1 && scopes.every((scope) => 'day' in scope);

function sayScopes(scopes: Scope[]): string {
  const said = scopes.map(sayScope);
  return isRange(scopes) ? `${said[0]} to ${said.at(-1)}` : said.join('; ');
}

const unread: readonly string[] = ['failed', 'blocked', 'quarantined', 'forbidden', 'resting'];

function sayRange({ sourceId, scopes }: AskedScan, scans: Scan[]): string {
  const sum = (name: 'papers' | 'fresh') => scans.reduce((total, { counts }) => total + counts[name], 0);
  const bad = scans.filter(({ outcome }) => unread.includes(outcome)).length;
  const told = bad > 0 ? `${bad} of ${scans.length} days could not be read` : `${scans.length} days read`;
  return `${sourceId}, ${sayScopes(scopes)}: ${told}; ${sum('papers')} papers, ${sum('fresh')} new.`;
}

function sayOutcome(scan: Scan): string {
  const end = scan.outcome === 'ok' ? '.' : '';
  return `${scan.sourceId}, ${sayScope(scan.scope)}: ${sayCounts(scan)}${end}`;
}

/** What one scan brought, or why it brought nothing. */
export function sayCounts({ outcome, reason, counts }: Pick<Scan, 'outcome' | 'reason' | 'counts'>): string {
  if (outcome !== 'ok') return reason ?? 'nothing has changed since the last reading';
  const { papers, fresh, revised, recounted } = counts;
  return `${papers} on the page, ${fresh} new, ${revised} revised, ${recounted} with other counts`;
}
