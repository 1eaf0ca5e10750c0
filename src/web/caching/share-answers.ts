import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebNeeds } from '../web-needs.js';
import { type Answer, createAnswerCache, type KeptAnswer, type Making } from './answer-cache.js';
import { isUnchanged } from './conditional.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether an answer of this route may be kept in memory for everybody who asks for the same address. */
    shared?: boolean;
  }
  interface FastifyRequest {
    /** Present while others wait for this request's answer. */
    making?: Making;
  }
}

/** For routes whose public answers depend on nothing but the address: pages and feeds that anybody may see. */
export const shared = { config: { shared: true } } as const;

/** What pages that anybody may see are served with: kept by whoever likes, asked after each time. */
export const PUBLIC = 'public, max-age=0, must-revalidate';

/** Longer addresses are nobody's bookmark. */
const LONGEST_KEY = 1024;

/** An answer made in a second may be followed by another in that same second: only after it is the time a proof. */
const PROVEN_AFTER_MS = 1000;

/**
 * Gives every public answer (`cache-control: public`) an entity tag and answers 304 to those who have it; and keeps the
 * answers of `shared` routes in memory, so that a page which many look at is made once for as long as nothing changes.
 * What says `no-store`, sets a cookie or is asked for with a session or a token is never kept.
 */
export function shareAnswers(
  app: FastifyInstance,
  { config, store }: Pick<WebNeeds, 'config' | 'store'>,
): void {
  const cache = createAnswerCache({
    maxBytes: config.web.cacheMegabytes * 1024 * 1024,
    freshMs: config.web.cacheSeconds * 1000,
    version: () => store.dataVersion(),
    now: () => performance.now(),
  });
  app.addHook('onRequest', async (request, reply) => {
    const key = keyOf(request);
    if (key === undefined) return;
    const { answer, making } = await cache.find(key);
    if (answer) return sendKept(request, reply, answer);
    if (making) request.making = making;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode === 304) return leaveOut(request, reply);
    const answer = readAnswer(request, reply, payload);
    if (answer === undefined) {
      request.making?.giveUp();
      return payload;
    }
    const kept = request.making?.keep(answer);
    setHeaders(reply, kept ?? answer);
    return isUnchanged(request.headers, kept ? provenOf(kept) : answer) ? leaveOut(request, reply) : payload;
  });
}

/** Undefined for what is not everybody's. A `reader` in the address is the token of a mail's link. */
function keyOf({ method, url, host, headers, routeOptions }: FastifyRequest): string | undefined {
  if (!routeOptions.config.shared || (method !== 'GET' && method !== 'HEAD')) return undefined;
  if (headers.authorization !== undefined || /(^|;\s*)broadsheet=/.test(headers.cookie ?? ''))
    return undefined;
  const key = `${host} ${url}`;
  return key.length > LONGEST_KEY || /[?&]reader=/.test(url) ? undefined : key;
}

/** What was answered, when it is public, whole and not yet conditional. */
function readAnswer({ method }: FastifyRequest, reply: FastifyReply, payload: unknown): Answer | undefined {
  const cacheControl = String(reply.getHeader('cache-control') ?? '');
  const isPublic = cacheControl.startsWith('public') && !reply.hasHeader('set-cookie');
  if (!isPublic || reply.statusCode !== 200 || (method !== 'GET' && method !== 'HEAD')) return undefined;
  if (reply.hasHeader('etag') || !(typeof payload === 'string' || Buffer.isBuffer(payload))) return undefined;
  const lastModified = Date.parse(String(reply.getHeader('last-modified') ?? ''));
  const body = Buffer.from(payload);
  return {
    body,
    type: String(reply.getHeader('content-type') ?? ''),
    cacheControl,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    ...(Number.isFinite(lastModified) && { lastModified: new Date(lastModified) }),
  };
}

function sendKept(request: FastifyRequest, reply: FastifyReply, kept: KeptAnswer): FastifyReply {
  const proven = provenOf(kept);
  setHeaders(reply, proven);
  if (isUnchanged(request.headers, proven)) return reply.code(304).send('');
  return reply.type(kept.type).send(kept.body);
}

/** With the time at which the bytes were made, where nothing better is known and the time proves something by now. */
function provenOf(kept: KeptAnswer): Answer {
  if (kept.lastModified !== undefined || Date.now() - kept.since < PROVEN_AFTER_MS) return kept;
  return { ...kept, lastModified: new Date(kept.since) };
}

function setHeaders(reply: FastifyReply, { etag, cacheControl, lastModified }: Answer): void {
  reply.header('etag', etag).header('cache-control', cacheControl);
  if (lastModified) reply.header('last-modified', lastModified.toUTCString());
}

/** A 304 has no body and says nothing of one (RFC 9110, section 15.4.5). Without a stream Fastify counts the body of a HEAD. */
function leaveOut({ method }: FastifyRequest, reply: FastifyReply): Readable | null {
  reply.code(304).removeHeader('content-type').removeHeader('content-length').removeHeader('last-modified');
  return method === 'HEAD' ? Readable.from([]) : null;
}
