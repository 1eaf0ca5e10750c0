import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PREVIEWS, type PreviewRequest } from '../../jobs/preview-mail.js';
import { dayAt, isDay } from '../dates.js';
import type { OperatorGuard } from '../operator-guard.js';
import { openLinksElsewhere } from '../pages/outbox-page.js';
import { type PreviewForm, viewPreview, WIDTHS } from '../pages/preview-page.js';
import type { Pages } from '../pages.js';
import { mailPolicy } from '../security-headers.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Querystring: Record<string, string | string[]>;
}

const PATH = '/admin/preview';

/** What is not understood falls back: the form shows what was taken. */
const formOf = (today: string) =>
  z.object({
    kind: z.enum(PREVIEWS).catch('daily'),
    // PostgreSQL takes no NUL in a text.
    reader: z
      .string()
      .trim()
      .max(320)
      .regex(/^\P{Cc}*$/u)
      .catch(''),
    topics: z.union([z.array(z.string()), z.string().transform((topic) => [topic])]).catch([]),
    papers: z.coerce.number().int().min(5).max(50).catch(20),
    date: z.string().refine(isDay).catch(today),
    width: z.enum(WIDTHS).catch('600'),
  });

/**
 * `/admin/preview`: any mail, for a reader or a made-up one, as it would be sent; `/admin/preview/html` is its HTML part,
 * for a frame that runs nothing and asks for nothing. Nothing is sent or stored.
 */
export function addPreviewRoutes(
  app: FastifyInstance,
  needs: WebNeeds,
  pages: Pages,
  guard: OperatorGuard,
): void {
  const { config, clock, previewMail, outbox } = needs;
  const behindLogin = { onRequest: guard.enter };
  const read = (query: Route['Querystring']): PreviewForm =>
    formOf(dayAt(clock.now(), config.editions.timeZone)).parse(query);

  app.get<Route>(PATH, behindLogin, async ({ query }, reply) => {
    const form = read(query);
    const page = viewPreview({
      desk: { csrf: reply.generateCsrf(), hasOutbox: outbox !== undefined },
      form,
      topics: config.topics,
      shown: await previewMail(toRequest(form)),
      htmlHref: `${PATH}/html?${toQuery(form)}`,
      maxHtmlBytes: config.mail.maxHtmlBytes,
    });
    return pages.send(reply, 'preview', page);
  });

  app.get<Route>(`${PATH}/html`, behindLogin, async ({ query }, reply) => {
    const shown = await previewMail(toRequest(read(query)));
    if ('problem' in shown) return reply.callNotFound();
    reply.helmet({ contentSecurityPolicy: mailPolicy, xFrameOptions: { action: 'sameorigin' } });
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
    return reply.send(openLinksElsewhere(shown.message.html));
  });
}

function toRequest({ kind, reader, topics, papers, date }: PreviewForm): PreviewRequest {
  return { kind, date, reader: reader === '' ? { topics, maxPapers: papers } : { email: reader } };
}

function toQuery({ topics, ...form }: PreviewForm): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) query.append(name, String(value));
  for (const topic of topics) query.append('topics', topic);
  return query.toString();
}
