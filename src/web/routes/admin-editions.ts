import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { visitDesk } from '../desk-visit.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewEditions } from '../pages/editions-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

/** Editions on one page. */
const SHOWN = 20;

const Asked = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });

/** `/admin/editions`: every edition, and how far it has come. */
export function addEditionListRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  app.get('/admin/editions', { onRequest: guard.enter }, async (request, reply) => {
    const { page: at } = Asked.parse(request.query ?? {});
    const editions = await needs.store.editionSummaries({ limit: SHOWN + 1, offset: (at - 1) * SHOWN });
    const visit = visitDesk(request, reply, needs);
    return pages.send(reply, 'editions', viewEditions(visit, editions, { at, size: SHOWN }));
  });
}
