import type { DigestPaper } from '../model/digest.js';
import { cleanText } from './clean-text.js';
import { escapeHtml } from './escape-html.js';
import { joinAuthors } from './list-authors.js';
import { closeLine, makeStretch, quotePiece, type Stretch } from './quote-text.js';
import { remember } from './remember.js';
import { type ShownPaper, showPaper } from './show-paper.js';
import type { Template } from './template.js';
import { wrapText } from './wrap-text.js';
import { bindPaperRow, fillAuthors } from './write-html.js';
import { createLinkNumbers, type TextPaper, writePaperHead } from './write-text.js';

/** A paper as one reader's mail holds it. */
export interface ReaderPaper extends TextPaper {
  paperId: string;
  title: string;
  /** The row of the table. */
  row: Stretch;
  rowBytes: number;
}

/** What is the same for all readers. */
interface PreparedPaper {
  shown: ShownPaper;
  /** The row with `why` and `authors` open, and its bytes. */
  row: Template;
  rowBytes: number;
  numberLinks: TextPaper['numberLinks'];
  /** By the authors that a reader follows. */
  people: Map<string, PreparedPeople>;
}

/** What is the same for all readers who follow the same of its authors. */
interface PreparedPeople {
  head: Stretch;
  authors: Stretch;
  /** By the reason why a reader gets it. */
  reasons: Map<string, Pick<ReaderPaper, 'why' | 'row' | 'rowBytes'>>;
}

/** Prepares papers for readers; whatever is costly is done once and kept in the closure. */
export function createPaperPreparer(row: Template): (paper: DigestPaper) => ReaderPaper {
  const prepared = new Map<string, PreparedPaper>();
  return (paper) => {
    const known = prepared.get(paper.paperId) ?? preparePaper(paper, row);
    prepared.set(paper.paperId, known);
    return forReader(paper, known);
  };
}

function preparePaper(paper: DigestPaper, template: Template): PreparedPaper {
  const shown = showPaper(paper);
  const row = bindPaperRow(template, shown);
  const rowBytes = Buffer.byteLength(row.fill({ why: '', authors: '' }));
  return { shown, row, rowBytes, numberLinks: createLinkNumbers(shown.links), people: new Map() };
}

function preparePeople(paper: DigestPaper, { shown, row }: PreparedPaper): PreparedPeople {
  const head = makeStretch(writePaperHead(shown, joinAuthors(paper)));
  return { head, authors: makeStretch(fillAuthors(row, paper)), reasons: new Map() };
}

function forReader(paper: DigestPaper, prepared: PreparedPaper): ReaderPaper {
  const { shown, numberLinks } = prepared;
  const people = remember(prepared.people, paper.followed.join('\n'), () => preparePeople(paper, prepared));
  const reasoned = remember(people.reasons, paper.why, (why) => giveReason(why, prepared, people));
  return { paperId: paper.paperId, title: shown.title, head: people.head, numberLinks, ...reasoned };
}

function giveReason(why: string, { row, rowBytes }: PreparedPaper, { authors }: PreparedPeople) {
  const reason = cleanText(why, 160);
  const escaped = escapeHtml(reason);
  const quoted = row.quoted().fill({ why: quotePiece(escaped), authors: authors.quoted });
  return {
    why: makeStretch(`${wrapText(`Why: ${reason}`)}\n`),
    row: { text: row.fill({ why: escaped, authors: authors.text }), quoted: closeLine(quoted) },
    rowBytes: rowBytes + Buffer.byteLength(escaped) + Buffer.byteLength(authors.text),
  };
}
