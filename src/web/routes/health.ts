import type { FastifyInstance } from 'fastify';
import { BroadsheetError } from '../../errors.js';
import type { WebNeeds } from '../web-needs.js';

/** `/healthz`: the process answers. `/readyz`: so do database and queue, else 503 with the kind of failure. */
export function addHealthRoutes(app: FastifyInstance, { ready, version }: WebNeeds): void {
  app.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok', version };
  });
  app.get('/readyz', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      await ready();
    } catch (error) {
      request.log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'not ready', reason: reasonOf(error) });
    }
    return { status: 'ready' };
  });
}

/** The class of the failure only: its message may name hosts or accounts. */
function reasonOf(error: unknown): string {
  return error instanceof BroadsheetError ? error.code : 'unexpected';
}
