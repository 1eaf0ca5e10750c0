import { joinStretches, makeStretch, type Stretch } from './quote-text.js';
import { remember } from './remember.js';
import type { Link, ShownPaper } from './show-paper.js';
import type { Lead } from './word-digest.js';
import type { ShownMoves } from './word-profiles.js';
import { COLUMNS, wrapText } from './wrap-text.js';

const DOUBLE_RULE = '='.repeat(COLUMNS);
const RULE = '-'.repeat(COLUMNS);

/** A paper of one reader's mail. */
export interface TextPaper {
  /** What `writePaperHead` made. */
  head: Stretch;
  /** Why this reader gets it, wrapped. */
  why: Stretch;
  /** Its links, counted on from the last one above. */
  numberLinks(before: number): NumberedLinks;
}

/** The links of one paper, each with its number. */
interface NumberedLinks {
  /** A line below the paper. */
  marks: Stretch;
  /** Lines for the list at the end of its section. */
  addresses: Stretch;
  /** The number of its last link. */
  last: number;
}

/** What the text part is written from; nothing is wrapped or numbered yet. */
export interface TextParts {
  site: { title: string; postalAddress: string };
  dateline: string;
  lead: Lead;
  moves: ShownMoves;
  sections: { title: string; papers: TextPaper[] }[];
  /** Papers that were left out at the bottom. */
  left: number;
  viewUrl: string;
  archiveUrl: string;
  leaveUrl: string;
  preferencesUrl?: string | undefined;
  reason: string;
}

/** A paper down to its counts, wrapped; each line ends with a line break. */
export function writePaperHead(shown: ShownPaper, authors: string): string {
  const { title, summary, revised, votes, gained, marks, topic } = shown;
  const counted = votes && `▲ ${votes}${gained ? ` +${gained}` : ''}`;
  const counts = [revised ? 'Revised' : '', counted, ...marks, topic].filter(Boolean).join(' · ');
  return [title, authors, summary, counts].map((line) => (line ? `${wrapText(line)}\n` : '')).join('');
}

/** The text part: 72 columns (addresses are never broken), links numbered, their list at the end of each section. */
export function writeText(parts: TextParts): Stretch {
  const { site, dateline, lead, moves, sections } = parts;
  const top = writeMasthead(site.title, dateline) + writeTextLead(lead) + writeTextMoves(moves);
  const stretches = [makeStretch(top)];
  let last = 0;
  for (const section of sections) {
    const written = writeSection(section, last);
    stretches.push(...written.stretches);
    last = written.last;
  }
  return joinStretches([...stretches, makeStretch(`\n${writeFoot(parts)}`)]);
}

/** The name of the house and a line below it, over a double rule. */
export function writeMasthead(title: string, dateline: string): string {
  return `${wrapText(title.toUpperCase())}\n${wrapText(dateline)}\n${DOUBLE_RULE}\n\n`;
}

function writeTextMoves({ shown, others }: ShownMoves): string {
  if (shown.length === 0) return '';
  const lines = shown.map(({ name, moves }) => `${wrapText(`${name}: ${moves}`)}\n`).join('');
  return `\n\nPROFILES YOU FOLLOW\n${RULE}\n\n${lines}${others ? `${others}\n` : ''}`;
}

function writeTextLead({ headline, rising, missing }: Lead): string {
  const fast = rising ? ` Rising fastest: ${rising.title}, ▲ ${rising.gained} ${rising.since}.` : '';
  return `${wrapText(headline + fast)}\n${missing ? `\n${wrapText(missing)}\n` : ''}`;
}

type TextSection = TextParts['sections'][number];

/** `before` is the number of the last link above. */
function writeSection(
  { title, papers }: TextSection,
  before: number,
): { stretches: Stretch[]; last: number } {
  const stretches = [makeStretch(`\n\n${wrapText(title.toUpperCase())}\n${RULE}\n\n`)];
  const list: Stretch[] = [];
  let last = before;
  for (const { head, why, numberLinks } of papers) {
    const numbered = numberLinks(last);
    stretches.push(head, why, numbered.marks);
    list.push(numbered.addresses);
    last = numbered.last;
  }
  return { stretches: [...stretches, ...list], last };
}

/** Numbers the links of a paper; it stands after as many others in many mails. */
export function createLinkNumbers(links: Link[]): TextPaper['numberLinks'] {
  const made = new Map<number, NumberedLinks>();
  const number = (before: number): NumberedLinks => ({
    marks: makeStretch(`${writeMarks(links, before)}\n`),
    addresses: makeStretch(writeAddresses(links, before)),
    last: before + links.length,
  });
  return (before) => remember(made, before, number);
}

/** `paper [1] · PDF [2]`. One line always: there are at most four short labels. */
function writeMarks(links: Link[], before: number): string {
  if (links.length === 0) return '';
  return `${links.map(({ label }, index) => `${label} [${before + index + 1}]`).join(' · ')}\n`;
}

function writeAddresses(links: Link[], before: number): string {
  return links.reduce((lines, { url }, index) => `${lines}[${before + index + 1}] ${url}\n`, '');
}

function writeFoot({ left, reason, site, ...urls }: TextParts): string {
  const more = left > 0 ? `\nAnd ${left} more in the web edition: ${urls.viewUrl}\n` : '';
  const links = [
    urls.preferencesUrl ? `Change what you get: ${urls.preferencesUrl}` : undefined,
    `Leave with one click: ${urls.leaveUrl}`,
    `Read on the web: ${urls.viewUrl}`,
    `All editions: ${urls.archiveUrl}`,
  ];
  return `${more}\n${writeTextFoot(reason, links, site.postalAddress)}`;
}

/** Why somebody gets this, what they may do about it, and who sends it, under a double rule. */
export function writeTextFoot(
  reason: string,
  links: readonly (string | undefined)[],
  postalAddress: string,
): string {
  const lines = [
    DOUBLE_RULE,
    wrapText(reason),
    ...(links.length > 0 ? ['', ...links] : []),
    postalAddress ? `\n${wrapText(postalAddress)}` : undefined,
  ];
  return `${lines.filter((line) => line !== undefined).join('\n')}\n`;
}
