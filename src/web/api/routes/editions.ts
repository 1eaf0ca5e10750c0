import { z } from 'zod';
import { PERIODS } from '../../../model/period.js';
import type { EditionHead } from '../../../store/store.js';
import { dayAt } from '../../dates.js';
import type { WebNeeds } from '../../web-needs.js';
import { Cadence, components, Day, Edition, TrendingList } from '../answers.js';
import { type ApiRoute, defineRoute } from '../api-route.js';
import { Paging, readPart } from '../paging.js';
import { isRefusal } from '../problem.js';
import type { Seals } from '../seals.js';
import { showHead, showRanked } from '../show.js';

const Trending = z.strictObject({
  period: z.enum(['day', 'week', 'month']).default('day'),
  day: Day.optional().describe('The last day of the list; the newest there is when absent'),
  topic: z.string().max(100).optional().describe('Id of a topic: see /api/v1/topics'),
  ...Paging,
});
const TrendingPlace = z.object({ until: Day, offset: z.number().int() });

const Editions = z.strictObject({ cadence: Cadence.optional(), ...Paging });
const EditionPlace = z.object({ date: Day, cadence: Cadence });

/** Which edition: `/editions/daily/2026-08-21`. */
export const EditionName = z.object({ cadence: Cadence, date: Day });

/** `/trending`, `/editions` and `/editions/:cadence/:date`. */
export function editionRoutes(needs: WebNeeds, seals: Seals): ApiRoute[] {
  const { store, clock, config } = needs;
  return [
    defineRoute({
      ...{ method: 'GET', url: '/trending', id: 'listTrending', tag: 'editions', access: 'public' },
      summary: 'What trends on a day, in a week or in a month',
      query: Trending,
      answer: TrendingList,
      missing: 'There is no topic of that id.',
      async handle(asked) {
        const { period, topic, day } = asked.query;
        if (topic !== undefined && !config.topics.some(({ id }) => id === topic)) return undefined;
        const latest = (await store.daysAround(dayAt(clock.now(), config.editions.timeZone))).day;
        // A further part goes on with the day it began with, whatever has been read since.
        let until = day ?? latest;
        if (until === undefined) return { period, items: [] };
        let offset = 0;
        const list = await readPart(seals, asked, {
          key: TrendingPlace,
          async read({ after, limit }) {
            until = after?.until ?? until ?? '';
            offset = after?.offset ?? 0;
            const span = { until, days: PERIODS[period], ...(topic !== undefined && { topicId: topic }) };
            const part = { ...span, now: clock.now(), weights: config.trending, limit, offset };
            return needs.showTrending(await store.trending(part), { period, until, after: offset });
          },
          keyOf: (_paper, at) => ({ until: until ?? '', offset: offset + at + 1 }),
          show: showRanked,
        });
        return isRefusal(list) ? list : { period, until, ...list };
      },
    }),
    defineRoute({
      ...{ method: 'GET', url: '/editions', id: 'listEditions', tag: 'editions', access: 'public' },
      summary: 'Editions, newest first',
      query: Editions,
      answer: components.EditionList,
      handle: (asked) =>
        readPart<z.infer<typeof EditionPlace>, EditionHead, ReturnType<typeof showHead>>(seals, asked, {
          key: EditionPlace,
          read: (part) => store.listEditions(asked.query.cadence, part),
          keyOf: ({ date, cadence }) => ({ date, cadence }),
          show: showHead,
        }),
    }),
    defineRoute({
      ...{
        method: 'GET',
        url: '/editions/:cadence/:date',
        id: 'getEdition',
        tag: 'editions',
        access: 'public',
      },
      summary: 'One edition, as it was frozen',
      params: EditionName,
      answer: Edition,
      missing: 'There is no edition of that cadence and date.',
      async handle({ params: { cadence, date } }) {
        const edition = await store.editionOf(cadence, date);
        if (!edition) return undefined;
        const { frozenAt, papers, ...rest } = edition;
        return { ...rest, frozenAt: frozenAt.toISOString(), papers: papers.map(showRanked) };
      },
    }),
  ];
}
