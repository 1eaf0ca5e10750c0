import type { FastifyInstance, FastifyReply } from 'fastify';
import type { OperatorGuard } from '../operator-guard.js';
import { openLinksElsewhere, viewMail, viewOutbox } from '../pages/outbox-page.js';
import type { Pages } from '../pages.js';
import { mailPolicy } from '../security-headers.js';
import type { Outbox, WebNeeds } from '../web-needs.js';

interface Route {
  Params: { name: string };
}

/** `/outbox`: the mails that were written instead of sent. Each HTML part is shown in a frame that runs nothing and asks for nothing. */
export function addOutboxRoutes(
  app: FastifyInstance,
  outbox: Outbox,
  { config }: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  const behindLogin = { onRequest: guard.enter };
  const frame = (reply: FastifyReply) => ({ csrf: reply.generateCsrf(), hasOutbox: true });

  app.get('/outbox', behindLogin, async (_request, reply) =>
    pages.send(reply, 'outbox', viewOutbox(await outbox.list(), config.editions.timeZone, frame(reply))),
  );

  app.get<Route>('/outbox/:name', behindLogin, async ({ params }, reply) => {
    const mail = await outbox.read(params.name);
    if (mail === undefined) return reply.callNotFound();
    return pages.send(reply, 'mail', viewMail(params.name, mail, frame(reply)));
  });

  app.get<Route>('/outbox/:name/html', behindLogin, async ({ params }, reply) => {
    const mail = await outbox.read(params.name);
    if (!mail?.html) return reply.callNotFound();
    reply.helmet({ contentSecurityPolicy: mailPolicy, xFrameOptions: { action: 'sameorigin' } });
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
    return reply.send(openLinksElsewhere(mail.html));
  });
}
