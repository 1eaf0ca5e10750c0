import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SourceEntry } from '../../config.js';
import { noteAct, visitDesk } from '../desk-visit.js';
import { createFeeds, type EventStreams } from '../event-stream.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewScanPage } from '../pages/scan-page.js';
import { sourcePlace } from '../pages/scan-rows.js';
import { SOURCE_PARTS, viewSourcePage, viewSourceParts } from '../pages/source-page.js';
import { type FilledIn, viewSources } from '../pages/sources-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';
import { addressOf, checkForm, findDoubted, readAsked, scopesOfDays, type Wanted } from './asked-scans.js';
import { gatherSources, lookAtSource, partsOf, SHOWN_SCANS } from './gather-source.js';

interface Route {
  Params: { id: string };
}
interface PageRoute {
  Params: { id: string; page: string };
}
interface ScanRoute {
  Params: { id: string; scan: string };
}

/** Why a page is shown instead of what was asked for. */
interface Refusal {
  problem: string;
  filledIn?: FilledIn;
}

const LOOK_MS = 1_000;
/** How far the chart goes back. */
const CHART_MS = 60 * 86_400_000;
const SHOWN_CHANGES = 100;

/**
 * `/admin/sources` and `/admin/sources/:id`: how sources fare, what their scans brought and what was kept of pages that
 * were not believed. Operators have them read again (`/admin/reingest`), believe what was doubted (`/admin/trust`), and
 * pause and resume them.
 */
export function addSourceDeskRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
  streams: EventStreams,
): void {
  const { store, config, clock } = needs;
  const behindLogin = { onRequest: guard.enter };
  const entryOf = (id: string) => config.sources.find((entry) => entry.id === id);
  const feeds = createFeeds({
    look: (id) => lookAtSource(needs, id),
    everyMs: LOOK_MS,
    logger: needs.logger,
  });

  app.get('/admin/sources', behindLogin, (request, reply) => sendSources(request, reply, needs, pages));

  app.get<Route>('/admin/sources/:id', behindLogin, (request, reply) => {
    const entry = entryOf(request.params.id);
    return entry ? sendSource(request, reply, needs, pages, entry) : reply.callNotFound();
  });

  app.get<Route>(
    '/admin/sources/:id/events',
    { ...behindLogin, exposeHeadRoute: false },
    (request, reply) => {
      const entry = entryOf(request.params.id);
      if (!entry) return reply.callNotFound();
      const asked = readAsked(request.query, entry);
      return streams.open(reply, {
        feed: feeds.of(entry.id),
        isWelcome: () => guard.isIn(request),
        toEvents(look) {
          if (!look) return [];
          const parts = viewSourceParts(partsOf(look, config.editions.timeZone, asked));
          return [
            ...SOURCE_PARTS.map((event) => ({ event, data: pages.render(`source-${event}`, parts) })),
            { event: 'as-of', data: parts.asOf },
          ];
        },
      });
    },
  );

  app.get<PageRoute>('/admin/sources/:id/pages/:page', behindLogin, async ({ params }, reply) => {
    const body = await store.keptPage(params.id, params.page);
    if (body === undefined) return reply.callNotFound();
    // What a site sent is handed over to be looked at elsewhere, never shown by a browser under our name.
    const name = `${params.id}-${params.page}.txt`.replace(/[^\w.-]/g, '_');
    reply.header('content-disposition', `attachment; filename="${name}"`).header('cache-control', 'no-store');
    return reply.type('text/plain; charset=utf-8').send(body);
  });

  app.get<ScanRoute>('/admin/sources/:id/scans/:scan', behindLogin, async (request, reply) => {
    const scan = await store.scan(request.params.scan);
    if (scan?.sourceId !== request.params.id) return reply.callNotFound();
    const at = readPage(request.query);
    const wanted = { limit: SHOWN_CHANGES + 1, offset: (at - 1) * SHOWN_CHANGES };
    const changes = await store.changesOf(scan.id, wanted);
    const visit = visitDesk(request, reply, needs);
    return pages.send(reply, 'scan', viewScanPage(visit, scan, changes, { at, size: SHOWN_CHANGES }));
  });

  const checks = { onRequest: guard.enter, preHandler: [guard.act, app.csrfProtection] };
  app.post('/admin/reingest', checks, async (request, reply) => {
    const form = checkForm(request.body, needs);
    if ('problem' in form) return refuse(request, reply, needs, pages, form);
    const since = clock.now();
    await askForScans(request, needs, form);
    return reply.redirect(addressOf({ source: form.entry.id, days: form.days, since }), 303);
  });

  app.post('/admin/trust', checks, async (request, reply) => {
    const doubted = await findDoubted(request.body, needs);
    const problem = 'That list is not doubted any more.';
    if (!doubted) return sendSources(request, reply, needs, pages, { problem }, 409);
    const { sourceId, scope } = doubted;
    const since = clock.now();
    await noteAct(needs, request, 'trust', { sourceId, scope });
    await needs.reingest({
      sourceId,
      scope,
      force: true,
      trust: true,
      askedBy: request.operator?.name ?? '',
    });
    return reply.redirect(addressOf({ source: sourceId, scope, since }), 303);
  });

  app.post<Route>('/admin/sources/:id/pause', checks, async (request, reply) => {
    const entry = entryOf(request.params.id);
    if (!entry) return reply.callNotFound();
    const by = request.operator?.name ?? '';
    if (await store.pauseSource({ sourceId: entry.id, by, at: clock.now() }))
      await noteAct(needs, request, 'pause-source', { sourceId: entry.id });
    return reply.redirect(sourcePlace(entry.id), 303);
  });

  app.post<Route>('/admin/sources/:id/resume', checks, async (request, reply) => {
    const entry = entryOf(request.params.id);
    if (!entry) return reply.callNotFound();
    if (await store.resumeSource(entry.id))
      await noteAct(needs, request, 'resume-source', { sourceId: entry.id });
    return reply.redirect(sourcePlace(entry.id), 303);
  });
}

const Paged = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const readPage = (query: unknown): number => Paged.parse(query ?? {}).page;

async function askForScans(request: FastifyRequest, needs: WebNeeds, wanted: Wanted): Promise<void> {
  const { entry, days, force } = wanted;
  const [day, until] = [days[0], days.at(-1)];
  const detail = { sourceId: entry.id, day, ...(until !== day && { until }), force };
  await noteAct(needs, request, 'reingest', detail);
  const askedBy = request.operator?.name ?? '';
  for (const scope of scopesOfDays(entry, days)) {
    await needs.reingest({ sourceId: entry.id, scope, force, askedBy });
  }
}

const From = z.object({ from: z.literal('source') });

/** Shows the form again where it was filled in. */
function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  refusal: Refusal,
): Promise<FastifyReply> {
  const entry = needs.config.sources.find(({ id }) => id === refusal.filledIn?.sourceId);
  const isOwn = From.safeParse(request.body).success && entry !== undefined;
  if (isOwn) return sendSource(request, reply, needs, pages, entry, refusal);
  return sendSources(request, reply, needs, pages, refusal, 400);
}

async function sendSources(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  refusal?: Refusal,
  status = 200,
): Promise<FastifyReply> {
  const page = viewSources({
    visit: visitDesk(request, reply, needs),
    now: needs.clock.now(),
    sources: await gatherSources(needs),
    hosts: await needs.store.hostStates(),
    ...refusal,
  });
  return pages.send(reply, 'sources', page, { status });
}

const Before = z.object({ before: z.string().regex(/^\d{1,18}$/) });

async function sendSource(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  entry: SourceEntry,
  refusal?: Refusal,
): Promise<FastifyReply> {
  const { store, config, clock } = needs;
  const look = await lookAtSource(needs, entry.id);
  if (!look) {
    reply.callNotFound();
    return reply;
  }
  const asked = readAsked(request.query, entry);
  const before = Before.safeParse(request.query).data?.before;
  const parts = partsOf(look, config.editions.timeZone, asked);
  const page = viewSourcePage({
    ...parts,
    ...(before !== undefined && { listed: await store.scansOf(entry.id, { limit: SHOWN_SCANS, before }) }),
    visit: visitDesk(request, reply, needs),
    unread: entry.scopes.length === 0,
    query: asked ? request.url.slice(request.url.indexOf('?')) : '',
    keptPages: await store.keptPages(entry.id),
    days: await store.scanDays(entry.id, new Date(clock.now().getTime() - CHART_MS)),
    paging: { size: SHOWN_SCANS, ...(before !== undefined && { before }) },
    ...refusal,
  });
  return pages.send(reply, 'source', page, { status: refusal ? 400 : 200 });
}
