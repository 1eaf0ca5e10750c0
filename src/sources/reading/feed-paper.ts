import { DateTime } from 'luxon';
import { ParseError } from '../../errors.js';
import type { PaperIds, Sighting } from '../../model/paper.js';
import { splitNames } from './arxiv-names.js';
import { readVersionedId } from './arxiv-versioned-id.js';
import { dropAbsent } from './drop-absent.js';
import { arxivIdInDoi, readDoi } from './feed-doi.js';
import type { FeedItem } from './feed-item.js';
import { readFeedText } from './feed-text.js';
import { oneLine } from './one-line.js';
import { webAddress } from './web-address.js';

/** Feeds that carry whole posts: what is longer is no abstract, and cut. In characters. */
const LONGEST = 4000;

/** Reads one item of a feed; `base` is the feed's address. Raises `ParseError` when it has no title. */
export function readFeedPaper(item: FeedItem, base: string): Sighting {
  const title = item.title === undefined ? '' : readFeedText(item.title);
  if (title === '') throw new ParseError('it has no title');
  const authors = [...new Set(item.authors.flatMap(readAuthors))];
  const fields = {
    title,
    url: webAddress(item.links[0], base),
    abstract: readAbstract(item),
    publishedAt: readDate(item.date),
    keywords: [...new Set(item.keywords.map(oneLine))].filter((keyword) => keyword !== ''),
    authorCount: authors.length || undefined,
  };
  return { ids: readIds(item, base), ...dropAbsent(fields), authors };
}

/** What all the world calls the paper, else what the feed calls it: at best an address, and with the site before it if it is none. */
function readIds({ id, links }: FeedItem, base: string): PaperIds {
  const arxiv = firstOf(links, arxivIdAt);
  const doi = firstOf(links, readDoi);
  if (arxiv !== undefined || doi !== undefined)
    return { ...(arxiv !== undefined && { arxiv }), ...(doi !== undefined && { doi }) };
  const name = oneLine(id ?? links[0] ?? '');
  if (name === '') return {};
  const isAddress = /^(?:https?:\/\/|tag:|urn:)/i.test(name);
  return { feed: isAddress ? name : `${siteOf(base)}#${name}` };
}

/** Bare numbers are left alone: a feed may number its items as it likes. */
function arxivIdAt(link: string): string | undefined {
  return /arxiv/i.test(link) ? readVersionedId(arxivIdInDoi(link) ?? link)?.id : undefined;
}

function siteOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

function firstOf(links: string[], read: (link: string) => string | undefined): string | undefined {
  return links.map((link) => read(link.replace(/[?#].*$/s, ''))).find((found) => found !== undefined);
}

/** The first of the texts that says something, without the word it may begin with. */
function readAbstract({ texts, title }: FeedItem): string {
  const read = texts.map((text) => readFeedText(text).replace(/^abstract\s*[:.]\s*/i, ''));
  const said = read.find((text) => text !== '' && text !== title?.text.trim()) ?? '';
  if (said.length <= LONGEST) return said;
  return `${said.slice(0, LONGEST).replace(/\s+\S*$/, '')} …`;
}

/** `A B, C D and E F` are three people, `Doe, Jane` is one. */
function readAuthors(text: string): string[] {
  const parts = oneLine(text).split(/(?<!\s)\s*;\s*|,\s+and\s+|(?<!\s)\s+and\s+/);
  return parts.flatMap(readNames).filter((name) => name !== '');
}

function readNames(text: string): string[] {
  const names = splitNames(text);
  const [family = '', given, ...more] = names;
  if (names.every((name) => name.includes(' '))) return names;
  return given === undefined || more.length > 0 ? [text] : [`${given} ${family}`];
}

/** As ISO 8601, in UTC where no zone is named. A date that is in neither form is left out. */
function readDate(text: string | undefined): string | undefined {
  const date = oneLine(text ?? '');
  const iso = DateTime.fromISO(date, { zone: 'utc' });
  if (iso.isValid && /^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const moment = iso.isValid ? iso : DateTime.fromRFC2822(date, { zone: 'utc' });
  return moment.isValid ? (moment.toISO({ suppressMilliseconds: true }) ?? undefined) : undefined;
}
