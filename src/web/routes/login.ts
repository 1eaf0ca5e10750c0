import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Operator } from '../../store/store.js';
import { createLoginGate } from '../login-gate.js';
import type { OperatorSessions } from '../operator-session.js';
import { safeNext } from '../pages/login-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

const Form = z.object({
  name: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(1000),
  next: z.string().optional(),
});
const Query = z.object({ next: z.string().optional() });

/** `/admin/login` and `/admin/logout`. */
export function addLoginRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  sessions: OperatorSessions,
): void {
  const gate = createLoginGate(app, needs.config.web.loginAttempts);
  const show = (reply: FastifyReply, name: string, next: string, problem?: string, status = 200) =>
    pages.send(
      reply,
      'login',
      { name, next, csrf: reply.generateCsrf(), ...(problem && { problem }) },
      { status },
    );

  app.get('/admin/login', async (request, reply) => {
    const next = safeNext(Query.safeParse(request.query).data?.next);
    if (await sessions.read(request)) return reply.redirect(next, 303);
    return show(reply, 'admin', next);
  });

  app.post('/admin/login', { preHandler: app.csrfProtection }, async (request, reply) => {
    const form = Form.safeParse(request.body);
    if (!form.success) return show(reply, 'admin', '/admin', 'Please give a name and a password.', 400);
    const { name, password } = form.data;
    const next = safeNext(form.data.next);
    const operator = await gate.attempt(request, () => identify(needs, name, password));
    if (operator === undefined) return show(reply, name, next, tooMany, 429);
    if (operator === false) return show(reply, name, next, 'Name and password do not belong together.', 401);
    sessions.begin(request, operator);
    await needs.store.recordAudit({ who: operator.name, action: 'login', detail: {} });
    return reply.redirect(next, 303);
  });

  app.post('/admin/logout', { preHandler: app.csrfProtection }, async (request, reply) => {
    sessions.end(request);
    return reply.redirect('/admin/login', 303);
  });
}

const tooMany = 'Too many tries. Please wait a quarter of an hour.';

/** An unknown name costs the same work as a known one: the password is tried on another operator's hash, and the result dropped. */
async function identify(
  { store, verifyPassword }: WebNeeds,
  name: string,
  password: string,
): Promise<Operator | false> {
  const operators = await store.operators();
  const known = operators.find((operator) => operator.name === name);
  const hash = (known ?? operators[0])?.passwordHash;
  const fits = hash !== undefined && (await verifyPassword(password, hash));
  return known !== undefined && fits ? known : false;
}
