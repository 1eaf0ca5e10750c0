import { generateJsonFeed, type JsonFeed } from 'feedsmith';
import type { Feed, FeedEntry } from '../model/feed.js';
import { writeHtml } from './write-html.js';
import { toFeedText } from './xml-text.js';

/** JSON Feed 1.1. */
export function writeJsonFeed(feed: Feed): string {
  const description = toFeedText(feed.description);
  const written = generateJsonFeed({
    title: toFeedText(feed.title) ?? feed.pageUrl,
    home_page_url: feed.pageUrl,
    feed_url: feed.urls.json,
    ...(description !== undefined && { description }),
    icon: feed.iconUrl,
    language: 'en',
    authors: [{ name: toFeedText(feed.publisher) ?? feed.pageUrl, url: feed.pageUrl }],
    items: feed.entries.map(writeItem),
  });
  // An empty list is left out by the library; the format asks for it.
  return JSON.stringify({ items: [], ...(written as object) });
}

function writeItem(entry: FeedEntry): JsonFeed.Item<Date> {
  const { uuid, title, url, viaUrl, authors, summary, topics, publishedAt, updatedAt } = entry;
  const said = toFeedText(summary);
  const names = authors.flatMap((name) => toFeedText(name) ?? []);
  return {
    id: `urn:uuid:${uuid}`,
    url,
    ...(viaUrl !== undefined && { external_url: viaUrl }),
    title: toFeedText(title) ?? url,
    content_html: writeHtml(entry),
    ...(said !== undefined && { summary: said }),
    date_published: publishedAt,
    date_modified: updatedAt,
    authors: names.map((name) => ({ name })),
    tags: topics.flatMap(({ name }) => toFeedText(name) ?? []),
  };
}
