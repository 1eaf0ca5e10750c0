import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiToken } from '../../store/store.js';
import type { WebNeeds } from '../web-needs.js';
import { type Refusal, refuse, sendProblem } from './problem.js';

const MINUTE_MS = 60_000;

/** Longer addresses ask for nothing that is there. */
const LONGEST_ADDRESS = 8192;

/**
 * The hook before every route of the API, in this order: who asks (a token, or an address), how often they have, whether
 * the token is good, and whether it may do this. Everything is decided before a body is read.
 */
export function createTokenGuard(app: FastifyInstance, needs: WebNeeds) {
  const { apiPerMinute, apiPerMinuteWithToken } = needs.config.web;
  const timeWindow = MINUTE_MS;
  const byClient = app.createRateLimit({ max: apiPerMinute, timeWindow });
  const byToken = app.createRateLimit({
    max: apiPerMinuteWithToken,
    timeWindow,
    keyGenerator: ({ apiToken }) => apiToken?.id ?? '',
  });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (request.url.length > LONGEST_ADDRESS)
      return sendProblem(reply, refuse(414, `expected an address of at most ${LONGEST_ADDRESS} characters`));
    const { authorization } = request.headers;
    const token = authorization === undefined ? undefined : await findToken(needs, authorization);
    request.apiToken = token;
    const state = await (token ? byToken : byClient)(request);
    if (!state.isAllowed) {
      sayLimit(reply, state);
      if (state.isExceeded) return sendProblem(reply, tooMany(state.ttlInSeconds));
    }
    const refusal = judge(request, token);
    if (refusal) return sendProblem(reply, refusal);
    if (token) await noteUse(needs, token);
    return undefined;
  };
}

/** The token of an `Authorization` header, if it is one that is good. */
export async function findToken(
  { store, readApiToken, isSameHash }: WebNeeds,
  authorization: string,
): Promise<ApiToken | undefined> {
  const [, text = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  const given = readApiToken(text);
  const stored = given && (await store.apiToken(given.id));
  if (!stored || !isSameHash(given.hash, stored.hash) || stored.withdrawnAt) return undefined;
  const { hash: _hash, ...token } = stored;
  return token;
}

function judge({ headers, routeOptions }: FastifyRequest, token: ApiToken | undefined): Refusal | undefined {
  const access = routeOptions.config.api?.access ?? 'public';
  if (headers.authorization !== undefined && token === undefined)
    return unauthorised('error="invalid_token"');
  if (access === 'public') return undefined;
  if (token === undefined) return unauthorised();
  if (token.scope === access || token.scope === 'operate') return undefined;
  const challenge = `Bearer realm="broadsheet", error="insufficient_scope", scope="${access}"`;
  const detail = `This needs a token of the scope ${access}; this one has the scope ${token.scope}.`;
  return refuse(403, detail, { headers: { 'www-authenticate': challenge } });
}

/** RFC 6750, section 3. Whether a token was forged, cut short or withdrawn is not told. */
function unauthorised(error?: string): Refusal {
  const challenge = ['Bearer realm="broadsheet"', ...(error ? [error] : [])].join(', ');
  const detail = error
    ? 'The token is not good: it may have been withdrawn, or cut short.'
    : 'This needs the header "Authorization: Bearer" with a token; operators make them on /admin/tokens.';
  return refuse(401, detail, { headers: { 'www-authenticate': challenge } });
}

interface LimitState {
  max: number;
  remaining: number;
  ttlInSeconds: number;
}

function sayLimit(reply: FastifyReply, { max, remaining, ttlInSeconds }: LimitState): void {
  reply.headers({
    'ratelimit-limit': max,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': ttlInSeconds,
  });
}

const tooMany = (seconds: number): Refusal =>
  refuse(429, `Too many requests; ask again in ${seconds} seconds.`, {
    headers: { 'retry-after': String(seconds) },
  });

/** Written at most once a minute, so that reading by programs is not writing for the database. */
async function noteUse({ store, clock }: WebNeeds, token: ApiToken): Promise<void> {
  const now = clock.now();
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < MINUTE_MS) return;
  await store.noteApiTokenUse(token.id, now);
}
