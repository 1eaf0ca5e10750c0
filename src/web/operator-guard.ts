import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerStatus, wantsJson } from './error-handling.js';
import type { OperatorSessions } from './operator-session.js';
import type { Pages } from './pages.js';

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** Hooks that stand before the pages of operators. */
export interface OperatorGuard {
  /** Lets only operators in. Who asks for a page is sent to the login and back; anything else is refused with 401. */
  enter: Hook;
  /** Behind `enter`: refuses viewers with 403. */
  act: Hook;
  /** Whether whoever was let in would be let in now: for answers that take their time. */
  isIn(request: FastifyRequest): Promise<boolean>;
}

/** Guards by the sessions that are handed in. */
export function createOperatorGuard(sessions: OperatorSessions, pages: Pages): OperatorGuard {
  return {
    async enter(request, reply) {
      const operator = await sessions.read(request);
      if (operator === undefined) return turnAway(request, reply, pages);
      request.operator = operator;
      return undefined;
    },
    async act(request, reply) {
      return request.operator?.role === 'operator' ? undefined : answerStatus(request, reply, pages, 403);
    },
    isIn: async (request) => (await sessions.read(request)) !== undefined,
  };
}

function turnAway(request: FastifyRequest, reply: FastifyReply, pages: Pages): FastifyReply {
  if (!asksForPage(request)) return answerStatus(request, reply, pages, 401);
  const next = request.url === '/admin' ? '' : `?next=${encodeURIComponent(request.url)}`;
  return reply.header('cache-control', 'no-store').redirect(`/admin/login${next}`, 303);
}

function asksForPage(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const wantsEvents = request.headers.accept === 'text/event-stream';
  return reads && !wantsEvents && !wantsJson(request.url);
}
