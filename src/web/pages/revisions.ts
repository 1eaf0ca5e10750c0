import type { PaperField } from '../../model/scan.js';
import type { PaperPage } from '../../store/store.js';
import { sayMoment } from '../dates.js';

/** Something that happened to a paper. */
export interface Revision {
  when: string;
  /** For machines. */
  at: string;
  what: string;
}

const FIELDS: Readonly<Record<PaperField, string>> = {
  title: 'title',
  abstract: 'abstract',
  authors: 'authors',
  codeUrl: 'link to the code',
  version: 'version',
  withdrawn: 'withdrawal',
  summary: 'summary',
  keywords: 'keywords',
  other: 'other details',
};

/** What happened to a paper, in the order it comes in: newest first. */
export function viewRevisions(changes: PaperPage['changes'], timeZone: string): Revision[] {
  const first = changes.findLastIndex(({ kind }) => kind === 'new');
  return changes.map(({ kind, fields, changedAt }, at) => ({
    when: `${sayMoment(changedAt, timeZone)} ${timeZone}`,
    at: changedAt.toISOString(),
    // A paper that was known for a while can become news later, when a list features it.
    what: kind === 'new' && at !== first ? 'Featured as new' : sayChange(kind, fields),
  }));
}

function sayChange(kind: PaperPage['changes'][number]['kind'], fields: PaperField[]): string {
  if (kind === 'new') return 'First seen';
  if (kind === 'gone') return 'No longer on a page that had it';
  const words = fields.map((field) => FIELDS[field] ?? field);
  return words.length > 0 ? `Changed: ${words.join(', ')}` : 'Changed';
}
