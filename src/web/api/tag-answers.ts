import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUnchanged } from '../caching/conditional.js';

/**
 * Gives a good answer to a GET its entity tag, also one that a token opens, and answers 304 to who has it. Refusals have
 * none: they are not what was asked for.
 */
export async function tagAnswers(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const known = reply.getHeader('etag');
  const etag = typeof known === 'string' ? known : tagOf(payload);
  reply.header('etag', etag);
  if (!isUnchanged(headers, { etag })) return payload;
  reply.code(304).removeHeader('content-type').removeHeader('content-length');
  // Without a stream Fastify counts the body of a HEAD.
  return method === 'HEAD' ? Readable.from([]) : null;
}

const tagOf = (text: string): string =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
