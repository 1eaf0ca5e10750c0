import { z } from 'zod';
import type { Feed, FeedEntry, FeedFormat } from '../../model/feed.js';
import type { FeedPart } from '../../store/store.js';
import { isDay } from '../dates.js';
import { editionHref } from '../pages/edition-page.js';
import type { WebNeeds } from '../web-needs.js';
import { nameEdition, toEditionEntry, toPaperEntry } from './feed-entries.js';
import { FORMATS, feedHref } from './feed-links.js';

/** Entries in a feed; those of one edition are all in its own. */
const MOST_ENTRIES = 50;
/** Papers that an edition's entry names. */
const NAMED_PAPERS = 10;

/** What is asked for: parts of the path and of the query. */
export type Asked = Readonly<Record<string, unknown>>;

/** What differs from feed to feed. `page`: where people see the same. */
interface Gathered extends Pick<Feed, 'title' | 'description' | 'entries'> {
  page: string;
}

/** Reads what a feed holds; undefined where there is nothing of that name. */
type Gather = (needs: WebNeeds, asked: Asked) => Promise<Gathered | undefined>;

/** The feeds there are, by the path of the page they belong to. */
export const FEEDS: Readonly<Record<string, Gather>> = {
  '/': gatherLatest,
  '/topics/:id': gatherTopic,
  '/authors/:id': gatherAuthor,
  '/editions': gatherEditions,
  '/editions/:date': gatherEdition,
};

/** Reads a feed whole; undefined where there is nothing of that name. */
export async function gatherFeed(gather: Gather, needs: WebNeeds, asked: Asked): Promise<Feed | undefined> {
  const gathered = await gather(needs, asked);
  if (gathered === undefined) return undefined;
  const { page, title, ...rest } = gathered;
  const { site, environment } = needs.config;
  const url = (path: string) => `${environment.PUBLIC_URL}${path}`;
  return {
    title: title === '' ? site.title : `${title} · ${site.title}`,
    publisher: site.title,
    pageUrl: url(page),
    urls: Object.fromEntries(FORMATS.map((format) => [format, url(feedHref(page, format))])) as Record<
      FeedFormat,
      string
    >,
    iconUrl: url('/assets/icon.svg'),
    updatedAt: lastChange(rest.entries, needs),
    ...rest,
  };
}

/** Of an empty feed nothing is known but that it is empty today. */
function lastChange(entries: readonly FeedEntry[], { clock }: WebNeeds): Date {
  const times = entries.map(({ updatedAt }) => updatedAt.getTime());
  return times.length > 0 ? new Date(Math.max(...times)) : new Date(clock.now().toISOString().slice(0, 10));
}

async function gatherLatest(needs: WebNeeds): Promise<Gathered> {
  const description = 'New research papers, as they become known.';
  return { page: '/', title: '', description, entries: await readPapers(needs, {}) };
}

async function gatherTopic(needs: WebNeeds, { id }: Asked): Promise<Gathered | undefined> {
  const topic = needs.config.topics.find((one) => one.id === id);
  if (topic === undefined) return undefined;
  return {
    page: `/topics/${topic.id}`,
    title: topic.name,
    description: `New research papers on ${topic.name}.`,
    entries: await readPapers(needs, { topicId: topic.id }),
  };
}

async function gatherAuthor(needs: WebNeeds, { id }: Asked): Promise<Gathered | undefined> {
  const [author] = await needs.store.authorsOf([String(id)]);
  if (author === undefined) return undefined;
  return {
    page: `/authors/${author.id}`,
    title: author.name,
    description: `Papers by ${author.name}, as they become known.`,
    entries: await readPapers(needs, { authorId: author.id }),
  };
}

async function readPapers(
  { store, clock, config, showPaper }: WebNeeds,
  part: Pick<FeedPart, 'topicId' | 'authorId'>,
): Promise<FeedEntry[]> {
  const news = await store.feedPapers({ ...part, now: clock.now(), limit: MOST_ENTRIES });
  return news.map(({ revisedAt, ...paper }) =>
    toPaperEntry(
      showPaper(paper),
      { publishedAt: paper.newsAt, updatedAt: revisedAt ?? paper.newsAt },
      config.environment.PUBLIC_URL,
    ),
  );
}

async function gatherEditions({ store, config }: WebNeeds): Promise<Gathered> {
  const editions = await store.feedEditions({ limit: MOST_ENTRIES, papers: NAMED_PAPERS });
  return {
    page: '/editions',
    title: 'Editions',
    description: 'Each edition of the day and of the week, when it is frozen.',
    entries: editions.map((edition) => toEditionEntry(edition, config.environment.PUBLIC_URL)),
  };
}

const AskedEdition = z.object({
  date: z.string().refine(isDay),
  cadence: z.enum(['daily', 'weekly']).default('daily'),
});

async function gatherEdition({ store, config }: WebNeeds, asked: Asked): Promise<Gathered | undefined> {
  const { data } = AskedEdition.safeParse(asked);
  const edition = data && (await store.editionOf(data.cadence, data.date));
  if (!edition) return undefined;
  const times = { publishedAt: edition.frozenAt, updatedAt: edition.frozenAt };
  return {
    page: editionHref(edition.cadence, edition.date),
    title: nameEdition(edition),
    description: 'What this edition held when it was frozen, for good.',
    entries: edition.papers.map((paper) => toPaperEntry(paper, times, config.environment.PUBLIC_URL)),
  };
}
