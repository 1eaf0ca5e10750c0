import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { visitDesk } from '../desk-visit.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewAudit } from '../pages/audit-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

/** Acts on one page. */
const SHOWN = 50;

/** PostgreSQL takes no NUL in a text; an empty choice is none. */
const Word = z
  .string()
  .regex(/^\P{Cc}{1,200}$/u)
  .optional()
  .catch(undefined);
const Asked = z.object({
  who: Word,
  action: Word,
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});

/** `/admin/audit`: who did what, and when. */
export function addAuditRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  app.get('/admin/audit', { onRequest: guard.enter }, async (request, reply) => {
    const { who, action, before } = Asked.parse(request.query ?? {});
    const asked = {
      ...(who !== undefined && { who }),
      ...(action !== undefined && { action }),
      ...(before !== undefined && { before }),
    };
    const [entries, words] = await Promise.all([
      needs.store.auditEntries({ ...asked, limit: SHOWN }),
      needs.store.auditWords(),
    ]);
    const page = viewAudit({ visit: visitDesk(request, reply, needs), words, asked, entries, size: SHOWN });
    return pages.send(reply, 'audit', page);
  });
}
