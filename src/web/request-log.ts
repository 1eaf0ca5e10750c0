import type { FastifyInstance } from 'fastify';

const quietRoutes = ['/healthz', '/readyz', '/assets/*', '/admin/events', '/admin/sources/:id/events'];

/**
 * Logs one line an answer, with the pattern of the route and never the address itself: addresses of links in mails hold tokens.
 * Probes, assets and streams of events are logged at `debug`.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(none)';
    const quiet = quietRoutes.includes(route) || route.startsWith('/admin/queues/');
    request.log[quiet ? 'debug' : 'info'](
      { method: request.method, route, status: reply.statusCode, tookMs: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
}
