import type { EditionPaper } from '../../model/edition.js';
import { cutAround, listWords, markWords, type Piece } from './mark-words.js';
import { type PaperView, viewPaper } from './paper-view.js';

/** A paper that was looked for: as in every list, with the words it was found by marked, and dated instead of ranked. */
export interface FoundPaper {
  paper: PaperView;
  title: Piece[];
  authors: Piece[];
  summary?: Piece[];
  /** From the abstract, where neither title nor authors nor summary holds a word that was looked for. */
  excerpt?: Piece[];
  /** `21 August 2026` */
  date?: string;
}

/** Every word that is shown of these papers, once. */
export const shownWords = (papers: readonly EditionPaper[]): string[] =>
  listWords(
    papers.flatMap(({ title, authors, summary = '', abstract = '' }) => [
      title,
      ...authors,
      summary,
      abstract,
    ]),
  );

/** Lays out a paper; `hits` are the words to be marked. */
export function viewFound(shown: EditionPaper, hits: ReadonlySet<string>, date?: string): FoundPaper {
  const paper = viewPaper(shown);
  const [title, authors] = [markWords(paper.title, hits), markWords(paper.authors, hits)];
  const summary = paper.summary === undefined ? undefined : markWords(paper.summary, hits);
  const isMarked = [title, authors, summary ?? []].flat().some(({ isHit }) => isHit);
  const excerpt = isMarked ? undefined : cutAround(shown.abstract ?? '', hits);
  return {
    ...{ paper, title, authors },
    ...(summary && { summary }),
    ...(excerpt && { excerpt: markWords(excerpt, hits) }),
    ...(date && { date }),
  };
}
