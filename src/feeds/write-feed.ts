import type { Feed, FeedFormat } from '../model/feed.js';
import { writeAtom } from './write-atom.js';
import { writeJsonFeed } from './write-json-feed.js';
import { writeRss } from './write-rss.js';

const writers: Record<FeedFormat, (feed: Feed) => string> = {
  atom: writeAtom,
  rss: writeRss,
  json: writeJsonFeed,
};

/** Writes a feed in a format, valid whatever its texts hold. The same feed is always written the same. */
export function writeFeed(feed: Feed, format: FeedFormat): string {
  return writers[format](feed);
}
