import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReadersChosen } from '../../store/store.js';
import { answerStatus } from '../error-handling.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewEditionDesk } from '../pages/edition-desk-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: { id: string };
}

/** Deliveries on one page. */
const SHOWN = 200;

const Id = z.string().uuid();
const Asked = z.object({ page: z.coerce.number().int().min(1).max(1_000_000).catch(1) });
const Readers = z.object({ reader: z.union([z.literal('all'), Id.transform((id) => [id])]) });

/** What an act needs to know; undefined comes back when there was nothing left to do. */
type Act = (needs: WebNeeds, edition: string, body: unknown) => Promise<Record<string, unknown> | undefined>;

/** The last part of the address, what the audit calls it, and what is done. */
const acts: [path: string, action: string, act: Act][] = [
  ['resend', 'resend-unknown', resendUnknown],
  ['settle', 'settle-unknown', settleUnknown],
  ['pause', 'pause-edition', async ({ store }, id) => ((await store.pauseEdition(id)) ? {} : undefined)],
  ['resume', 'resume-edition', resumeEdition],
  ['stop', 'stop-edition', stopEdition],
];

/**
 * `/admin/editions/:id`: how far an edition has come, and what went wrong with it. Operators decide at `…/resend` and
 * `…/settle` about mails of unknown fate, and at `…/pause`, `…/resume` and `…/stop` whether it goes on.
 */
export function addEditionDeskRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  app.get<Route>('/admin/editions/:id', { onRequest: guard.enter }, (request, reply) =>
    sendDesk(request, reply, needs, pages, request.params.id),
  );
  const checks = { onRequest: guard.enter, preHandler: [guard.act, app.csrfProtection] };
  for (const [path, action, act] of acts) {
    app.post<Route>(`/admin/editions/:id/${path}`, checks, async (request, reply) => {
      const { id } = request.params;
      const done = Id.safeParse(id).success ? await act(needs, id, request.body) : undefined;
      if (!done) return sendDesk(request, reply, needs, pages, id, 'There was nothing left to do.');
      await noteAct(needs, request, action, { edition: id, ...done });
      return reply.redirect(`/admin/editions/${id}`, 303);
    });
  }
}

function noteAct(
  { store }: WebNeeds,
  { operator }: FastifyRequest,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  return store.recordAudit({ who: operator?.name ?? '', action, detail });
}

async function resumeEdition({ store, deliver }: WebNeeds, id: string) {
  if (!(await store.resumeEdition(id))) return undefined;
  await deliver(id);
  return {};
}

async function resendUnknown({ store, clock, deliver }: WebNeeds, id: string, body: unknown) {
  const readers = readReaders(body);
  const planned = readers ? await store.resendUnknown(id, readers, clock.now()) : 0;
  if (planned === 0) return undefined;
  await deliver(id);
  return { readers, planned };
}

async function settleUnknown({ store, clock }: WebNeeds, id: string, body: unknown) {
  const readers = readReaders(body);
  const settled = readers ? await store.settleUnknown(id, readers, clock.now()) : 0;
  return settled > 0 ? { readers, settled } : undefined;
}

const readReaders = (body: unknown): ReadersChosen | undefined => Readers.safeParse(body).data?.reader;

async function stopEdition({ store }: WebNeeds, id: string) {
  const ended = await store.stopEdition(id);
  return ended === undefined ? undefined : { ended };
}

async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, config, outbox }: WebNeeds,
  pages: Pages,
  id: string,
  problem?: string,
): Promise<FastifyReply> {
  const edition = await store.editionDesk(id);
  if (edition === undefined) return answerStatus(request, reply, pages, 404);
  const { page: at } = Asked.parse(request.query ?? {});
  const model = viewEditionDesk({
    edition,
    troubled: await store.troubledDeliveries(id, { limit: SHOWN, offset: (at - 1) * SHOWN }),
    pages: { at, size: SHOWN },
    desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
    acts: request.operator?.role === 'operator',
    timeZone: config.editions.timeZone,
    ...(problem !== undefined && { problem }),
  });
  return pages.send(reply, 'edition-desk', model, { status: problem === undefined ? 200 : 409 });
}
