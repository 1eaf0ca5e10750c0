import type { Day } from '../model/clock.js';
import type { Known } from '../model/known.js';
import type { Changes } from '../model/scan.js';

/** What a page has to answer for before it is believed. */
export interface Judged {
  changes: Changes;
  known: Known;
  /** Entries that could not be read. */
  unreadable: number;
  /** The day asked for, when the scope is one. */
  day?: Day;
  /** True when what stood in this list keeps standing there: a day, a profile. A category rolls on and may lose all. */
  lasting: boolean;
}

/** Below this many papers half of them is no number to judge by. */
const FEWEST = 4;
const UNREADABLE_SHARE = 0.1;
const OTHER_DAY_SHARE = 0.8;

/**
 * Why a page must not be believed, in words for the operator; absent when nothing speaks against it. Partial is
 * harmless where nothing was known before: what is missing comes with a later reading.
 */
export function judgeReading(judged: Judged): string | undefined {
  return tooUnreadable(judged) ?? tooFew(judged) ?? ofAnotherDay(judged);
}

function tooUnreadable({ changes, unreadable }: Judged): string | undefined {
  const all = changes.papers.length + unreadable;
  if (unreadable < 2 || unreadable / all <= UNREADABLE_SHARE) return undefined;
  return `${unreadable} of ${all} entries cannot be read; the site may have changed its page`;
}

function tooFew({ changes, known, lasting }: Judged): string | undefined {
  const before = known.before?.length ?? 0;
  const kept = before - changes.gone.length;
  if (!lasting || before < FEWEST || kept * 2 >= before) return undefined;
  return `it holds ${kept} of the ${before} papers this list held at its last good reading`;
}

/** A site that answers with another day's list, under the address of the one that was asked for. */
function ofAnotherDay({ changes, known, day }: Judged): string | undefined {
  if (day === undefined || changes.papers.length < FEWEST) return undefined;
  const counts = new Map<Day, number>();
  for (const { listedOn } of known.papers.filter((paper) => !paper.listedOn.includes(day))) {
    for (const other of listedOn) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] / changes.papers.length < OTHER_DAY_SHARE) return undefined;
  return `${first[1]} of its ${changes.papers.length} papers are those of ${first[0]}, not of ${day}`;
}
