import { FEED_FORMATS, type Feed, type FeedEntry, type FeedFormat } from '../../src/model/feed.js';

export const FORMATS = Object.keys(FEED_FORMATS) as FeedFormat[];

const site = 'https://paper.example.org';

/** A paper as an entry; `number` makes it another one. */
export function entry(number = 1, over: Partial<FeedEntry> = {}): FeedEntry {
  const uuid = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    uuid,
    title: `Folding ${number} cranes`,
    url: `${site}/papers/${uuid}`,
    viaUrl: `https://arxiv.org/abs/2608.${10_000 + number}`,
    authors: ['Ada Byron', 'Charles Babbage'],
    byline: 'Ada Byron, Charles Babbage',
    summary: 'An arm learns to fold. (AI summary)',
    topics: [{ name: 'Robotics', url: `${site}/topics/robotics` }],
    publishedAt: new Date('2026-08-20T06:00:00Z'),
    updatedAt: new Date('2026-08-21T06:00:00Z'),
    ...over,
  };
}

/** A feed whose updatedAt is that of its first entry. */
export function feed(entries: FeedEntry[] = [entry()], over: Partial<Feed> = {}): Feed {
  return {
    title: 'Robotics · Broadsheet',
    description: 'New research papers on Robotics.',
    publisher: 'Broadsheet',
    pageUrl: `${site}/topics/robotics`,
    urls: {
      atom: `${site}/topics/robotics/feed.xml`,
      rss: `${site}/topics/robotics/feed.rss`,
      json: `${site}/topics/robotics/feed.json`,
    },
    iconUrl: `${site}/assets/icon.svg`,
    updatedAt: entries[0]?.updatedAt ?? new Date('2026-08-21T00:00:00Z'),
    entries,
    ...over,
  };
}
