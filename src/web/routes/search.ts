import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { shared } from '../caching/share-answers.js';
import { isDay } from '../dates.js';
import { shownWords } from '../pages/found-paper.js';
import { type SearchChoice, type SearchPage, viewSearch } from '../pages/search-page.js';
import type { Pages } from '../pages.js';
import { readPlace } from '../place-text.js';
import type { WebNeeds } from '../web-needs.js';

/** A form sends what was left empty, too. */
const optional = (one: z.ZodString) => z.union([z.literal('').transform(() => undefined), one]).optional();

const Query = z.object({
  q: z.string().default(''),
  topic: optional(z.string()),
  from: optional(z.string().refine(isDay)),
  to: optional(z.string().refine(isDay)),
  after: optional(z.string().refine((text) => readPlace(text) !== undefined)),
});

const PAGE_SIZE = 25;

/** `/papers`: papers that hold what was typed, or the newest; on all topics or on one, of all days or of some. */
export function addSearchRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  app.get('/papers', shared, async (request, reply) => {
    const query = Query.safeParse(request.query);
    if (!query.success) return refuse(reply, pages, query.error.issues[0]?.path[0]);
    const { q, topic, from, to, after } = query.data;
    if (topic && !needs.config.topics.some(({ id }) => id === topic)) return refuseTopic(reply, pages);
    const choice = {
      text: q,
      ...(topic && { topicId: topic }),
      ...(from && { since: from }),
      ...(to && { until: to }),
      ...(after && { after }),
    };
    return pages.send(reply, 'search', await gatherSearch(needs, choice), { publicly: true });
  });
}

async function gatherSearch(needs: WebNeeds, choice: SearchChoice): Promise<SearchPage> {
  const { store, clock, config, showPaper } = needs;
  const { after: written, ...asked } = choice;
  const after = written === undefined ? undefined : readPlace(written);
  const found = await store.searchPapers({
    ...asked,
    ...(after && { after }),
    limit: PAGE_SIZE,
    now: clock.now(),
  });
  const shown = found.papers.map((news) => ({ paper: showPaper(news), day: publishedOn(news) }));
  const hits = await store.wordsFound(shownWords(shown.map(({ paper }) => paper)), found);
  return viewSearch({ choice, found, shown, hits, topics: config.topics });
}

/** When it was published, as far as a source says so in full; else first seen. */
export function publishedOn({ paper, newsAt }: { paper: { publishedAt?: string }; newsAt: Date }): string {
  const published = paper.publishedAt?.slice(0, 10) ?? '';
  return isDay(published) ? published : newsAt.toISOString().slice(0, 10);
}

function refuse(reply: FastifyReply, pages: Pages, name: PropertyKey | undefined): FastifyReply {
  const isPlace = name === 'after';
  const title = isPlace ? 'That part cannot be found' : 'That cannot be looked for';
  const text = isPlace
    ? 'The address of a further part of a list was cut short or changed. Begin with the first part.'
    : 'Days are written like 2026-08-21, and have to be some of the calendar; each choice stands once in an address.';
  const links = [
    { label: 'All papers', href: '/papers' },
    { label: 'Today’s papers', href: '/' },
  ];
  return pages.send(reply, 'notice', { title, text, links }, { status: 400 });
}

/** No topic has that name, or none has it any more. */
export function refuseTopic(reply: FastifyReply, pages: Pages): FastifyReply {
  const links = [
    { label: 'All topics', href: '/topics' },
    { label: 'The latest papers', href: '/' },
  ];
  const text = 'No topic of this paper has that name.';
  return pages.send(reply, 'notice', { title: 'There is no such topic', text, links }, { status: 404 });
}
