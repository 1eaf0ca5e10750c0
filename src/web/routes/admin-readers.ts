import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ReaderDesk } from '../../store/store.js';
import { noteAct, visitDesk } from '../desk-visit.js';
import type { OperatorGuard } from '../operator-guard.js';
import { viewReader } from '../pages/reader-page.js';
import { READER_STATES, readerPlace, viewReaders } from '../pages/readers-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';
import { findEffect } from './find-effect.js';

interface Route {
  Params: { id: string };
}

/** Readers on one page. */
const SHOWN = 50;
/** Acts of operators that a reader's page shows. */
const SHOWN_ACTS = 10;

/** What is not understood falls back: the form shows what was taken. PostgreSQL takes no NUL in a text. */
const Search = z.object({
  address: z
    .string()
    .max(320)
    .regex(/^\P{Cc}*$/u)
    .catch('')
    .default(''),
  state: z.enum(READER_STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

const Why = z.object({
  why: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .regex(/^\P{Cc}*$/u),
});
const Resend = z.object({ edition: z.string().uuid() });

/** What is done about a reader; a text says why it was not, else it is what the audit keeps. */
type Act = (needs: WebNeeds, found: ReaderDesk, body: unknown) => Promise<string | Record<string, unknown>>;

/** The last part of the address, what the audit calls it, and what is done. */
const acts: [path: string, action: string, act: Act][] = [
  ['resend', 'resend-to-reader', resend],
  ['suppress', 'suppress-reader', suppress],
  ['unsuppress', 'unsuppress-reader', unsuppress],
];

/**
 * `/admin/readers` and `/admin/readers/:id`: who reads, what they get and why. An address never stands in one of our own:
 * a search is posted, and readers go by their numbers. Those who only look see no address, and search for none.
 */
export function addReaderDeskRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  const behindLogin = { onRequest: guard.enter };
  const checks = { ...behindLogin, preHandler: [guard.act, app.csrfProtection] };

  app.get('/admin/readers', behindLogin, (request, reply) => {
    const { state, page } = Search.parse(request.query ?? {});
    return sendReaders(request, reply, needs, pages, { address: '', page, ...(state && { state }) });
  });

  app.post('/admin/readers', checks, (request, reply) => {
    const { state, ...asked } = Search.parse(request.body ?? {});
    return sendReaders(request, reply, needs, pages, { ...asked, ...(state && { state }) });
  });

  app.get<Route>('/admin/readers/:id', behindLogin, async (request, reply) => {
    const found = await needs.store.readerDesk(request.params.id);
    return found ? sendReader(request, reply, needs, pages, found) : reply.callNotFound();
  });

  for (const [path, action, act] of acts) {
    app.post<Route>(`/admin/readers/:id/${path}`, checks, async (request, reply) => {
      const found = await needs.store.readerDesk(request.params.id);
      if (!found) return reply.callNotFound();
      const done = await act(needs, found, request.body);
      if (typeof done === 'string') return sendReader(request, reply, needs, pages, found, done);
      await noteAct(needs, request, action, { reader: found.reader.id, ...done });
      return reply.redirect(readerPlace(found.reader.id), 303);
    });
  }
}

async function resend({ store, clock, deliver }: WebNeeds, { reader }: ReaderDesk, body: unknown) {
  const { data } = Resend.safeParse(body);
  const isPlanned = data && (await store.resendTo(data.edition, reader.id, clock.now()));
  if (!data || !isPlanned) return 'That mail cannot be sent again now.';
  await deliver(data.edition);
  return { edition: data.edition };
}

async function suppress({ store }: WebNeeds, { reader, suppressed }: ReaderDesk, body: unknown) {
  const { data } = Why.safeParse(body);
  if (!data) return 'Please say why, in at most 300 characters.';
  if (suppressed && suppressed.reason !== 'left') return 'Nothing is sent to this reader already.';
  await store.suppress(reader.email, 'operator');
  return data;
}

async function unsuppress({ store }: WebNeeds, { reader, suppressed }: ReaderDesk, body: unknown) {
  const { data } = Why.safeParse(body);
  if (!data) return 'Please say why, in at most 300 characters.';
  if (!suppressed || !(await store.unsuppress(reader.email))) return 'This reader is not suppressed.';
  return { ...data, was: suppressed.reason };
}

async function sendReaders(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  asked: Parameters<typeof viewReaders>[0]['asked'],
): Promise<FastifyReply> {
  const { address, state, page } = asked;
  const found = await needs.store.findReaders({
    ...(address.trim() !== '' && { address }),
    ...(state && { state }),
    limit: SHOWN,
    offset: (page - 1) * SHOWN,
  });
  const visit = visitDesk(request, reply, needs);
  return pages.send(reply, 'readers', viewReaders({ visit, asked, found, size: SHOWN }));
}

async function sendReader(
  request: FastifyRequest,
  reply: FastifyReply,
  needs: WebNeeds,
  pages: Pages,
  found: ReaderDesk,
  problem?: string,
): Promise<FastifyReply> {
  const { store, topics } = needs;
  const { reader } = found;
  const [authors, effect, entries] = await Promise.all([
    store.authorsOf(reader.authors),
    findEffect(needs, reader),
    store.auditEntries({ about: { name: 'reader', value: reader.id }, limit: SHOWN_ACTS }),
  ]);
  const page = viewReader({
    visit: visitDesk(request, reply, needs),
    ...{ found, topics, authors, effect, acts: entries },
    ...(problem !== undefined && { problem }),
  });
  return pages.send(reply, 'reader', page, { status: problem === undefined ? 200 : 409 });
}
