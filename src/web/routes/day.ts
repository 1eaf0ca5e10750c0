import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Day } from '../../model/clock.js';
import { dayAt, isDay } from '../dates.js';
import { type DayFacts, viewDay } from '../pages/day-page.js';
import type { Pages } from '../pages.js';
import type { WebNeeds } from '../web-needs.js';

const Query = z.object({ day: z.string().refine(isDay).optional(), topic: z.string().optional() });

const shownEditions = 5;

/** `/`: the trending papers of a day, the newest one unless another is asked for. */
export function addDayRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  app.get('/', async (request, reply) => {
    const query = Query.safeParse(request.query);
    if (!query.success) return refuseDay(reply, pages);
    const { day, topic } = query.data;
    if (topic && !needs.config.topics.some(({ id }) => id === topic)) return refuseTopic(reply, pages);
    const facts = await gatherDay(needs, day);
    const page = viewDay({ ...facts, ...(topic && { topicId: topic }) });
    return pages.send(reply, 'day', page, { publicly: true });
  });
}

async function gatherDay({ store, clock, config, showDay }: WebNeeds, asked?: Day): Promise<DayFacts> {
  const now = clock.now();
  const today = dayAt(now, config.editions.timeZone);
  const [around, editions] = await Promise.all([
    store.daysAround(asked ?? today),
    store.latestEditions(shownEditions),
  ]);
  const days = chooseDay(around, asked);
  const papers = days.day ? showDay(await store.papersOfDay(days.day, now)) : [];
  return { today, ...days, papers, editions };
}

type Around = Pick<DayFacts, 'day' | 'previous' | 'next'>;

/** A day that was asked for and has no papers is shown empty, between the two that have some. */
function chooseDay(around: Around, asked: Day | undefined): Around {
  if (asked === undefined || asked === around.day) return around;
  return {
    day: asked,
    ...(around.day && { previous: around.day }),
    ...(around.next && { next: around.next }),
  };
}

function refuseDay(reply: FastifyReply, pages: Pages): FastifyReply {
  const text = 'A day is written like 2026-08-21, and has to be one of the calendar.';
  const links = [{ label: 'The latest papers', href: '/' }];
  return pages.send(reply, 'notice', { title: 'There is no such day', text, links }, { status: 400 });
}

function refuseTopic(reply: FastifyReply, pages: Pages): FastifyReply {
  const text = 'No topic of this paper has that name.';
  const links = [{ label: 'All topics of the latest day', href: '/' }];
  return pages.send(reply, 'notice', { title: 'There is no such topic', text, links }, { status: 404 });
}
