import type { EditionPaper } from '../../model/edition.js';
import { authorHref } from './paper-href.js';

/** The authors of a paper: the first ones, and all others folded away. */
export interface ShownAuthors {
  first: AuthorName[];
  rest: AuthorName[];
  /** `and 570 more, whom no source names`. */
  unnamed?: string;
}

/** A name; with an address where a profile of this person is known. */
export interface AuthorName {
  name: string;
  href?: string;
}

const SHOWN = 24;

/** Names in the order of the paper. Whoever is known under another spelling stands where the paper's own spelling does, else last. */
export function nameAuthors({
  authors,
  authorCount,
  authorIds,
  authorNames = {},
}: Pick<EditionPaper, 'authors' | 'authorCount' | 'authorIds' | 'authorNames'>): ShownAuthors {
  const known = authorIds.map((id) => ({ name: authorNames[id] ?? '', href: authorHref(id) }));
  const named = authors.map((name) => known.find((one) => isSameName(one.name, name)) ?? { name });
  const asPrinted = named.map((one, at) => ({ ...one, name: authors[at] ?? one.name }));
  const others = known.filter(
    ({ name, href }) => name !== '' && !asPrinted.some((one) => 'href' in one && one.href === href),
  );
  const all: AuthorName[] = [...asPrinted, ...others];
  const unnamed = authorCount - all.length;
  return {
    first: all.slice(0, SHOWN),
    rest: all.slice(SHOWN),
    ...(unnamed > 0 && authors.length > 0 && { unnamed: `and ${unnamed} more, whom no source names` }),
  };
}

const isSameName = (one: string, other: string): boolean => one !== '' && foldName(one) === foldName(other);

/** Case, accents and full stops do not make another person of somebody in one list of authors; `Byron, Ada` is Ada Byron. */
function foldName(name: string): string {
  const [before = '', after] = name.split(',', 2);
  const turned = after === undefined ? name : `${after} ${before}`;
  const folded = turned.normalize('NFKD').toLowerCase();
  return folded
    .replace(/[^\p{L}\p{N}\s]+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
