import type { VisibleLine, VisibleText } from './visible-text.js';

/** A paper on the page: its abstract, and what else stands in the same part of the page. */
export interface CatalyzeXCard {
  abstract: string;
  lines: string[];
  /** With the words of the line that begins in the link; none when the link holds a picture. */
  links: { url: string; text: string }[];
}

type Part = Omit<CatalyzeXCard, 'abstract'>;

const LABEL = /^Abstract ?: ?/;

/** Finds the papers: an abstract each, beginning with its label, up to the end of its block. */
export function findCatalyzeXCards(text: VisibleText): CatalyzeXCard[] {
  const starts = text.lines.flatMap(({ text: line }, index) => (LABEL.test(line) ? [index] : []));
  const parts = gatherParts(text, countAround(starts.flatMap((start) => text.lines[start] ?? [])));
  const cards = starts.map((start) => ({
    abstract: readAbstract(text.lines, start),
    ...findPart(parts, text.lines[start]),
  }));
  return cards.filter(({ abstract }) => abstract !== '');
}

/** A label that stands in a block of its own is followed by its text in the next one. */
function readAbstract(lines: VisibleLine[], start: number): string {
  const pieces = [(lines[start]?.text ?? '').replace(LABEL, '')];
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index];
    const isFirst = pieces.every((piece) => piece === '');
    if (!line || LABEL.test(line.text) || (line.startsBlock && !isFirst)) break;
    pieces.push(line.text);
  }
  return pieces.join(' ').trim();
}

/** How many abstracts each element of the page holds. */
function countAround(abstracts: VisibleLine[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { within } of abstracts)
    for (const element of within) counts.set(element, (counts.get(element) ?? 0) + 1);
  return counts;
}

/**
 * A paper's part of the page is the largest element that holds its abstract and no other. Where one abstract is all
 * there is, nothing tells where its part ends, and only the element right around it is sure.
 */
function gatherParts({ lines, links }: VisibleText, counts: Map<number, number>): Map<number, Part> {
  const parts = new Map<number, Part>();
  const isShared = [...counts.values()].some((count) => count > 1);
  const partOf = (within: readonly number[]) => {
    const isOwn = (element: number) => counts.get(element) === 1;
    const own = isShared ? within.find(isOwn) : within.findLast(isOwn);
    if (own === undefined) return undefined;
    const part = parts.get(own) ?? { lines: [], links: [] };
    parts.set(own, part);
    return part;
  };
  for (const { text, within } of lines) partOf(within)?.lines.push(text);
  for (const { url, line, within } of links) {
    const begun = lines[line];
    const isWorded = begun?.within.includes(within.at(-1) ?? 0);
    partOf(within)?.links.push({ url, text: isWorded ? (begun?.text ?? '') : '' });
  }
  return parts;
}

function findPart(parts: Map<number, Part>, line: VisibleLine | undefined): Part {
  const own = line?.within.find((element) => parts.has(element));
  return (own === undefined ? undefined : parts.get(own)) ?? { lines: [], links: [] };
}
