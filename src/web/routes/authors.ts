import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { shared } from '../caching/share-answers.js';
import { AUTHOR_PAPERS, viewAuthorPage } from '../pages/author-page.js';
import { authorHref } from '../pages/paper-href.js';
import { viewPaperLine } from '../pages/paper-line-view.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: { id: string };
}

const Query = z.object({ page: z.coerce.number().int().min(1).max(1000).catch(1) });

/** `/authors/:id`: a person whose profile is known, their figures over time and their papers. */
export function addAuthorRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  const { store, clock, config, plainText: plain, profilePage } = needs;

  app.get<Route>('/authors/:id', shared, async ({ params: { id }, query }, reply) => {
    const { page } = Query.parse(query);
    const part = { limit: AUTHOR_PAPERS, offset: (page - 1) * AUTHOR_PAPERS };
    const [author, papers] = await Promise.all([store.authorPage(id), store.papersOfAuthor(id, part)]);
    if (!author) return leadOn(reply, pages, needs, id);
    const shown = viewAuthorPage({
      ...{ author, page, plain, profilePage, now: clock.now(), timeZone: config.editions.timeZone },
      papers: papers.map((line) => viewPaperLine(line, plain)),
    });
    return pages.send(reply, 'author', shown, { publicly: true });
  });
}

async function leadOn(
  reply: FastifyReply,
  pages: Pages,
  { store }: WebNeeds,
  id: string,
): Promise<FastifyReply> {
  const instead = await store.authorInsteadOf(id.replaceAll('\0', ''));
  // Not for good: an operator may decide that they are two people after all.
  if (instead) return reply.redirect(authorHref(instead), 302);
  return pages.send(reply, 'notice', unknown, { status: 404 });
}

const unknown = {
  title: 'There is no such author',
  text: 'Nobody whose profile is known here has that address. People have a page once one of their profiles is read or followed.',
  links: [
    { label: 'Look for a paper', href: '/papers' },
    { label: 'Today’s papers', href: '/' },
  ],
};
