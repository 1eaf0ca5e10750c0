import type { PaperLine } from '../../store/store.js';
import { sayDate } from '../dates.js';
import { paperHref } from './paper-href.js';
import { sayAuthors } from './paper-view.js';

/** A paper as one line of a list. */
export interface PaperLineView {
  title: string;
  href: string;
  authors: string;
  date: string;
}

/** `plain` turns LaTeX into Unicode. */
export function viewPaperLine(line: PaperLine, plain: (text: string) => string): PaperLineView {
  const names = line.authors.map(plain).filter((name) => name !== '');
  return {
    title: plain(line.title) || 'Untitled',
    href: paperHref(line.paperId),
    authors: sayAuthors(names, line.authorCount),
    date: sayDate(line.day),
  };
}
