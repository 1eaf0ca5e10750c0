import type { PaperIds } from '../../model/paper.js';

/** What a paper is cited by. Texts are plain Unicode. */
export interface Citable {
  ids: PaperIds;
  title: string;
  authors: string[];
  authorCount: number;
  /** ISO date; its first four characters are the year. */
  publishedAt?: string;
  /** Used where the paper gives no date of its own. */
  firstSeenAt: Date;
  categories: string[];
  /** Where it was published, as a source says it. */
  journalRef?: string;
  url?: string;
}

/** A BibTeX entry and its key, `lovelace2026analytical`. Whatever the paper's texts hold, braces balance and nothing is a command. */
export function citePaper(paper: Citable): { key: string; bibtex: string } {
  const key = keyOf(paper);
  const fields = Object.entries(fieldsOf(paper)).filter(([, value]) => value !== '');
  const lines = fields.map(([name, value]) => `  ${name.padEnd(13)} = {${value}},`);
  const type = paper.journalRef || (paper.ids.doi && !arxivOf(paper)) ? 'article' : 'misc';
  return { key, bibtex: `@${type}{${key},\n${lines.join('\n')}\n}\n` };
}

function fieldsOf(paper: Citable): Record<string, string> {
  const arxiv = arxivOf(paper);
  const [category = ''] = paper.categories;
  const month = /^\d{4}-(\d{2})/.exec(paper.publishedAt ?? '')?.[1];
  return {
    // Doubled, so that no style turns capitals small.
    title: `{${escapeTex(paper.title)}}`,
    author: listAuthors(paper),
    year: yearOf(paper),
    month: month ? String(Number(month)) : '',
    journal: escapeTex(paper.journalRef ?? ''),
    eprint: arxiv ?? '',
    archivePrefix: arxiv ? 'arXiv' : '',
    primaryClass: arxiv && /^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(category) ? category : '',
    doi: escapeAddress(paper.ids.doi ?? ''),
    url: escapeAddress(paper.url ?? ''),
  };
}

function arxivOf({ ids: { arxiv = '' } }: Citable): string | undefined {
  return /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/.test(arxiv) ? arxiv : undefined;
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  // A brace behind a backslash would still be counted by BibTeX.
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** Text in which no sign is a command of LaTeX; on one line. */
export function escapeTex(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\{}^~]|[$&#_%]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`);
}

/** Addresses are taken as they are; only what would upset the braces is written the way addresses write it. */
function escapeAddress(address: string): string {
  return address.trim().replace(/[\\{}\s]/g, encodeURIComponent);
}

function listAuthors({ authors, authorCount }: Citable): string {
  const names = authors.map(writeName);
  if (authorCount > names.length && names.length > 0) names.push('others');
  return names.join(' and ');
}

/** A name that BibTeX would take apart is one word to it: of a group, with ` and ` in it, or with commas in the wrong places. */
function writeName(name: string): string {
  const isWhole =
    /\b(?:and|others)\b/i.test(name) ||
    name.split(',').length > 2 ||
    /(?:^\s*,|,\s*$)/.test(name) ||
    /\b(?:collaboration|consortium|group|team|project)\b/i.test(name);
  return isWhole ? `{${escapeTex(name)}}` : escapeTex(name);
}

const SMALL_WORDS = new Set(
  'a an and are as at be by can do does for from how in into is it its of on or the to toward towards via what when where which why with without'.split(
    ' ',
  ),
);

function keyOf(paper: Citable): string {
  const words = paper.title.split(/[^\p{L}\p{N}\p{M}]+/u).map(toAscii);
  const word = words.find((each) => each.length > 1 && !SMALL_WORDS.has(each)) ?? '';
  const family = familyName(paper.authors[0] ?? '');
  return `${family || 'anonymous'}${yearOf(paper)}${word}`;
}

/** `Ada Lovelace`, `Lovelace, Ada` → `lovelace`. */
function familyName(name: string): string {
  const [before = '', after] = name.split(',', 2);
  const words = (after === undefined ? name : before).trim().split(/\s+/);
  return toAscii(words.at(-1) ?? '') || toAscii(after ?? '');
}

/** Keys are letters and digits that every tool can read. */
function toAscii(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/[^a-z0-9]/g, '');
}

/** As the paper says it, else by its arXiv id, else the year in which it was first seen. */
function yearOf(paper: Citable): string {
  const [said] = /^\d{4}/.exec(paper.publishedAt ?? '') ?? [];
  const [, short] = /^(\d{2})\d{2}\./.exec(arxivOf(paper) ?? '') ?? [];
  return said ?? (short ? `20${short}` : String(paper.firstSeenAt.getUTCFullYear()));
}
