import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorGuard } from '../operator-guard.js';
import { type AdminFacts, viewAdmin } from '../pages/admin-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';
import {
  addressOf,
  checkForm,
  DOUBTED_SCANS,
  findDoubted,
  readAsked,
  scopesOfDays,
  type Wanted,
} from './asked-scans.js';

const shownScans = 25;
const shownEditions = 14;

/**
 * `/admin`: sources, scans, editions; `/admin/scans.json` for its own poll; `/admin/reingest` for its form and
 * `/admin/trust` for the button beside a list that was not believed.
 */
export function addAdminRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  app.get('/admin', { onRequest: guard.enter }, async (request, reply) => {
    const asked = readAsked(request.query, needs.config.sources);
    return sendDesk(request, reply, needs, pages, asked && { asked });
  });

  app.get('/admin/scans.json', { onRequest: guard.enter }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { scans: await needs.store.latestScans(shownScans) };
  });

  const checks = { onRequest: guard.enter, preHandler: [guard.act, app.csrfProtection] };
  app.post('/admin/reingest', checks, async (request, reply) => {
    const form = checkForm(request.body, needs);
    if ('problem' in form) return sendDesk(request, reply, needs, pages, form, 400);
    const since = needs.clock.now();
    await askForScans(needs, form, nameOf(request));
    return reply.redirect(addressOf({ source: form.entry.id, days: form.days, since }), 303);
  });

  app.post('/admin/trust', checks, async (request, reply) => {
    const doubted = await findDoubted(request.body, needs);
    const problem = 'That list is not doubted any more.';
    if (!doubted) return sendDesk(request, reply, needs, pages, { problem }, 409);
    const { sourceId, scope } = doubted;
    const since = needs.clock.now();
    await askToTrust(needs, { sourceId, scope }, nameOf(request));
    return reply.redirect(addressOf({ source: sourceId, scope, since }), 303);
  });
}

const nameOf = ({ operator }: FastifyRequest): string => operator?.name ?? '';

async function askForScans({ store, reingest }: WebNeeds, wanted: Wanted, who: string): Promise<void> {
  const { entry, days, force } = wanted;
  const [day, until] = [days[0], days.at(-1)];
  const detail = { sourceId: entry.id, day, ...(until !== day && { until }), force };
  await store.recordAudit({ who, action: 'reingest', detail });
  for (const scope of scopesOfDays(entry, days)) {
    await reingest({ sourceId: entry.id, scope, force, askedBy: who });
  }
}

async function askToTrust(
  { store, reingest }: WebNeeds,
  list: { sourceId: string; scope: Record<string, string> },
  who: string,
): Promise<void> {
  await store.recordAudit({ who, action: 'trust', detail: list });
  await reingest({ ...list, force: true, trust: true, askedBy: who });
}

async function sendDesk(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, config, clock, outbox }: WebNeeds,
  pages: Pages,
  more: Pick<AdminFacts, 'asked' | 'problem' | 'filledIn'> = {},
  status = 200,
): Promise<FastifyReply> {
  const { operator } = request;
  if (operator === undefined) throw new Error('the desk is shown behind the guard only');
  const [health, scans, doubted, hosts, editions, waiting] = await Promise.all([
    store.sourceHealth(),
    store.latestScans(shownScans + 2 * (more.asked?.scopes.length ?? 0)),
    store.doubtedScans(DOUBTED_SCANS),
    store.hostStates(),
    store.latestEditions(shownEditions),
    store.waiting(),
  ]);
  const page = viewAdmin({
    operator,
    desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
    clock,
    timeZone: config.editions.timeZone,
    sourceIds: config.sources.map(({ id }) => id),
    ...{ health, scans, shownScans, doubted, hosts, editions, waiting },
    ...more,
  });
  return pages.send(reply, 'admin', page, { status });
}
