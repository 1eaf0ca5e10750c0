import { type AnyFeed, type AtomFeed, type JsonFeed, parseFeed, type RdfFeed, type RssFeed } from 'feedsmith';
import { ParseError } from '../../errors.js';
import { missingLandmark } from './missing-landmark.js';

/** A text of a feed, and whether tags in it are markup (RSS does not say, so they are taken for it). */
export interface FeedText {
  text: string;
  isMarkup: boolean;
}

/** One paper as any feed tells it: texts as they came, absence as undefined or an empty list. */
export interface FeedItem {
  /** The feed's own name for it: `guid`, `id` or `rdf:about`. */
  id: string | undefined;
  title: FeedText | undefined;
  /** The address first, then others at which an arXiv id or DOI may stand. */
  links: string[];
  /** The shortest text about it first. */
  texts: FeedText[];
  /** One or several names each. */
  authors: string[];
  /** RFC 822 or ISO 8601. */
  date: string | undefined;
  keywords: string[];
}

/** Reads RSS, Atom, RDF or JSON Feed. Raises `ParseError` when the text is none of them, or cut. */
export function readFeedItems(sourceId: string, body: string): FeedItem[] {
  const parsed = parse(sourceId, body);
  if (parsed.format === 'rss') return (parsed.feed.items ?? []).map(fromRss);
  if (parsed.format === 'atom') return (parsed.feed.entries ?? []).map(fromAtom);
  if (parsed.format === 'rdf') return (parsed.feed.items ?? []).map(fromRdf);
  if (parsed.feed.items) return parsed.feed.items.map(fromJson);
  throw missingLandmark(sourceId, '', 'the list of the JSON Feed');
}

/** Feeds hold what is new. A longer one is no feed, and reading it would take the better part of a minute. */
const MOST_PAPERS = 5000;

function refuseEndlessFeed(sourceId: string, body: string): void {
  let papers = 0;
  for (const _paper of body.matchAll(/<(?:[\w-]{1,20}:)?(?:item|entry)[\s>/]/gi)) papers += 1;
  if (papers > MOST_PAPERS)
    throw new ParseError(
      `${sourceId}: the feed has ${papers} papers; ${MOST_PAPERS} are the most that are read`,
    );
}

function parse(sourceId: string, body: string): AnyFeed {
  const isXml = !/^\s*\{/.test(body);
  refuseEndlessFeed(sourceId, body);
  try {
    const parsed = parseFeed(body);
    if (!isXml || /<\/(?:[\w-]+:)?(?:rss|feed|rdf)\s*>/i.test(body)) return parsed;
  } catch (cause) {
    if (isXml && !/<(?:[\w-]+:)?(?:rss|feed|rdf)[\s>]/i.test(body))
      throw missingLandmark(sourceId, body, 'the feed');
    throw new ParseError(`${sourceId}: the feed is cut or broken`, { cause });
  }
  throw new ParseError(`${sourceId}: the feed is cut: its end is missing`);
}

function fromRss(item: RssFeed.Item<string>): FeedItem {
  return {
    id: item.guid?.value,
    title: markup(item.title ?? item.dc?.titles?.[0]),
    links: present([item.link, item.guid?.value, item.prism?.doi, ...(item.dc?.identifiers ?? [])]),
    texts: present([item.description, item.dc?.descriptions?.[0], item.content?.encoded].map(markup)),
    authors: item.dc?.creators ?? present((item.authors ?? []).map(({ name }) => name)),
    date: item.pubDate ?? item.dc?.dates?.[0] ?? item.prism?.publicationDates?.[0],
    keywords: present((item.categories ?? []).map(({ name }) => name)),
  };
}

function fromRdf(item: RdfFeed.Item<string>): FeedItem {
  return {
    id: item.rdf?.about,
    title: markup(item.title),
    links: present([item.link, item.rdf?.about, ...(item.dc?.identifiers ?? [])]),
    texts: present([item.description, item.dc?.descriptions?.[0], item.content?.encoded].map(markup)),
    authors: item.dc?.creators ?? [],
    date: item.dc?.dates?.[0],
    keywords: item.dc?.subjects ?? [],
  };
}

function fromAtom(entry: AtomFeed.Entry<string>): FeedItem {
  const links = entry.links ?? [];
  const page = links.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links[0];
  return {
    id: entry.id,
    title: construct(entry.title),
    links: present([page?.href, entry.id, ...(entry.dc?.identifiers ?? []), entry.arxiv?.doi]),
    texts: present([entry.summary, entry.content].map(construct)),
    authors: entry.dc?.creators ?? present((entry.authors ?? []).map(({ name }) => name)),
    date: entry.published ?? entry.updated,
    keywords: present((entry.categories ?? []).map(({ label, term }) => label ?? term)),
  };
}

function fromJson(item: JsonFeed.Item<string>): FeedItem {
  return {
    id: item.id,
    title: plain(item.title),
    links: present([item.url, item.external_url, item.id]),
    texts: present([plain(item.summary), plain(item.content_text), markup(item.content_html)]),
    authors: present((item.authors ?? []).map(({ name }) => name)),
    date: item.date_published ?? item.date_modified,
    keywords: item.tags ?? [],
  };
}

/** RFC 4287, section 3.1: a text construct without a type is plain. */
function construct(given: { value?: string; type?: string } | undefined): FeedText | undefined {
  if (given?.value === undefined) return undefined;
  return { text: given.value, isMarkup: /html/i.test(given.type ?? 'text') };
}

function markup(text: string | undefined): FeedText | undefined {
  return text === undefined ? undefined : { text, isMarkup: true };
}

function plain(text: string | undefined): FeedText | undefined {
  return text === undefined ? undefined : { text, isMarkup: false };
}

function present<T>(list: (T | undefined)[]): T[] {
  return list.filter((each) => each !== undefined);
}
