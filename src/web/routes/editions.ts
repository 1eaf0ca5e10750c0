import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Edition } from '../../model/edition.js';
import { dayAt, isDay } from '../dates.js';
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

const shownEditions = 5;

/**
 * `/editions/:date`, with `?cadence=weekly` for the week: an edition as it was frozen; with the `reader` of a mail's link,
 * as that reader got it.
 */
export function addEditionRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  const { store, clock, config } = needs;
  const { timeZone } = config.editions;
  app.get<Route>('/editions/:date', async ({ query, params }, reply) => {
    const edition = await findEdition(needs, { ...query, ...params });
    const today = dayAt(clock.now(), timeZone);
    const latest = linkEditions(await store.latestEditions(shownEditions), today);
    if (edition === undefined) return answerMissing(reply, latest, pages);
    const own = await findOwn(needs, query.reader, edition);
    const page = viewEdition(own ?? edition, latest, today, timeZone);
    return pages.send(
      reply,
      'edition',
      { ...page, isOwn: own !== undefined },
      { publicly: own === undefined },
    );
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
  const links = [{ label: 'Today’s papers', href: '/' }, ...latest];
  return pages.send(reply, 'notice', { title: 'There is no such edition', text, links }, { status: 404 });
}
