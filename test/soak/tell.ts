import { formatTable } from '../../src/commands/table.js';

/** What a day of the soak came to. */
export interface SoakDay {
  day: string;
  /** On the list at its last reading, and new to the program over the day. */
  papers: number;
  fresh: number;
  /** Readings that failed, as they should have where the site misbehaved. */
  failed: number;
  /** Papers of the daily edition; absent where none is due. */
  edition?: number;
  readers: number;
  joined: number;
  left: number;
  mails: number;
  pruned: number;
  /** The program's own memory after collecting what is not needed any more, and the whole process's. */
  megabytes: number;
  rss: number;
  seconds: number;
  broken: number;
}

export const tellSoak = (days: SoakDay[]): string =>
  formatTable<SoakDay>(
    [
      { head: 'day', cell: ({ day }) => day },
      { head: 'papers', cell: ({ papers }) => papers },
      { head: 'new', cell: ({ fresh }) => fresh },
      { head: 'failed', cell: ({ failed }) => failed },
      { head: 'edition', cell: ({ edition }) => edition ?? 'none' },
      { head: 'readers', cell: ({ readers }) => readers },
      { head: 'joined', cell: ({ joined }) => joined },
      { head: 'left', cell: ({ left }) => left },
      { head: 'mails', cell: ({ mails }) => mails },
      { head: 'pruned', cell: ({ pruned }) => pruned },
      { head: 'memory MB', cell: ({ megabytes }) => megabytes },
      { head: 'process MB', cell: ({ rss }) => rss },
      { head: 's', cell: ({ seconds }) => seconds },
      { head: 'broken', cell: ({ broken }) => broken },
    ],
    days,
  );

/** From here on memory should have settled. */
const SETTLED_DAY = 10;
/** Days that one figure is the middle of, so that a single sample decides nothing. */
const SPAN = 5;
export const MOST_GROWTH = 0.2;

export interface Growth {
  before: number;
  after: number;
  /** 0.2: a fifth more. */
  share: number;
  isTooMuch: boolean;
}

/** How memory has grown from the tenth day to the last; undefined where there are too few days to tell. */
export function judgeGrowth(days: Pick<SoakDay, 'megabytes'>[]): Growth | undefined {
  if (days.length < SETTLED_DAY + SPAN) return undefined;
  const middle = (of: typeof days) =>
    of.map(({ megabytes }) => megabytes).sort((a, b) => a - b)[SPAN >> 1] ?? 0;
  const before = middle(days.slice(SETTLED_DAY - 1, SETTLED_DAY - 1 + SPAN));
  const after = middle(days.slice(-SPAN));
  const share = (after - before) / before;
  return { before, after, share, isTooMuch: share > MOST_GROWTH };
}
