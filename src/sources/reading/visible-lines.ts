import { oneLine } from './one-line.js';

/** One line of text as a person sees it: NFC, single spaces, never empty. */
export interface VisibleLine {
  text: string;
  /** Whether something stands between it and the line before: the edge of an element, or an empty line. */
  startsBlock: boolean;
  /** The elements around its beginning, outermost first, by number; at most 64 of them. Empty for plain text. */
  within: readonly number[];
}

/** A link of the page, with or without words in it. */
export interface VisibleLink {
  /** Absolute, http or https. */
  url: string;
  /** Index of the line in which it begins, or before which it stands. */
  line: number;
  within: readonly number[];
}

/** What a person sees of a page, in the order of the page. */
export interface VisibleText {
  lines: VisibleLine[];
  links: VisibleLink[];
}

/** What takes no room on the page: zero-width space, word joiner, byte order mark, soft hyphen. */
const INVISIBLE = /[\u200b\u2060\ufeff\u00ad]/g;

/** Puts pieces of text together into lines. */
export function writeLines() {
  const lines: VisibleLine[] = [];
  const links: VisibleLink[] = [];
  let pieces: string[] = [];
  let within: readonly number[] = [];
  let startsBlock = true;

  /** Ends the line that is being written; an empty one ends the block. */
  function endLine(): void {
    const text = cleanLine(pieces.join(''));
    if (text === '') startsBlock = true;
    else {
      lines.push({ text, startsBlock, within });
      startsBlock = false;
    }
    pieces = [];
    within = [];
  }

  function endBlock(): void {
    if (pieces.length > 0) endLine();
    startsBlock = true;
  }

  function addText(text: string, around: readonly number[]): void {
    if (within.length === 0 && text.trim() !== '') within = around;
    if (text !== '') pieces.push(text);
  }

  function addLink(url: string, around: readonly number[]): void {
    links.push({ url, line: lines.length, within: around });
  }

  function finish(): VisibleText {
    endBlock();
    return { lines, links };
  }

  return { addText, addLink, endLine, endBlock, finish };
}

function cleanLine(text: string): string {
  return oneLine(text.replace(INVISIBLE, '')).normalize('NFC');
}
