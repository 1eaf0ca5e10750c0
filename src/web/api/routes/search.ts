import { z } from 'zod';
import type { WebNeeds } from '../../web-needs.js';
import { Day, SearchList } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readCursor, tellNext } from '../paging.js';
import { isRefusal } from '../problem.js';
import type { Seals } from '../seals.js';
import { showPaper } from '../show.js';

const Query = z.strictObject({
  q: z
    .string()
    .max(10_000)
    .describe('As a person types it: words, "a phrase", -without, this or that, an arXiv id, a DOI'),
  topic: z.string().max(100).optional().describe('Id of a topic: see /api/v1/topics'),
  since: Day.optional().describe('Published on this day or later'),
  until: Day.optional().describe('Published on this day or earlier'),
  ...Paging,
});
const Place = z.object({ key: z.number(), paperId: z.guid() });

/** `/search`: the same as the search of the pages. */
export function searchRoutes(needs: WebNeeds, seals: Seals): ApiRoute[] {
  return [
    defineRoute({
      ...{ method: 'GET', url: '/search', id: 'searchPapers', tag: 'papers', access: 'public' },
      summary: 'Papers that fit a text, the best first',
      description: 'Mistyped words of titles and names are understood where the database helps with it.',
      query: Query,
      answer: SearchList,
      async handle(asked) {
        const { q, topic, since, until, limit } = asked.query;
        const after = readCursor(seals, asked, Place);
        if (isRefusal(after)) return after;
        const found = await needs.store.searchPapers({
          ...{ text: q, limit, now: needs.clock.now() },
          ...(topic !== undefined && { topicId: topic }),
          ...(since !== undefined && { since }),
          ...(until !== undefined && { until }),
          ...(after && { after }),
        });
        return {
          items: found.papers.map((news) => showPaper(news, needs.showPaper(news))),
          words: found.words,
          ...(found.total !== undefined && { total: found.total }),
          ...(found.otherwise !== undefined && { otherwise: found.otherwise }),
          ...(found.next && { next: tellNext(seals, asked, found.next) }),
        };
      },
    }),
  ];
}
