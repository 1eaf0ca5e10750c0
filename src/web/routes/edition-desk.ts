import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DeliveryProgress, ReadersChosen } from '../../store/store.js';
import { answerStatus } from '../error-handling.js';
import { createFeeds, type EventStreams, type StreamEvent } from '../event-stream.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewEditionDesk } from '../pages/edition-desk-page.js';
import { viewProgress } from '../pages/edition-progress.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: { id: string };
}

/** Deliveries on one page. */
const SHOWN = 200;

const Id = z.string().uuid();
const Query = z.object({ page: z.coerce.number().int().min(1).max(1_000_000).catch(1) });
const Readers = z.object({ reader: z.union([z.literal('all'), Id.transform((id) => [id])]) });

/** Whom an act is about, and who does it. */
interface Asked {
  edition: string;
  body: unknown;
  who: string;
}

/** False when there was nothing left to do. The store notes who did it. */
type Act = (needs: WebNeeds, asked: Asked) => Promise<boolean>;

/** The last part of the address, and what is done. */
const acts: [path: string, act: Act][] = [
  ['resend', resendUnknown],
  ['settle', settleUnknown],
  ['pause', ({ store }, { edition, who }) => store.pauseEdition(edition, who)],
  ['resume', resumeEdition],
  ['stop', async ({ store }, { edition, who }) => (await store.stopEdition(edition, who)) !== undefined],
];

/** How often a page that is open is told how far the edition has come. */
const LOOK_MS = 1_000;

/**
 * `/admin/editions/:id`: how far an edition has come, live, and what went wrong with it. Operators decide at `…/resend` and
 * `…/settle` about mails of unknown fate, and at `…/pause`, `…/resume` and `…/stop` whether it goes on.
 */
export function addEditionDeskRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
  streams: EventStreams,
): void {
  const { store, clock, config } = needs;
  const behindLogin = { onRequest: guard.enter };
  app.get<Route>('/admin/editions/:id', behindLogin, (request, reply) =>
    sendDesk(request, reply, needs, pages, request.params.id),
  );
  const feeds = createFeeds({
    look: async (id) => {
      const progress = await store.deliveryProgress(id, clock.now());
      return progress && { progress, at: clock.now() };
    },
    everyMs: LOOK_MS,
    logger: needs.logger,
  });
  app.get<Route>(
    '/admin/editions/:id/progress',
    { ...behindLogin, exposeHeadRoute: false },
    async (request, reply) => {
      const { id } = request.params;
      if ((await store.deliveryProgress(id, clock.now())) === undefined) return reply.callNotFound();
      return streams.open(reply, {
        feed: feeds.of(id),
        isWelcome: () => guard.isIn(request),
        toEvents: (look) => (look ? tellProgress(look, config.editions.timeZone, pages) : []),
      });
    },
  );
  const checks = { onRequest: guard.enter, preHandler: [guard.act, app.csrfProtection] };
  for (const [path, act] of acts) {
    app.post<Route>(`/admin/editions/:id/${path}`, checks, async (request, reply) => {
      const { id } = request.params;
      const asked = { edition: id, body: request.body, who: request.operator?.name ?? '' };
      const isDone = Id.safeParse(id).success && (await act(needs, asked));
      if (!isDone) return sendDesk(request, reply, needs, pages, id, 'There was nothing left to do.');
      return reply.redirect(`/admin/editions/${id}`, 303);
    });
  }
}

function tellProgress(
  { progress, at }: { progress: DeliveryProgress; at: Date },
  timeZone: string,
  pages: Pages,
): StreamEvent[] {
  const view = viewProgress(progress, { now: at, timeZone });
  return [
    { event: 'progress', data: pages.render('edition-desk-progress', view) },
    { event: 'as-of', data: view.asOf },
  ];
}

async function resumeEdition({ store, deliver }: WebNeeds, { edition, who }: Asked): Promise<boolean> {
  if (!(await store.resumeEdition(edition, who))) return false;
  await deliver(edition);
  return true;
}

async function resendUnknown(
  { store, clock, deliver }: WebNeeds,
  { edition, body, who }: Asked,
): Promise<boolean> {
  const readers = readReaders(body);
  if (!readers || (await store.resendUnknown(edition, readers, clock.now(), who)) === 0) return false;
  await deliver(edition);
  return true;
}

async function settleUnknown({ store, clock }: WebNeeds, { edition, body, who }: Asked): Promise<boolean> {
  const readers = readReaders(body);
  return readers !== undefined && (await store.settleUnknown(edition, readers, clock.now(), who)) > 0;
}

const readReaders = (body: unknown): ReadersChosen | undefined => Readers.safeParse(body).data?.reader;

async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, config, outbox, clock }: WebNeeds,
  pages: Pages,
  id: string,
  problem?: string,
): Promise<FastifyReply> {
  const now = clock.now();
  const edition = await store.editionDesk(id);
  const progress = await store.deliveryProgress(id, now);
  if (edition === undefined || progress === undefined) return answerStatus(request, reply, pages, 404);
  const { page: at } = Query.parse(request.query ?? {});
  const model = viewEditionDesk({
    ...{ edition, progress, now },
    troubled: await store.troubledDeliveries(id, { limit: SHOWN, offset: (at - 1) * SHOWN }),
    pages: { at, size: SHOWN },
    desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
    acts: request.operator?.role === 'operator',
    timeZone: config.editions.timeZone,
    ...(problem !== undefined && { problem }),
  });
  return pages.send(reply, 'edition-desk', model, { status: problem === undefined ? 200 : 409 });
}
