import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Day } from '../../model/clock.js';
import { PERIODS } from '../../model/period.js';
import { shared } from '../caching/share-answers.js';
import { dayAt, isDay } from '../dates.js';
import { type DayFacts, MOST_PAGES, PAGE_SIZE, viewDay } from '../pages/day-page.js';
import type { TrendingChoice } from '../pages/trending-links.js';
import type { Pages } from '../pages.js';
import { shiftDay } from '../spans.js';
import type { WebNeeds } from '../web-needs.js';

const Query = z.object({
  period: z.enum(['day', 'week', 'month']).default('day'),
  day: z.string().refine(isDay).optional(),
  topic: z.string().optional(),
  page: z.coerce.number().int().min(1).default(1),
});

const shownEditions = 5;

/** `/`: what trends on a day, in a week or in a month, the newest unless another is asked for, on all topics or on one. */
export function addDayRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  app.get('/', shared, async (request, reply) => {
    const query = Query.safeParse(request.query);
    if (!query.success) return refuse(reply, pages, query.error.issues[0]?.path[0]);
    const { topic, day, ...rest } = query.data;
    if (topic && !needs.config.topics.some(({ id }) => id === topic)) return refuseTopic(reply, pages);
    const choice = { ...rest, ...(day && { day }), ...(topic && { topicId: topic }) };
    return pages.send(reply, 'day', viewDay(await gatherDay(needs, choice)), { publicly: true });
  });
}

async function gatherDay(needs: WebNeeds, choice: TrendingChoice): Promise<DayFacts> {
  const { store, clock, config } = needs;
  const today = dayAt(clock.now(), config.editions.timeZone);
  const [around, { editions }] = await Promise.all([
    store.daysAround(choice.day ?? today),
    store.archivedEditions({ limit: shownEditions }),
  ]);
  const days =
    choice.period === 'day' ? chooseDay(around, choice.day) : await chooseSpan(needs, around, choice, today);
  const topicNames = new Map(config.topics.map(({ id, name }) => [id, name]));
  const list = days.until ? await readList(needs, choice, days.until) : { papers: [], topics: [] };
  return { today, choice, ...days, ...list, topicNames, editions };
}

async function readList(
  { store, clock, config, showTrending }: WebNeeds,
  { period, topicId, page = 1 }: TrendingChoice,
  until: Day,
): Promise<Pick<DayFacts, 'papers' | 'topics' | 'votes'>> {
  const span = { until, days: PERIODS[period] };
  const [now, after] = [clock.now(), (page - 1) * PAGE_SIZE];
  const part = {
    ...span,
    now,
    weights: config.trending,
    limit: PAGE_SIZE,
    offset: after,
    ...(topicId && { topicId }),
  };
  const [papers, topics] = await Promise.all([
    page > MOST_PAGES ? [] : store.trending(part),
    store.trendingTopics(
      span,
      config.topics.map(({ id }) => id),
      now,
    ),
  ]);
  const votes = await store.votesOver(papers.map(({ paper }) => paper.id));
  return { papers: showTrending(papers, { period, until, after }), topics, votes };
}

type Around = { day?: Day; previous?: Day; next?: Day };
type Days = Pick<DayFacts, 'until' | 'previous' | 'next'>;

/** A day that was asked for and has no papers is shown empty, between the two that have some. */
function chooseDay({ day, previous, next }: Around, asked: Day | undefined): Days {
  const before = asked === undefined || asked === day ? previous : day;
  const until = asked ?? day;
  return { ...(until && { until }), ...(before && { previous: before }), ...(next && { next }) };
}

/** The spans before and after lie end to end with this one, as far as there are papers. */
async function chooseSpan(
  { store }: WebNeeds,
  around: Around,
  { period, day }: TrendingChoice,
  today: Day,
): Promise<Days> {
  const until = day ?? around.day;
  if (until === undefined) return {};
  const before = shiftDay(until, -PERIODS[period]);
  const after = shiftDay(until, PERIODS[period]);
  const earlier = await store.daysAround(before);
  return {
    until,
    ...(earlier.day && { previous: before }),
    ...(around.next && { next: after < today ? after : today }),
  };
}

function refuse(reply: FastifyReply, pages: Pages, name: PropertyKey | undefined): FastifyReply {
  if (name === 'day') {
    const text = 'A day is written like 2026-08-21, and has to be one of the calendar.';
    return answer(reply, pages, 400, 'There is no such day', text);
  }
  const text =
    'A list is that of a day, a week or a month: period=day, week or month; its pages are counted from 1.';
  return answer(reply, pages, 400, 'There is no such list', text);
}

function refuseTopic(reply: FastifyReply, pages: Pages): FastifyReply {
  return answer(reply, pages, 404, 'There is no such topic', 'No topic of this paper has that name.');
}

function answer(
  reply: FastifyReply,
  pages: Pages,
  status: number,
  title: string,
  text: string,
): FastifyReply {
  const links = [
    { label: 'The latest papers', href: '/' },
    { label: 'All topics', href: '/topics' },
    { label: 'All editions', href: '/editions' },
  ];
  return pages.send(reply, 'notice', { title, text, links }, { status });
}
