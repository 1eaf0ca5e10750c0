import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Edition } from '../../model/edition.js';
import { shared } from '../caching/share-answers.js';
import { dayAt, isDay } from '../dates.js';
import { ARCHIVE_SIZE, viewArchive } from '../pages/edition-archive-page.js';
import { type EditionLink, linkEditions, viewEdition } from '../pages/edition-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: { date: string };
  Querystring: Record<string, unknown>;
}

const Asked = z.object({
  date: z.string().refine(isDay),
  cadence: z.enum(['daily', 'weekly']).default('daily'),
});

/** A form or a link may leave a choice empty. */
const Archive = z.object({
  cadence: z.union([z.literal('').transform(() => undefined), z.enum(['daily', 'weekly'])]).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});

const shownEditions = 5;

/**
 * `/editions`: all of them by month. `/editions/:date`, with `?cadence=weekly` for the week: an edition as it was frozen; with the `reader` of a mail's link,
 * as that reader got it.
 */
export function addEditionRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  const { store, clock, config } = needs;
  const { timeZone } = config.editions;
  app.get<Route>('/editions/:date', shared, async ({ query, params }, reply) => {
    const edition = await findEdition(needs, { ...query, ...params });
    const today = dayAt(clock.now(), timeZone);
    const { editions } = await store.archivedEditions({ limit: shownEditions });
    const latest = linkEditions(editions, today);
    if (edition === undefined) return answerMissing(reply, latest, pages);
    const own = await findOwn(needs, query.reader, edition);
    const around = await store.editionsAround(edition.cadence, edition.date);
    const page = viewEdition(own ?? edition, { latest, ...around }, today, timeZone);
    return pages.send(
      reply,
      'edition',
      { ...page, isOwn: own !== undefined },
      { publicly: own === undefined },
    );
  });

  app.get('/editions', shared, async (request, reply) => {
    const { data } = Archive.safeParse(request.query);
    if (data === undefined) return refuse(reply, pages);
    const { cadence, page } = data;
    const choice = { page, ...(cadence && { cadence }) };
    const offset = (page - 1) * ARCHIVE_SIZE;
    const part = await store.archivedEditions({ ...choice, limit: ARCHIVE_SIZE, offset });
    return pages.send(reply, 'edition-archive', viewArchive({ choice, ...part }), { publicly: true });
  });
}

async function findEdition({ store }: WebNeeds, asked: object): Promise<Edition | undefined> {
  const { data } = Asked.safeParse(asked);
  return data && store.editionOf(data.cadence, data.date);
}

/** The edition with what this reader's mail held, in its order; before it is sent, with what it would hold. */
async function findOwn(
  { store, links, compose }: WebNeeds,
  token: unknown,
  edition: Edition,
): Promise<Edition | undefined> {
  const holder = typeof token === 'string' ? links.readEdition(token) : undefined;
  const reader = holder && (await store.subscriber(holder.subscriberId));
  if (!reader || reader.linkGeneration !== holder?.generation) return undefined;
  const mailed = await store.papersMailed(edition.id, reader.id);
  const byId = new Map(edition.papers.map((paper) => [paper.paperId, paper]));
  const papers = mailed ? mailed.flatMap((id) => byId.get(id) ?? []) : compose(edition, reader);
  return { ...edition, papers: papers.map((paper, at) => ({ ...paper, rank: at + 1 })) };
}

function answerMissing(reply: FastifyReply, latest: EditionLink[], pages: Pages): FastifyReply {
  const text =
    'No edition carries that date. Editions are frozen on working days, from the first reading of a source on.';
  const links = [
    { label: 'Today’s papers', href: '/' },
    { label: 'All editions', href: '/editions' },
    ...latest,
  ];
  return pages.send(reply, 'notice', { title: 'There is no such edition', text, links }, { status: 404 });
}

function refuse(reply: FastifyReply, pages: Pages): FastifyReply {
  const text =
    'Editions are daily or weekly (cadence=daily, cadence=weekly); their pages are counted from 1.';
  const links = [
    { label: 'All editions', href: '/editions' },
    { label: 'Today’s papers', href: '/' },
  ];
  return pages.send(reply, 'notice', { title: 'There is no such list', text, links }, { status: 400 });
}
