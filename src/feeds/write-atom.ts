import { type AtomFeed, generateAtomFeed } from 'feedsmith';
import { FEED_FORMATS, type Feed, type FeedEntry } from '../model/feed.js';
import { writeHtml } from './write-html.js';
import { toFeedText } from './xml-text.js';

/** RFC 4287. The feed is named by its own address, an entry by its uuid. */
export function writeAtom(feed: Feed): string {
  return generateAtomFeed({
    id: feed.urls.atom,
    title: { value: toFeedText(feed.title) ?? feed.pageUrl, type: 'text' },
    ...subtitle(feed),
    updated: feed.updatedAt,
    authors: [{ name: toFeedText(feed.publisher) ?? feed.pageUrl, uri: feed.pageUrl }],
    icon: feed.iconUrl,
    links: [
      { href: feed.urls.atom, rel: 'self', type: FEED_FORMATS.atom.type },
      { href: feed.pageUrl, rel: 'alternate', type: 'text/html' },
    ],
    entries: feed.entries.map(writeEntry),
  });
}

function subtitle({ description }: Feed): Pick<AtomFeed.Feed<Date>, 'subtitle'> {
  const value = toFeedText(description);
  return value === undefined ? {} : { subtitle: { value, type: 'text' } };
}

function writeEntry(entry: FeedEntry): AtomFeed.Entry<Date> {
  const { uuid, title, url, viaUrl, authors, summary, papers, topics, publishedAt, updatedAt } = entry;
  const said = toFeedText(summary);
  return {
    id: `urn:uuid:${uuid}`,
    title: { value: toFeedText(title) ?? url, type: 'text' },
    links: [
      { href: url, rel: 'alternate', type: 'text/html' },
      ...(viaUrl === undefined ? [] : [{ href: viaUrl, rel: 'via' }]),
    ],
    published: publishedAt,
    updated: updatedAt,
    authors: authors.flatMap((name) => toFeedText(name) ?? []).map((name) => ({ name })),
    categories: topics.map((topic) => ({ term: topic.url, label: toFeedText(topic.name) ?? topic.url })),
    ...(said !== undefined && { summary: { value: said, type: 'text' as const } }),
    ...(papers && { content: { value: writeHtml(entry), type: 'html' as const } }),
  };
}
