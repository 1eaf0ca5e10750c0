import { CARD_DATE, readCardDate } from './card-date.js';
import { readShownCount } from './shown-count.js';

/** The last lines of a paper's card: `• 3 authors`, `·`, `Jun 14, 2022 2`. */
export interface Footer {
  /** Index of the first line after it. */
  end: number;
  authorCount?: number;
  /** Stands in place of the number of authors. */
  institution?: string;
  publishedAt?: string;
  comments?: number;
}

const DOT = /^[•·]$/;
const AUTHORS = /^(?:[•·] ?)?([\d,]+) authors?$/;
const DATE = new RegExp(`^(?:[•·] ?)?${CARD_DATE}(?: ?(\\d+))?$`);
/** All of it on one line. */
const WHOLE = new RegExp(`^(?:[•·] ?)?(.{1,80}?) ?[•·] ?(${CARD_DATE}(?: ?\\d+)?)$`);

/**
 * Reads the footer that begins at a line. The number after the date is that of the comments. Undefined when the line
 * begins none.
 */
export function readFooter(lines: readonly string[], at: number, visitedAt: Date): Footer | undefined {
  const line = lines[at] ?? '';
  const [, who, date = ''] = WHOLE.exec(line) ?? [];
  if (who !== undefined) return { ...readWho(who), ...readEnd([date], 0, visitedAt), end: at + 1 };
  const after = DOT.test(lines[at + 1] ?? '') ? at + 2 : at + 1;
  const dated = readEnd(lines, after, visitedAt);
  if (AUTHORS.test(line)) return { ...readWho(line), ...(dated ?? readCommentsAlone(lines, at + 1)) };
  const isMarked = after === at + 2 || /^[•·] ?./.test(lines[at + 1] ?? '');
  if (dated === undefined || !isMarked || DOT.test(line) || line.length > 80) return undefined;
  return { ...readWho(line), ...dated };
}

function readWho(text: string): Pick<Footer, 'authorCount' | 'institution'> {
  const count = readShownCount(AUTHORS.exec(text)?.[1] ?? /^([\d,]+) authors?$/.exec(text)?.[1]);
  return count === undefined ? { institution: text.replace(/^[•·] ?/, '') } : { authorCount: count };
}

/** The date, and the number of comments behind it or on the next line. */
function readEnd(lines: readonly string[], at: number, visitedAt: Date): Footer | undefined {
  const [, date, glued] = DATE.exec(lines[at] ?? '') ?? [];
  if (date === undefined) return undefined;
  const publishedAt = readCardDate(date, visitedAt);
  const next = glued === undefined && /^\d+$/.test(lines[at + 1] ?? '') ? lines[at + 1] : undefined;
  const comments = readShownCount(glued ?? next);
  return {
    end: at + (next === undefined ? 1 : 2),
    ...(publishedAt && { publishedAt }),
    ...(comments !== undefined && { comments }),
  };
}

/** Cards of a day have no date. A number is that of the comments unless it may be the votes of the next card. */
function readCommentsAlone(lines: readonly string[], at: number): Footer {
  const next = lines[at + 1];
  const isLast = next === undefined || /^\d+$/.test(next) || next.startsWith('Submitted by');
  const comments = isLast ? readShownCount(lines[at]) : undefined;
  return comments === undefined ? { end: at } : { end: at + 1, comments };
}
