import type { FastifyInstance, FastifyReply, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { Problem, ReaderNeeds } from '../reader-needs.js';
import { askToSubscribe } from './ask-to-subscribe.js';

const Body = z.record(z.string(), z.unknown());

/**
 * `POST /api/v1/subscriptions` with `{email, …choices}`: asks the address to confirm, and answers 202 whether or not it
 * was known. Problems are told as RFC 9457 `application/problem+json`. `limit` turns away who asks too often.
 */
export function addSubscriptionApi(
  app: FastifyInstance,
  needs: ReaderNeeds,
  limit: onRequestAsyncHookHandler,
): void {
  app.post('/api/v1/subscriptions', { onRequest: limit }, async (request, reply) => {
    if (!request.headers['content-type']?.startsWith('application/json'))
      return sendProblem(reply, 415, 'The body must be JSON', [
        { path: '', message: 'expected content-type application/json' },
      ]);
    const body = Body.safeParse(request.body);
    if (!body.success)
      return sendProblem(reply, 400, 'The body is no JSON object', [
        { path: '', message: 'expected an object with an email' },
      ]);
    const { email, ...choices } = body.data;
    const problems = await askToSubscribe(needs, typeof email === 'string' ? email : '', choices);
    if (problems.length > 0) return sendProblem(reply, 400, 'The subscription cannot be taken', problems);
    return reply.code(202).header('cache-control', 'no-store').send({
      status: 'accepted',
      message: 'If mail can be sent to that address, a letter asks it to confirm.',
    });
  });
}

function sendProblem(reply: FastifyReply, status: number, title: string, problems: Problem[]): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title, status, problems }));
}
