import { z } from 'zod';
import { readFeedItems } from './reading/feed-item.js';
import { readFeedPaper } from './reading/feed-paper.js';
import { readPapers } from './reading/read-papers.js';
import { defineSource } from './source.js';

const ID = 'feed';

/** Any RSS, Atom, RDF or JSON Feed of papers: lab blogs, journals. The scope is the feed's address. */
export default defineSource({
  id: ID,
  homepage: 'https://www.rssboard.org',
  scopes: {
    url: z.url({
      protocol: /^https?$/,
      error: 'the address of a feed, such as https://example.org/feed.xml',
    }),
  },
  news: 'baseline',
  requests: ({ url = '' }) => [[{ url, kind: 'api' }]],
  sitesOf: ({ url = '' }) => (URL.canParse(url) ? [new URL(url).origin] : []),
  parse(page) {
    return readPapers(ID, readFeedItems(ID, page.body), (item) => readFeedPaper(item, page.url));
  },
});
