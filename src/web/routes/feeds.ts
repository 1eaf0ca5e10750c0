import type { FastifyInstance } from 'fastify';
import { FEED_FORMATS } from '../../model/feed.js';
import { shared } from '../caching/share-answers.js';
import { answerStatus } from '../error-handling.js';
import { FORMATS, feedHref } from '../feeds/feed-links.js';
import { type Asked, FEEDS, gatherFeed } from '../feeds/gather-feed.js';
import { viewFeeds } from '../pages/feeds-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: Asked;
  Querystring: Asked;
}

/** Feed readers come every few minutes; so long a proxy may answer them. */
const KEPT = 'public, max-age=60, must-revalidate';

/** `…/feed.xml`, `.rss` and `.json` of everything, a topic, an author, the editions and one edition; `/feeds` lists them. */
export function addFeedRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  const { topics, site } = needs.config;
  app.get('/feeds', shared, async (_request, reply) =>
    pages.send(reply, 'feeds', viewFeeds(topics, site.title), { publicly: true }),
  );
  for (const [page, gather] of Object.entries(FEEDS))
    for (const format of FORMATS)
      app.get<Route>(feedHref(page, format), shared, async (request, reply) => {
        const feed = await gatherFeed(gather, needs, { ...request.query, ...request.params });
        if (feed === undefined) return answerStatus(request, reply, pages, 404);
        return reply
          .header('cache-control', KEPT)
          .header('last-modified', feed.updatedAt.toUTCString())
          .type(`${FEED_FORMATS[format].type}; charset=utf-8`)
          .send(needs.writeFeed(feed, format));
      });
}
