import type { Day } from '../../model/clock.js';
import type { Statement } from '../../model/paper.js';
import type { PaperPage } from '../../store/store.js';
import { sayDate, sayMoment } from '../dates.js';
import { webUrl } from './paper-view.js';
import { saySource } from './source-names.js';

/** A source that has a paper. */
export interface SeenAt {
  name: string;
  href?: string;
  /** `In the list of 20 August 2026`. */
  lists?: string;
  /** Since when it says what it says now. */
  since?: string;
  /** What only a source says: institutions, where it was published, what the authors remark. */
  remarks: string[];
}

const SHOWN_DAYS = 3;

/** Every source that said something of a paper or has it in a list. `plain` turns LaTeX into Unicode. */
export function listSeen(
  { statements, listings }: Pick<PaperPage, 'statements' | 'listings'>,
  timeZone: string,
  plain: (text: string) => string,
): SeenAt[] {
  const ids = [...new Set([...statements, ...listings].map(({ sourceId }) => sourceId))].sort();
  return ids.map((id) => {
    const days = listings.flatMap(({ sourceId, day }) => (sourceId === id ? [day] : []));
    const statement = statements.find(({ sourceId }) => sourceId === id);
    const href = webUrl(statement?.said.url);
    return {
      name: saySource(id),
      ...(href && { href }),
      ...(days.length > 0 && { lists: sayLists(days) }),
      ...(statement && { since: `${sayMoment(statement.saidAt, timeZone)} ${timeZone}` }),
      remarks: statement ? listRemarks(statement.said, plain) : [],
    };
  });
}

/** The last days of several, and how many there were before. */
function sayLists(days: Day[]): string {
  const shown = days.slice(-SHOWN_DAYS).map(sayDate);
  const before = days.length - shown.length;
  const word = days.length === 1 ? 'list' : 'lists';
  const also = before > 0 ? `, and ${before === 1 ? 'one' : before} before` : '';
  return `In the ${word} of ${shown.join(', ')}${also}`;
}

function listRemarks(said: Statement, plain: (text: string) => string): string[] {
  const { institutions = [], journalRef, remark, submitter, linkedModels } = said;
  const names = institutions.map(plain).filter((name) => name !== '');
  return [
    names.length > 0 && names.join(', '),
    journalRef && plain(journalRef),
    remark && plain(remark),
    submitter && `Submitted by ${plain(submitter)}`,
    linkedModels &&
      (linkedModels === 1 ? 'One model is linked to it' : `${linkedModels} models are linked to it`),
  ].filter((text): text is string => typeof text === 'string' && text !== '');
}
