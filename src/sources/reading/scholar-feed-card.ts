import { ParseError } from '../../errors.js';
import type { Sighting } from '../../model/paper.js';
import { CARD_DATE, readCardDate } from './card-date.js';
import { dropAbsent } from './drop-absent.js';
import { indexLinks } from './index-links.js';
import { arxivIdInLink } from './linked-paper.js';
import type { VisibleText } from './visible-text.js';

/** A paper as the page shows it: where it begins, what is written, and what is linked. */
export interface ScholarFeedCard {
  /** Index of its first line. */
  first: number;
  badge: string;
  /** As shown, without its year when it is the current one. */
  date: string;
  /** Title, authors, abstract. */
  texts: string[];
  links: string[];
}

/** The badge (the category after its dot) is glued to the date, or stands on a line before it. */
const BADGE = '[A-Z]{2,4}|[a-z]{2,8}(?:-[a-z]{2,4})?(?:\\.[A-Za-z-]{2,8})?';
const BADGE_ONLY = new RegExp(`^(?:${BADGE})$`);
const BADGE_DATE = new RegExp(`^(${BADGE})?? ?${CARD_DATE}$`);

/** Finds where each paper begins: at a badge with a date. */
export function findScholarFeedCards({ lines, links }: VisibleText): ScholarFeedCard[] {
  const texts = lines.map(({ text }) => text);
  const dated = texts.flatMap((text, index) => {
    const [, badge, date] = BADGE_DATE.exec(text) ?? [];
    return date === undefined ? [] : [beginCard(texts, index, badge, date)];
  });
  const findLinks = indexLinks(links);
  return dated.map((card, index) => {
    const end = dated[index + 1]?.first ?? texts.length;
    return { ...card, texts: texts.slice(card.after, end), links: findLinks(card.first, end) };
  });
}

function beginCard(texts: string[], index: number, glued: string | undefined, date: string) {
  const before = texts[index - 1] ?? '';
  const isApart = glued === undefined && BADGE_ONLY.test(before);
  return {
    first: isApart ? index - 1 : index,
    after: index + 1,
    badge: glued ?? (isApart ? before : ''),
    date,
  };
}

/** Reads a card: its title, then its authors, then its abstract. Raises `ParseError` when nothing is below the date. */
export function readScholarFeedCard(card: ScholarFeedCard, visitedAt: Date): Sighting {
  const [title, ...below] = card.texts;
  if (title === undefined) throw new ParseError('it has no title');
  const named = below.findIndex((line, index) => !isOfAuthors(line, index));
  const people = readPeople(below.slice(0, named < 0 ? below.length : named).join(' '));
  const arxiv = card.links.map(arxivIdInLink).find((id) => id !== undefined);
  return {
    ids: arxiv === undefined ? {} : { arxiv },
    ...dropAbsent({
      title,
      abstract: named < 0 ? '' : below.slice(named).join(' '),
      categories: [card.badge].filter((badge) => badge !== ''),
      publishedAt: readCardDate(card.date, visitedAt),
      institutions: people.institutions,
      authorCount: people.authorCount,
    }),
    authors: people.authors,
  };
}

/** The first line below the title when it reads like names, and the lines that go on with it. */
function isOfAuthors(line: string, index: number): boolean {
  if (index > 0) return /^(?:[,·•]|et al\b)/.test(line);
  const names = splitNames(line.split(/(?<!\s)\s*[·•]\s*/)[0] ?? '');
  return names.every(
    (name) => name.split(' ').length <= 6 && /^\p{L}/u.test(name) && !/[a-z]{3}\.$/.test(name),
  );
}

/** `A, B, C et al. · cmu`: after the dot stand institutions. Those after `et al.` are not counted on the page. */
function readPeople(line: string) {
  const [names = '', ...tags] = line.split(/(?<!\s)\s*[·•]\s*/);
  const authors = splitNames(names);
  const isWhole = !/\bet al\b/.test(names);
  return {
    authors,
    authorCount: isWhole ? authors.length || undefined : undefined,
    institutions: tags.flatMap((tag) => tag.split(/,\s*/)).filter((tag) => tag !== ''),
  };
}

function splitNames(names: string): string[] {
  return names
    .replace(/(?<![,\s])[,\s]*\bet al\.?\s*$/, '')
    .split(/(?<!\s)\s*,\s*/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
