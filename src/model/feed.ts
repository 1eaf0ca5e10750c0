/** The three ways in which feed readers are told the same. */
export type FeedFormat = 'atom' | 'rss' | 'json';

/** How a format is called, how the addresses of its feeds end, and what they are served as (RFC 4287, RSS 2.0, JSON Feed 1.1). */
export const FEED_FORMATS: Readonly<Record<FeedFormat, { name: string; ending: string; type: string }>> = {
  atom: { name: 'Atom', ending: 'xml', type: 'application/atom+xml' },
  rss: { name: 'RSS', ending: 'rss', type: 'application/rss+xml' },
  json: { name: 'JSON Feed', ending: 'json', type: 'application/feed+json' },
};

/** A feed, before it is written in one of the formats. All addresses are absolute; texts are plain. */
export interface Feed {
  title: string;
  description: string;
  /** Who publishes it. */
  publisher: string;
  /** The page that shows the same to people. */
  pageUrl: string;
  /** Where the feed is, by format. */
  urls: Readonly<Record<FeedFormat, string>>;
  iconUrl: string;
  /** When what it holds last changed. */
  updatedAt: Date;
  /** Newest first, or in the order of the page. */
  entries: FeedEntry[];
}

/** A paper or an edition in a feed. */
export interface FeedEntry {
  /** Stays the same wherever and whenever the entry appears; that of a paper is the same in every feed. */
  uuid: string;
  title: string;
  url: string;
  /** Where what it tells comes from: a paper's own page. */
  viaUrl?: string;
  /** The first names, in order. */
  authors: string[];
  /** All of them in words: `First Author, Second Author et al.` */
  byline?: string;
  summary?: string;
  /** What it leads to, when it is a list of papers. */
  papers?: { title: string; url: string }[];
  topics: { name: string; url: string }[];
  publishedAt: Date;
  updatedAt: Date;
}
