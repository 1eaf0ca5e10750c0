import type { FastifyInstance, FastifyReply } from 'fastify';
import { PUBLIC, shared } from '../caching/share-answers.js';
import { paperHref } from '../pages/paper-href.js';
import { viewPaperLine } from '../pages/paper-line-view.js';
import { citeStored, viewPaperPage } from '../pages/paper-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

interface Route {
  Params: { id: string };
}

const RELATED = 6;

/** `/papers/:id`: all that is known of a paper; `/papers/:id/bibtex`: how to cite it, as a file. */
export function addPaperRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  const { store, clock, config, showPaper, plainText: plain } = needs;

  app.get<Route>('/papers/:id', shared, async ({ params: { id } }, reply) => {
    const now = clock.now();
    const [stored, related] = await Promise.all([store.paperPage(id, now), store.relatedPapers(id, RELATED)]);
    if (!stored) return leadOn(reply, pages, needs, id, '');
    const page = viewPaperPage({
      ...{ stored, now, plain, timeZone: config.editions.timeZone },
      shown: showPaper(stored.news),
      related: related.map((line) => viewPaperLine(line, plain)),
    });
    return pages.send(reply, 'paper', page, { publicly: true });
  });

  app.get<Route>('/papers/:id/bibtex', shared, async ({ params: { id } }, reply) => {
    const stored = await store.paperPage(id, clock.now());
    if (!stored) return leadOn(reply, pages, needs, id, '/bibtex');
    const { key, bibtex } = citeStored(stored, showPaper(stored.news), plain);
    return reply
      .header('cache-control', PUBLIC)
      .header('content-disposition', `attachment; filename="${key}.bib"`)
      .type('text/x-bibtex; charset=utf-8')
      .send(bibtex);
  });
}

/** A paper that was found to be another has moved there for good. */
async function leadOn(
  reply: FastifyReply,
  pages: Pages,
  { store }: WebNeeds,
  id: string,
  part: string,
): Promise<FastifyReply> {
  const instead = await store.paperInsteadOf(id.replaceAll('\0', ''));
  if (instead) return reply.redirect(`${paperHref(instead)}${part}`, 301);
  return pages.send(reply, 'notice', unknown, { status: 404 });
}

const unknown = {
  title: 'There is no such paper',
  text: 'No paper that is stored here has that address. It may have been typed wrongly, or come from another installation.',
  links: [
    { label: 'Look for a paper', href: '/papers' },
    { label: 'Today’s papers', href: '/' },
  ],
};
