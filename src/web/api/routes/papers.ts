import { z } from 'zod';
import type { NewsPaper, PaperPlace } from '../../../store/store.js';
import type { WebNeeds } from '../../web-needs.js';
import { components, Day, PaperWithHistory } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readPart } from '../paging.js';
import { readPaperId } from '../paper-id.js';
import { refuse } from '../problem.js';
import type { Seals } from '../seals.js';
import { showPaper } from '../show.js';

const Query = z.strictObject({
  q: z
    .string()
    .max(500)
    .optional()
    .describe('Words the paper holds, "a phrase", -without, this or that; /api/v1/search ranks and forgives'),
  topic: z.string().max(100).optional().describe('Id of a topic: see /api/v1/topics'),
  author: z.uuid('the id of an author: see /api/v1/authors').optional(),
  day: Day.optional().describe('In the list of this day'),
  since: Day.optional().describe('In the list of this day or a later one'),
  until: Day.optional().describe('In the list of this day or an earlier one'),
  code: z.enum(['true', 'false']).optional().describe('With code, or without'),
  ...Paging,
});
const Place = z.object({ firstSeenAt: z.iso.datetime(), id: z.guid() });

/** `/papers` and `/papers/:id`. */
export function paperRoutes(needs: WebNeeds, seals: Seals): ApiRoute[] {
  const show = (news: NewsPaper) => showPaper(news, needs.showPaper(news));
  return [
    defineRoute({
      ...{ method: 'GET', url: '/papers', id: 'listPapers', tag: 'papers', access: 'public' },
      summary: 'Papers, the last to become known first',
      query: Query,
      answer: components.PaperList,
      async handle({ query, ...asked }) {
        const filter = readFilter(query);
        if (query.day !== undefined && (query.since ?? query.until) !== undefined)
          return refuse(400, 'Ask for one day, or for a range with since and until.');
        return readPart<PaperPlace, NewsPaper, z.input<typeof components.Paper>>(
          seals,
          { query, ...asked },
          {
            key: Place,
            read: (part) => needs.store.listPapers(filter, part, needs.clock.now()),
            keyOf: ({ paper, newsAt }) => ({ id: paper.id, firstSeenAt: newsAt.toISOString() }),
            show,
          },
        );
      },
    }),
    defineRoute({
      ...{ method: 'GET', url: '/papers/:id', id: 'getPaper', tag: 'papers', access: 'public' },
      summary: 'One paper, with where it was seen and its counts over time',
      description: 'By its id here, an arXiv id (2503.20561) or a DOI (10.1000/x, its slash written %2F).',
      params: z.object({ id: z.string().max(300) }),
      answer: PaperWithHistory,
      missing: 'There is no paper of that id.',
      async handle({ params }) {
        const id = readPaperId(params.id);
        if (id === undefined) return refuse(400, 'The id is none of a paper.', { errors: [idExpected] });
        const news = await needs.store.findPaper(id, needs.clock.now());
        return news && { ...show(news), ...(await needs.store.paperHistory(news.paper.id)) };
      },
    }),
  ];
}

const idExpected = {
  parameter: 'id',
  detail: 'expected an id of this server, an arXiv id such as 2503.20561, or a DOI such as 10.1000/x',
};

function readFilter({ q, topic, author, day, since = day, until = day, code }: z.output<typeof Query>) {
  return {
    ...(q !== undefined && q.trim() !== '' && { text: q.replaceAll('\0', '') }),
    ...(topic !== undefined && { topicId: topic }),
    ...(author !== undefined && { authorId: author }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(code !== undefined && { hasCode: code === 'true' }),
  };
}
