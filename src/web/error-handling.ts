import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { describeStatus } from './pages/notice-page.js';
import type { Pages } from './pages.js';

/** Answers what is not found and what goes wrong in plain words: a page for people, JSON for addresses that end in `.json`. */
export function handleErrors(app: FastifyInstance, pages: Pages): void {
  app.setNotFoundHandler((request, reply) => answerStatus(request, reply, pages, 404));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = statusOf(error);
    const route = request.routeOptions.url ?? '(none)';
    if (status >= 500) request.log.error({ err: error, route }, 'an answer failed');
    return answerStatus(request, reply, pages, status);
  });
}

/** Sends the page (or JSON) that goes with a status. */
export function answerStatus(
  request: FastifyRequest,
  reply: FastifyReply,
  pages: Pages,
  status: number,
): FastifyReply {
  const notice = describeStatus(status, request.id);
  if (!wantsJson(request.url)) return pages.send(reply, 'notice', notice, { status });
  return reply.code(status).header('cache-control', 'no-store').send({ status, error: notice.title });
}

/** Whether an address is one that programs ask for. */
export function wantsJson(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return path.endsWith('.json') || path.startsWith('/admin/queues/api/');
}

function statusOf(error: FastifyError): number {
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 600 ? status : 500;
}
