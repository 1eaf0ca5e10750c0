import type { DigestPaper } from '../model/digest.js';
import { cleanText } from './clean-text.js';

export interface ShownAuthor {
  name: string;
  isFollowed: boolean;
}

const SHOWN = 4;

/** The first four authors and, if they stand further back, up to three that the reader follows. */
export function listAuthors({ authors, followed }: Pick<DigestPaper, 'authors' | 'followed'>): ShownAuthor[] {
  const late = authors.slice(SHOWN).filter((name) => followed.includes(name));
  return [...authors.slice(0, SHOWN), ...late.slice(0, 3)]
    .map((name) => ({ name: cleanText(name, 80), isFollowed: followed.includes(name) }))
    .filter(({ name }) => name !== '');
}

/** Names in a row, then `et al.` when the paper has more authors than are shown. */
export function joinAuthors(
  paper: Pick<DigestPaper, 'authors' | 'authorCount' | 'followed'>,
  format: (author: ShownAuthor) => string = ({ name }) => name,
): string {
  const shown = listAuthors(paper);
  const isCut = shown.length > 0 && Math.max(paper.authorCount, paper.authors.length) > shown.length;
  return shown.map(format).join(', ') + (isCut ? ' et al.' : '');
}
