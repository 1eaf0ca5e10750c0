import { RenderError } from '../errors.js';
import type { ReaderPaper } from './prepare-paper.js';
import type { Stretch } from './quote-text.js';

export interface ReaderSection {
  title: string;
  /** The heading's row. */
  heading: Stretch;
  papers: ReaderPaper[];
}

/**
 * Keeps as many papers from the top as fit into `room` bytes; when some do not, `moreBytes` are left free for the
 * line that says so. A heading stays with its first paper. Raises `RenderError` when there is no room for anything.
 */
export function trimSections(sections: ReaderSection[], room: number, moreBytes: number): ReaderSection[] {
  const sizes = sections.flatMap(measurePapers);
  if (sum(sizes) <= room) return sections;
  if (moreBytes > room) throw new RenderError('mail.maxHtmlBytes is too small for a mail without any paper');
  return keepPapers(sections, countFitting(sizes, room - moreBytes));
}

/** Bytes of each paper; the first one's include the heading. */
function measurePapers({ heading, papers }: ReaderSection): number[] {
  return papers.map(({ rowBytes }, index) => rowBytes + (index === 0 ? Buffer.byteLength(heading.text) : 0));
}

function countFitting(sizes: number[], room: number): number {
  let used = 0;
  const tooMuch = sizes.findIndex((size) => {
    used += size;
    return used > room;
  });
  return tooMuch < 0 ? sizes.length : tooMuch;
}

function keepPapers(sections: ReaderSection[], count: number): ReaderSection[] {
  let left = count;
  const kept = sections.map((section) => {
    const papers = section.papers.slice(0, left);
    left -= papers.length;
    return { ...section, papers };
  });
  return kept.filter(({ papers }) => papers.length > 0);
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
