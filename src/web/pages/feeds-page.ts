import type { Topic } from '../../model/topic.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';

/** Where all feeds are. */
export interface FeedsPage {
  lines: FeedLine[];
  /** In the order of their names. */
  topics: FeedLine[];
  /** For feed readers that are given the address of this page. */
  feeds: FeedLink[];
}

/** A subject and its feeds, one a format. */
export interface FeedLine {
  name: string;
  feeds: FeedLink[];
}

export function viewFeeds(topics: readonly Pick<Topic, 'id' | 'name'>[], siteTitle: string): FeedsPage {
  const line = (name: string, page: string) => ({ name, feeds: linkFeeds(page, name) });
  return {
    lines: [line('All new papers', '/'), line('Editions', '/editions')],
    topics: topics
      .map(({ id, name }) => line(name, `/topics/${id}`))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    feeds: linkFeeds('/', siteTitle),
  };
}
