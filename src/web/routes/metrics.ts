import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findToken } from '../api/token-guard.js';
import type { WebNeeds } from '../web-needs.js';

/** `/metrics`: what Prometheus reads. `web.metrics` says who may; `off`: there is no such address. */
export function addMetricsRoutes(app: FastifyInstance, needs: WebNeeds): void {
  const { metrics: access, apiPerMinute } = needs.config.web;
  if (access === 'off') return;
  const limit = app.rateLimit({ max: apiPerMinute, timeWindow: '1 minute' });
  app.get('/metrics', { onRequest: limit }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (access === 'token' && !(await mayRead(request, needs))) return refuse(reply);
    const { type, body } = await needs.metrics.text();
    return reply.type(type).send(body);
  });
}

async function mayRead(request: FastifyRequest, needs: WebNeeds): Promise<boolean> {
  const { authorization } = request.headers;
  if (authorization !== undefined) return (await findToken(needs, authorization)) !== undefined;
  return isFromHere(request, needs.config.environment);
}

/**
 * A program on this machine that asks for this machine. Where the pages are public somewhere else a proxy on this machine
 * may speak for anybody: then only its word of who asks (`TRUST_PROXY`) is taken. The name that was asked for keeps out
 * pages of other sites whose names were made to lead here.
 */
function isFromHere(
  { ip, hostname, headers }: FastifyRequest,
  { PUBLIC_URL, TRUST_PROXY }: WebNeeds['config']['environment'],
): boolean {
  if (!isLoopback(ip)) return false;
  if (TRUST_PROXY) return true;
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => headers[name] !== undefined);
  return !isForwarded && isLoopback(hostname) && isLoopback(new URL(PUBLIC_URL).hostname);
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  if (isIP(name) === 4) return name.startsWith('127.');
  return name === '::1' || name === 'localhost';
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', 'Bearer realm="broadsheet"')
    .type('text/plain; charset=utf-8')
    .send(
      'This needs the header "Authorization: Bearer" with a token; operators make them on /admin/tokens.\n',
    );
}
