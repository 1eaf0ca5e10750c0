import type { Day } from '../../model/clock.js';
import type { EditionPaper } from '../../model/edition.js';
import { PERIODS, type Period } from '../../model/period.js';
import type { ArchivedEdition, CountReading, TopicTrend } from '../../store/store.js';
import { sayDay, sayDayBriefly } from '../dates.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';
import { saySpan, shiftDay } from '../spans.js';
import { type EditionLink, linkEditions } from './edition-page.js';
import type { PaperView } from './paper-view.js';
import { type TrendingChoice, trendingHref } from './trending-links.js';
import { viewPapersWithVotes } from './votes-over-time.js';

/** The front page: the trending papers of a day, a week or a month. */
export interface DayPage {
  /** `Friday 21 August`, `15–21 August`; absent before the first paper. */
  heading?: string;
  periods: { label: string; href: string; chosen: boolean }[];
  previous?: PageLink;
  next?: PageLink;
  chips: TopicChip[];
  /** The chips of topics with fewer papers, folded away unless one of them is chosen. */
  moreChips: TopicChip[];
  papers: PaperView[];
  /** Further papers of the list, when it is longer than a page. */
  better?: PageLink;
  further?: PageLink;
  /** What to say when there are none. */
  empty: string;
  rising: RisingTopic[];
  editions: EditionLink[];
  feeds: FeedLink[];
}

export interface PageLink {
  label: string;
  href: string;
}

export interface TopicChip extends PageLink {
  chosen: boolean;
  count: number;
}

/** A topic whose papers gained votes since yesterday. */
export interface RisingTopic {
  name: string;
  href: string;
  gained: number;
}

/** What the front page is made from. `until` is absent while nothing is stored. */
export interface DayFacts {
  today: Day;
  /** As asked for. */
  choice: TrendingChoice;
  /** The last day of the list. */
  until?: Day;
  /** Last days of the lists before and after. */
  previous?: Day;
  next?: Day;
  /** One page of the list. */
  papers: EditionPaper[];
  /** Their votes over time, by id. */
  votes?: ReadonlyMap<string, CountReading[]>;
  /** Of the whole list. */
  topics: TopicTrend[];
  topicNames: ReadonlyMap<string, string>;
  editions: ArchivedEdition[];
}

/** Papers on a page. */
export const PAGE_SIZE = 50;

/** Nobody looks further, and the further the longer it takes. */
export const MOST_PAGES = 100;

const SHOWN_CHIPS = 8;
const SHOWN_RISING = 5;
const LABELS: Record<Period, string> = { day: 'Day', week: 'Week', month: 'Month' };

/** Lays out one page of a list. */
export function viewDay(facts: DayFacts): DayPage {
  const { choice, until, today } = facts;
  const chips = viewChips(facts);
  return {
    ...(until && { heading: sayList(choice.period, until, today) }),
    periods: viewPeriods(choice),
    ...linkDay('previous', facts.previous, facts),
    ...linkDay('next', facts.next, facts),
    chips: chips.slice(0, SHOWN_CHIPS),
    moreChips: chips.slice(SHOWN_CHIPS),
    papers: viewPapersWithVotes(facts.papers, facts.votes ?? new Map()),
    ...linkPages(facts),
    empty: sayEmpty(facts),
    rising: findRising(facts),
    editions: linkEditions(facts.editions, today),
    feeds: linkOwnFeeds(facts),
  };
}

/** The feed of the topic that is chosen stands before that of all papers. */
function linkOwnFeeds({ choice: { topicId = '' }, topicNames }: DayFacts): FeedLink[] {
  const name = topicNames.get(topicId);
  return [...(name ? linkFeeds(`/topics/${topicId}`, name) : []), ...linkFeeds('/', 'All new papers')];
}

function sayList(period: Period, until: Day, today: Day): string {
  return period === 'day'
    ? sayDay(until, today)
    : saySpan(shiftDay(until, 1 - PERIODS[period]), until, today);
}

function viewPeriods({ period, day, topicId }: TrendingChoice): DayPage['periods'] {
  return (Object.keys(PERIODS) as Period[]).map((name) => ({
    label: LABELS[name],
    href: trendingHref({ period: name, ...(day && { day }), ...(topicId && { topicId }) }),
    chosen: name === period,
  }));
}

function linkDay<Name extends string>(name: Name, day: Day | undefined, { choice, until, today }: DayFacts) {
  if (day === undefined) return {};
  const { period, topicId } = choice;
  const label = period === 'day' ? sayDayBriefly(day, until ?? today) : sayList(period, day, today);
  const link = { label, href: trendingHref({ period, day, ...(topicId && { topicId }) }) };
  return { [name]: link } as Record<Name, PageLink>;
}

function linkPages({ choice, topics }: DayFacts): Pick<DayPage, 'better' | 'further'> {
  const { page = 1 } = choice;
  const total = topics.find(({ topicId }) => topicId === choice.topicId)?.papers ?? 0;
  const link = (label: string, other: number) => ({ label, href: trendingHref({ ...choice, page: other }) });
  const last = Math.min(MOST_PAGES, Math.max(1, Math.ceil(total / PAGE_SIZE)));
  if (page > last) return { better: link('The last of them', last) };
  return {
    ...(page > 1 && { better: link(`${(page - 2) * PAGE_SIZE + 1}–${(page - 1) * PAGE_SIZE}`, page - 1) }),
    ...(page < last && {
      further: link(
        `${page * PAGE_SIZE + 1}–${Math.min(total, (page + 1) * PAGE_SIZE)} of ${total}`,
        page + 1,
      ),
    }),
  };
}

function sayEmpty({ choice, until, today, topics }: DayFacts): string {
  if (until === undefined) return 'No papers yet. They appear here after the first reading of a source.';
  const when = choice.period === 'day' ? (until === today ? 'today' : 'on this day') : 'in these days';
  if (topics.length > 0)
    return choice.topicId ? `No papers on this topic ${when}.` : `No more papers ${when}.`;
  return when === 'today' ? 'Nothing new today.' : `No papers ${when}.`;
}

/** One chip a topic that the list has papers on, fullest first. */
function viewChips({ choice, topics, topicNames }: DayFacts): TopicChip[] {
  const { page: _first, topicId: chosen, ...list } = choice;
  const all = topics.find(({ topicId }) => topicId === undefined);
  if (!all) return [];
  const chips = topics.flatMap(({ topicId, papers }) => {
    const label = topicNames.get(topicId ?? '');
    return topicId === undefined || label === undefined
      ? []
      : [{ label, href: trendingHref({ ...list, topicId }), chosen: topicId === chosen, count: papers }];
  });
  chips.sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  return [
    { label: 'All', href: trendingHref(list), chosen: chosen === undefined, count: all.papers },
    ...chips,
  ];
}

function findRising({ choice, topics, topicNames }: DayFacts): RisingTopic[] {
  const { page: _first, ...list } = choice;
  return topics
    .flatMap(({ topicId, gained }) => {
      const name = topicNames.get(topicId ?? '');
      return topicId && name && gained > 0
        ? [{ name, href: trendingHref({ ...list, topicId }), gained }]
        : [];
    })
    .sort((a, b) => b.gained - a.gained || a.name.localeCompare(b.name))
    .slice(0, SHOWN_RISING);
}
