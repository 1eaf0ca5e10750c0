import type { FastifyInstance } from 'fastify';
import { PERIODS } from '../../model/period.js';
import { shared } from '../caching/share-answers.js';
import { dayAt } from '../dates.js';
import { daysOfTopic, type TopicPage, viewTopic } from '../pages/topic-page.js';
import { type TopicsPage, viewTopics, WEEKS } from '../pages/topics-page.js';
import type { Pages } from '../pages.js';
import { shiftDay } from '../spans.js';
import type { WebNeeds } from '../web-needs.js';
import { publishedOn, refuseTopic } from './search.js';

const TRENDING = 5;
const NEWEST = 10;
/** More titles tell no more about the words in them. */
const MOST_SUBJECTS = 4000;

/** `/topics` and `/topics/:id`: what there is on each, and how it moves. */
export function addTopicRoutes(app: FastifyInstance, needs: WebNeeds, pages: Pages): void {
  app.get('/topics', shared, async (_request, reply) =>
    pages.send(reply, 'topics', await gatherTopics(needs), { publicly: true }),
  );

  app.get<{ Params: { id: string } }>('/topics/:id', shared, async ({ params }, reply) => {
    const topic = needs.config.topics.find(({ id }) => id === params.id);
    if (!topic) return refuseTopic(reply, pages);
    return pages.send(reply, 'topic', await gatherTopic(needs, topic), { publicly: true });
  });
}

const todayOf = ({ clock, config }: WebNeeds) => dayAt(clock.now(), config.editions.timeZone);

async function gatherTopics(needs: WebNeeds): Promise<TopicsPage> {
  const { store, config } = needs;
  const today = todayOf(needs);
  const ids = config.topics.map(({ id }) => id);
  const [counts, days] = await Promise.all([
    store.countTopics(ids),
    store.topicDays(ids, { since: shiftDay(today, 1 - 7 * WEEKS), until: today }),
  ]);
  return viewTopics({ today, topics: config.topics, counts, days });
}

async function gatherTopic(needs: WebNeeds, topic: { id: string; name: string }): Promise<TopicPage> {
  const { store, clock, config, showPaper, showTrending, risingTerms } = needs;
  const [today, now] = [todayOf(needs), clock.now()];
  const { charted, compared } = daysOfTopic(today);
  const [counts, days, subjects, related, trending, newest] = await Promise.all([
    store.countTopics([topic.id]),
    store.topicDays([topic.id], charted),
    store.topicSubjects(topic.id, compared, MOST_SUBJECTS),
    store.relatedTopics(topic.id, charted),
    store.trending({
      ...{ until: today, days: PERIODS.month, topicId: topic.id },
      ...{ weights: config.trending, now, limit: TRENDING },
    }),
    store.searchPapers({ topicId: topic.id, limit: NEWEST, now }),
  ]);
  return viewTopic({
    ...{ today, topic, days, subjects, related, findRising: risingTerms },
    papers: counts.get(topic.id) ?? 0,
    topicNames: new Map(config.topics.map(({ id, name }) => [id, name])),
    trending: showTrending(trending, { period: 'month', until: today, after: 0 }),
    newest: newest.papers.map((news) => ({ paper: showPaper(news), day: publishedOn(news) })),
  });
}
