import type { Page } from '../../model/page.js';
import type { Sighting } from '../../model/paper.js';
import { CARD_DATE } from './card-date.js';
import { dropAbsent } from './drop-absent.js';
import type { ShownList } from './hugging-face-cards.js';
import { type Footer, readFooter } from './hugging-face-footer.js';
import { coversInAddress } from './hugging-face-listing.js';
import { type FindLinks, indexLinks } from './index-links.js';
import { arxivIdInLink } from './linked-paper.js';
import { readShownCount } from './shown-count.js';
import { readVisibleText, type VisibleLine } from './visible-text.js';

/** What stands above the first paper: the heading, whose list it is, and the day (on a search, that of the visit). */
const HEADING = /^Daily Papers$/i;
const ABOVE = new RegExp(`^(?:by ?.*community|${CARD_DATE})$`, 'i');

const VOTES = /^\d[\d.,]*[kKmM]?$/;
const NOISE = /^(?:[•·-]|\d[\d.,]*[kKmM]?)$/;

/** One paper of the list: lines `start` to `from` tell it, then comes its footer. */
interface Segment {
  start: number;
  from: number;
  footer: Footer;
}

/** Reads a listing page by its visible text. No papers when it is not one. */
export function readHuggingFaceText(page: Page): ShownList {
  const { lines, links } = readVisibleText(page.body, page.url);
  const findLinks = indexLinks(links);
  const segments = findSegments(lines, page.fetchedAt);
  const sightings = segments.flatMap((segment) => readSegment(lines, segment, findLinks) ?? []);
  return { covers: coversInAddress(page.url), sightings };
}

/** Papers end with their footer; the first begins below the heading. */
function findSegments(lines: VisibleLine[], visitedAt: Date): Segment[] {
  const texts = lines.map(({ text }) => text);
  const heading = texts.findIndex((line) => HEADING.test(line));
  const segments: Segment[] = [];
  let start = heading + 1;
  for (let from = start; heading >= 0 && from < texts.length; from += 1) {
    if (segments.length === 0 && ABOVE.test(texts[from] ?? '')) start = from + 1;
    const footer = readFooter(texts, from, visitedAt);
    if (footer === undefined) continue;
    segments.push({ start, from, footer });
    start = footer.end;
    from = footer.end - 1;
  }
  return segments;
}

function readSegment(lines: VisibleLine[], segment: Segment, findLinks: FindLinks): Sighting | undefined {
  const { start, from, footer } = segment;
  const { submitter, told } = splitSubmitter(lines.slice(start, from));
  const { title, abstract } = readTexts(told.filter(({ text }) => !NOISE.test(text)));
  if (title === '') return undefined;
  const arxiv = findLinks(start, footer.end)
    .map(arxivIdInLink)
    .find((id) => id !== undefined);
  return {
    ids: arxiv === undefined ? {} : { arxiv },
    ...dropAbsent({
      title,
      url: arxiv && `https://huggingface.co/papers/${arxiv}`,
      abstract,
      upvotes: readShownCount(told.find(({ text }) => VOTES.test(text))?.text),
      authorCount: footer.authorCount,
      institutions: footer.institution === undefined ? [] : [footer.institution],
      publishedAt: footer.publishedAt,
      comments: footer.comments ?? readLinkedComments(lines, segment, findLinks),
      submitter,
    }),
    authors: [],
  };
}

/** `Submitted by` and the name, on one line or on two, stand above the votes and the title. */
function splitSubmitter(lines: VisibleLine[]): { submitter: string | undefined; told: VisibleLine[] } {
  const at = lines.findIndex(({ text }) => text.startsWith('Submitted by'));
  if (at < 0) return { submitter: undefined, told: lines };
  const glued = lines[at]?.text.slice('Submitted by'.length).trim();
  return glued
    ? { submitter: glued, told: lines.slice(at + 1) }
    : { submitter: lines[at + 1]?.text, told: lines.slice(at + 2) };
}

/** Right below the footer a number may be the votes of another card, unless it links to the discussion. */
function readLinkedComments(
  lines: VisibleLine[],
  { footer }: Segment,
  findLinks: FindLinks,
): number | undefined {
  const isLinked = findLinks(footer.end, footer.end + 1).some((url) => url.endsWith('#community'));
  return isLinked ? readShownCount(lines[footer.end]?.text) : undefined;
}

/** The first block is the title and the rest the abstract; in a single block the first line is the title. */
function readTexts(lines: VisibleLine[]) {
  const second = lines.findIndex(({ startsBlock }, index) => index > 0 && startsBlock);
  const join = (some: VisibleLine[]) => some.map(({ text }) => text).join(' ');
  const split = second < 0 ? 1 : second;
  return { title: join(lines.slice(0, split)), abstract: join(lines.slice(split)) };
}
