import { BroadsheetError } from '../../errors.js';
import { formatTable } from '../table.js';
import type { Choice, WantedReading } from './choose-readings.js';
import type { ReadingLine } from './read-all.js';

/** A longer table hides what went wrong in it. */
const LONGEST_TABLE = 31;

/** A line for each reading; of a long range only those that failed, for the summary counts the others. */
export function tellReadings(lines: ReadingLine[], choice: Choice): string {
  const shown = lines.length > LONGEST_TABLE && choice.range ? lines.filter(isFailed) : lines;
  const table = shown.length > 0 || !choice.range ? formatTable(columns, shown) : '';
  return `${table}${choice.range ? tellSummary(lines, choice) : ''}`;
}

/** Raises the error that ends the command with status 1, when something failed or was left unread. */
export function refuseUnread(lines: ReadingLine[], choice: Choice, flags: string[]): void {
  const all = choice.readings.length;
  const left = choice.readings.slice(lines.length);
  const failed = lines.filter(isFailed).length;
  if (left.length > 0) {
    const words = `stopped with ${left.length} of ${all} readings left; ${sayHowToGoOn(left, choice, flags)}`;
    throw new BroadsheetError(words, { code: 'stopped', retry: 'never' });
  }
  if (failed > 0) {
    throw new BroadsheetError(`${failed} of ${all} readings failed`, { code: 'ingest', retry: 'never' });
  }
}

function sayHowToGoOn(left: WantedReading[], { range }: Choice, flags: string[]): string {
  if (!range) return 'run the same command again';
  const ids = [...new Set(left.map(({ source }) => source.id))];
  const [since] = left.flatMap(({ scope }) => scope.day ?? []).sort();
  const words = ['broadsheet', 'ingest', ...ids, '--since', since, '--until', range.until, ...flags];
  return `go on with: ${words.join(' ')}`;
}

/** What robots.txt keeps from us was not read either. */
const isFailed = ({ outcome }: ReadingLine) => outcome === 'failed' || outcome === 'forbidden';

function tellSummary(lines: ReadingLine[], { skipped }: Choice): string {
  const sum = (count: (line: ReadingLine) => number | undefined) =>
    lines.reduce((total, line) => total + (count(line) ?? 0), 0);
  const count = (...outcomes: string[]) => lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return [
    `${count('ok', 'unchanged')} days read, ${count('skipped')} without a list, ${count('failed', 'forbidden')} failed, `,
    `${skipped} skipped as read before; ${sum(({ papers }) => papers)} papers, ${sum(({ fresh }) => fresh)} of them new.\n`,
  ].join('');
}

const columns = [
  { head: 'source', cell: ({ source }: ReadingLine) => source },
  { head: 'scope', cell: ({ scope }: ReadingLine) => Object.values(scope).join(' ') },
  { head: 'outcome', cell: ({ outcome }: ReadingLine) => outcome },
  { head: 'papers', cell: ({ papers }: ReadingLine) => papers ?? 0 },
  { head: 'new', cell: ({ fresh }: ReadingLine) => fresh ?? 0 },
  { head: 'changed', cell: ({ revised }: ReadingLine) => revised ?? 0 },
  { head: 'counted again', cell: ({ recounted }: ReadingLine) => recounted ?? 0 },
  { head: 'why', cell: ({ reason }: ReadingLine) => reason ?? '', max: 120 },
];
