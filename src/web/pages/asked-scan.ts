import type { Scan, Scope } from '../../model/scan.js';
import { markOutcome, type StateMark, sayScope } from './scan-rows.js';

/** What became of the last thing asked for. `pending`: the page looks again by itself. */
export interface AdminNote {
  text: string;
  mark?: StateMark;
  pending: boolean;
}

/** A scan somebody asked for in the form, as the address of the desk remembers it. */
export interface AskedScan {
  sourceId: string;
  scopes: Scope[];
  since: Date;
}

/** Says that the scan is being made or, once it is stored, how it ended. Of several days it sums up; with other scopes, how the first one did. */
export function viewAsked(asked: AskedScan, scans: Scan[]): AdminNote {
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

function sayOutcome({ sourceId, scope, outcome, reason, counts }: Scan): string {
  const what = `${sourceId}, ${sayScope(scope)}`;
  if (outcome !== 'ok') return `${what}: ${reason ?? 'nothing has changed since the last reading'}`;
  const { papers, fresh, revised, recounted } = counts;
  return `${what}: ${papers} on the page, ${fresh} new, ${revised} revised, ${recounted} with other counts.`;
}
