import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperatorGuard } from '../operator-guard.js';
import { isSameOrigin } from '../same-origin.js';
import { boardPolicy } from '../security-headers.js';
import type { WebNeeds } from '../web-needs.js';

const prefix = '/admin/queues';

/** `/admin/queues`: the board on all queues. Operators look; only those who may act, from this very page, change something. */
export async function addQueueRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  guard: OperatorGuard,
): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(prefix);
  createBullBoard({
    queues: needs.queues.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: adapter,
    options: {
      uiConfig: {
        boardTitle: `${needs.config.site.title} queues`,
        miscLinks: [{ text: 'Desk', url: '/admin' }],
      },
    },
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', guard.enter);
    scope.addHook('onRequest', loosenPolicy);
    scope.addHook('preHandler', (request, reply) => checkChange(request, reply, needs, guard));
    scope.addHook('onSend', async (_request, reply, payload) => dropOutsideFont(reply, payload));
    scope.addHook('onSend', async (request, reply, payload) => showAsReadOnly(request, reply, payload));
    await scope.register(adapter.registerPlugin(), { prefix });
  });
}

async function loosenPolicy(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.helmet({ contentSecurityPolicy: boardPolicy });
}

async function checkChange(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, config }: WebNeeds,
  guard: OperatorGuard,
): Promise<FastifyReply | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (!isSameOrigin(request.headers, config.environment.PUBLIC_URL)) {
    return reply.code(403).send({ error: 'Queues are changed from their own page only.' });
  }
  await guard.act(request, reply);
  // A reply that was awaited has been sent, and is handed back as nothing.
  if (reply.sent) return reply;
  const detail = { method: request.method, route: request.routeOptions.url, of: request.params };
  await store.recordAudit({ who: request.operator?.name ?? '', action: 'queues', detail });
  return undefined;
}

/** The board shows no button where a queue says that it may only be read, which for viewers all of them do. */
function showAsReadOnly(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (request.operator?.role === 'operator' || typeof payload !== 'string') return payload;
  if (!request.url.startsWith(`${prefix}/api/queues`)) return payload;
  const told: { queues?: object[] } = JSON.parse(payload);
  reply.removeHeader('content-length');
  return JSON.stringify({ ...told, queues: told.queues?.map((queue) => ({ ...queue, readOnlyMode: true })) });
}

/** The board asks another site for a font; nothing here is loaded from elsewhere. */
function dropOutsideFont(reply: FastifyReply, payload: unknown): unknown {
  const isHtml = String(reply.getHeader('content-type')).startsWith('text/html');
  if (!isHtml || typeof payload !== 'string') return payload;
  const rest = payload.replace(/<link\b[^>]*href="https?:\/\/[^>]*>/g, '');
  reply.removeHeader('content-length');
  return rest;
}
