import type { FastifyInstance } from 'fastify';
import { visitDesk } from '../desk-visit.js';
import { createFeed, type EventStreams } from '../event-stream.js';
import type { OperatorGuard } from '../operator-guard.js';
import { OVERVIEW_PARTS, viewOverview } from '../pages/overview-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';
import { gatherOverview } from './gather-overview.js';

/** How often what is shown live is looked at, for all who look together. */
const LOOK_MS = 2_000;

/** `/admin`: everything at a glance; `/admin/events` tells the page what has changed since. */
export function addAdminRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
  streams: EventStreams,
): void {
  const behindLogin = { onRequest: guard.enter };
  const feed = createFeed({
    look: async () => viewOverview(await gatherOverview(needs)),
    everyMs: LOOK_MS,
    logger: needs.logger,
  });

  app.get('/admin', behindLogin, async (request, reply) =>
    pages.send(reply, 'overview', {
      ...visitDesk(request, reply, needs),
      parts: viewOverview(await gatherOverview(needs)),
    }),
  );

  app.get('/admin/events', { ...behindLogin, exposeHeadRoute: false }, (request, reply) =>
    streams.open(reply, {
      feed,
      isWelcome: () => guard.isIn(request),
      toEvents: (parts) => [
        ...OVERVIEW_PARTS.map((event) => ({ event, data: pages.render(`overview-${event}`, parts) })),
        { event: 'as-of', data: parts.asOf },
      ],
    }),
  );
}
