import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebNeeds } from '../web-needs.js';

/** More than the headers of any mail and what is reported of it. */
const MOST_BYTES = 1_048_576;

/** A mail server may hand over what a whole edition brought back; somebody who tries tokens gets no further. */
const limit = { bodyLimit: MOST_BYTES, config: { rateLimit: { max: 600, timeWindow: '1 minute' } } };

/**
 * `POST /hooks/bounces` takes one mail that came to `BOUNCE_ADDRESS` as its body, whatever type the sender calls it, and does
 * what `broadsheet bounce` does. Exists only where `BOUNCE_TOKEN` is set, and asks for it (`Authorization: Bearer`, RFC 6750).
 */
export async function addBounceRoutes(app: FastifyInstance, needs: WebNeeds): Promise<void> {
  const { BOUNCE_TOKEN: token } = needs.config.environment;
  if (token === undefined) return;
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer' },
      async (_request: FastifyRequest, body: Buffer) => body,
    );
    const guard = { preParsing: askFor(token) };
    scope.post('/hooks/bounces', { ...limit, ...guard }, async ({ body }, reply) => {
      if (!Buffer.isBuffer(body) || body.length === 0)
        return say(reply, 400, 'empty', 'expected a mail as the body');
      const { outcome, said } = await needs.takeReturnedMail(body);
      return say(reply, outcome === 'forged' ? 422 : 200, outcome, said);
    });
  });
}

/** Asks before the body is read, and after the guess is counted. Hashes are compared, so that neither length nor likeness of a guess shows in the time. */
function askFor(token: string) {
  const expected = hashOf(token);
  return async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    const [, given = ''] = /^Bearer +(\S+)\s*$/i.exec(headers.authorization ?? '') ?? [];
    if (timingSafeEqual(hashOf(given), expected)) return;
    reply.header('www-authenticate', 'Bearer');
    await say(reply, 401, 'refused', 'expected the header "Authorization: Bearer" with BOUNCE_TOKEN');
  };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest();

function say(reply: FastifyReply, status: number, outcome: string, message: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send({ outcome, message });
}
