import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { StoreError } from '../../errors.js';
import type { ApiScope } from '../../store/store.js';
import { noteAct, visitDesk } from '../desk-visit.js';
import type { OperatorGuard } from '../operator-guard.js';
import { type TokenFacts, viewApiTokens } from '../pages/api-tokens-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

/** As it stands in the audit, where it has to be told from others. */
export const TokenName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u);

const Form = z.object({ name: TokenName, scope: z.enum(['read', 'operate']) });
const Asked = z.object({ name: z.string().catch(''), scope: z.enum(['read', 'operate']).catch('read') });
const Withdrawn = z.object({ id: z.string(), sure: z.string().optional() });

const nameProblem =
  'A name begins with a letter or a digit and holds at most 40 letters, digits, spaces, dots, hyphens and underscores.';

/**
 * `/admin/tokens`, for operators alone: the tokens of programs. A token is shown in the answer to the form that makes it
 * and nowhere else, so that answer is a page and no redirect.
 */
export function addApiTokenRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  const looks = { onRequest: [guard.enter, guard.act] };
  const acts = { ...looks, preHandler: app.csrfProtection };

  app.get('/admin/tokens', looks, (request, reply) => send(request, reply, needs, pages));

  app.post('/admin/tokens', acts, async (request, reply) => {
    const { data } = Form.safeParse(request.body);
    const filledIn = Asked.parse(request.body ?? {});
    if (!data) return send(request, reply, needs, pages, { problem: nameProblem, filledIn }, 400);
    const token = await make(needs, request, data);
    const problem = `There is a token named ${data.name} already: withdraw it first, or take another name.`;
    if (token === undefined) return send(request, reply, needs, pages, { problem, filledIn }, 409);
    return send(request, reply, needs, pages, { made: { name: data.name, token } });
  });

  app.post('/admin/tokens/withdraw', acts, async (request, reply) => {
    const { data } = Withdrawn.safeParse(request.body);
    const sure = 'Tick the box to say that the token is to be withdrawn: it cannot be taken back.';
    if (data && data.sure === undefined) return send(request, reply, needs, pages, { problem: sure }, 400);
    const by = request.operator?.name ?? '';
    const token = data && (await needs.store.withdrawApiToken(data.id, by, needs.clock.now()));
    const gone = 'That token is withdrawn already.';
    if (!token) return send(request, reply, needs, pages, { problem: gone }, 409);
    await noteAct(needs, request, 'withdraw-token', { tokenId: token.id, name: token.name });
    return reply.redirect('/admin/tokens', 303);
  });
}

/** Undefined when the name is taken. */
async function make(
  needs: WebNeeds,
  request: FastifyRequest,
  { name, scope }: { name: string; scope: ApiScope },
): Promise<string | undefined> {
  const { token, ...stored } = needs.createApiToken();
  const createdBy = request.operator?.name ?? '';
  try {
    await needs.store.addApiToken({ ...stored, name, scope, createdBy, createdAt: needs.clock.now() });
  } catch (error) {
    if (error instanceof StoreError && error.code === 'exists') return undefined;
    throw error;
  }
  await noteAct(needs, request, 'make-token', { tokenId: stored.id, name, scope });
  return token;
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  more: Pick<TokenFacts, 'problem' | 'filledIn' | 'made'> = {},
  status = 200,
): Promise<FastifyReply> {
  const { desk, timeZone } = visitDesk(request, reply, needs);
  const tokens = await needs.store.apiTokens();
  return pages.send(reply, 'api-tokens', viewApiTokens({ desk, timeZone, tokens, ...more }), { status });
}
