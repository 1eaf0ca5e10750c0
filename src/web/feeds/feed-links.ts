import { FEED_FORMATS, type FeedFormat } from '../../model/feed.js';

/** A feed as a page names it to feed readers, and to people. */
export interface FeedLink {
  /** `Robotics (Atom)` */
  title: string;
  /** `Atom` */
  format: string;
  type: string;
  href: string;
}

export const FORMATS = Object.keys(FEED_FORMATS) as FeedFormat[];

/** The feeds of a page, such as `/`, `/topics/robotics` or `/editions/2026-08-17?cadence=weekly`, in all formats. */
export function linkFeeds(page: string, title: string): FeedLink[] {
  return FORMATS.map((format) => {
    const { name, type } = FEED_FORMATS[format];
    return { title: `${title} (${name})`, format: name, type, href: feedHref(page, format) };
  });
}

/** Where the feed of a page is on the web. */
export function feedHref(page: string, format: FeedFormat): string {
  const [path = '/', query] = page.split('?');
  const feed = `${path === '/' ? '' : path}/feed.${FEED_FORMATS[format].ending}`;
  return query === undefined ? feed : `${feed}?${query}`;
}
