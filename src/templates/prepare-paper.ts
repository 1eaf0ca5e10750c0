import type { DigestPaper } from '../model/digest.js';
import { cleanText } from './clean-text.js';
import { escapeHtml } from './escape-html.js';
import { joinAuthors } from './list-authors.js';
import { type ShownPaper, showPaper } from './show-paper.js';
import type { Template } from './template.js';
import { bindPaperRow, fillAuthors } from './write-html.js';
import { type TextPaper, writePaperHead } from './write-text.js';

/** A paper as one reader's mail holds it. */
export interface ReaderPaper extends TextPaper {
  paperId: string;
  title: string;
  /** The row of the table. */
  html: string;
  htmlBytes: number;
}

/** What is the same for all readers who follow none of the authors. */
interface PreparedPaper {
  shown: ShownPaper;
  head: string;
  /** The row with `why` and `authors` open, and its bytes. */
  row: Template;
  rowBytes: number;
  authors: string;
}

/** Prepares papers for readers; the costly part is done once per paper and kept in the closure. */
export function createPaperPreparer(row: Template): (paper: DigestPaper) => ReaderPaper {
  const prepared = new Map<string, PreparedPaper>();
  return (paper) => {
    const known = prepared.get(paper.paperId) ?? preparePaper(paper, row);
    prepared.set(paper.paperId, known);
    return forReader(paper, paper.followed.length > 0 ? preparePeople(paper, known) : known);
  };
}

function preparePaper(paper: DigestPaper, template: Template): PreparedPaper {
  const shown = showPaper(paper);
  const row = bindPaperRow(template, shown);
  const rowBytes = Buffer.byteLength(row.fill({ why: '', authors: '' }));
  return preparePeople({ ...paper, followed: [] }, { shown, row, rowBytes });
}

/** Adds what depends on whom the reader follows. */
function preparePeople(
  paper: DigestPaper,
  { shown, row, rowBytes }: Omit<PreparedPaper, 'head' | 'authors'>,
): PreparedPaper {
  const head = writePaperHead(shown, joinAuthors(paper));
  return { shown, row, rowBytes, head, authors: fillAuthors(row, paper) };
}

function forReader(
  { paperId, why }: DigestPaper,
  { shown, head, row, rowBytes, authors }: PreparedPaper,
): ReaderPaper {
  const reason = cleanText(why, 160);
  const escaped = escapeHtml(reason);
  const htmlBytes = rowBytes + Buffer.byteLength(escaped) + Buffer.byteLength(authors);
  const html = row.fill({ why: escaped, authors });
  return { paperId, title: shown.title, head, links: shown.links, why: reason, html, htmlBytes };
}
