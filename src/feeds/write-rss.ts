import { generateRssFeed, type RssFeed } from 'feedsmith';
import { FEED_FORMATS, type Feed, type FeedEntry } from '../model/feed.js';
import { writeHtml } from './write-html.js';
import { toFeedText } from './xml-text.js';

/** RSS 2.0, with the names of authors in Dublin Core: RSS itself knows authors by mail address only. */
export function writeRss(feed: Feed): string {
  const title = toFeedText(feed.title) ?? feed.pageUrl;
  return generateRssFeed({
    title,
    link: feed.pageUrl,
    description: toFeedText(feed.description) ?? title,
    language: 'en',
    lastBuildDate: feed.updatedAt,
    docs: 'https://www.rssboard.org/rss-specification',
    atom: { links: [{ href: feed.urls.rss, rel: 'self', type: FEED_FORMATS.rss.type }] },
    items: feed.entries.map(writeItem),
  });
}

function writeItem(entry: FeedEntry): RssFeed.Item<Date> {
  const { uuid, title, url, authors, topics, publishedAt } = entry;
  const names = authors.flatMap((name) => toFeedText(name) ?? []);
  return {
    title: toFeedText(title) ?? url,
    link: url,
    description: writeHtml(entry),
    guid: { value: `urn:uuid:${uuid}`, isPermaLink: false },
    pubDate: publishedAt,
    categories: topics.map((topic) => ({ name: toFeedText(topic.name) ?? topic.url })),
    ...(names.length > 0 && { dc: { creators: names } }),
  };
}
