import type { Day } from '../../model/clock.js';
import type { EditionPaper } from '../../model/edition.js';
import type { Days, PaperSubject, TopicDay } from '../../store/store.js';
import type { Chart } from '../charts/chart.js';
import { drawBars } from '../charts/draw-bars.js';
import { listDays, sayDate } from '../dates.js';
import { type FeedLink, linkFeeds } from '../feeds/feed-links.js';
import { saySpan, shiftDay } from '../spans.js';
import { type FoundPaper, viewFound } from './found-paper.js';
import { topicHref } from './paper-href.js';
import { type PaperView, viewPaper } from './paper-view.js';
import { searchHref } from './search-page.js';
import { sayPapers } from './topics-page.js';
import { trendingHref } from './trending-links.js';

/** A topic: its papers, how many there are a day, and what they come to be about. */
export interface TopicPage {
  name: string;
  tally: string;
  subscribeHref: string;
  feeds: FeedLink[];
  chart?: Chart;
  trending: PaperView[];
  trendingHref: string;
  newest: FoundPaper[];
  newestHref: string;
  rising: RisingWords;
  related: { name: string; href: string; papers: string }[];
}

/** Terms that more papers use than before, and how that was counted. */
export interface RisingWords {
  terms: { term: string; href: string; recent: string; before: string }[];
  /** `31 papers of 8–21 August, against 102 of the eight weeks before.` */
  basis: string;
}

/** Terms of recent papers that grew against those before. */
export type FindRising = (
  recent: readonly PaperSubject[],
  before: readonly PaperSubject[],
  limit: number,
) => { term: string; recent: number; before: number }[];

export interface TopicFacts {
  today: Day;
  topic: { id: string; name: string };
  topicNames: ReadonlyMap<string, string>;
  papers: number;
  days: readonly TopicDay[];
  subjects: readonly PaperSubject[];
  related: readonly { topicId: string; papers: number }[];
  trending: EditionPaper[];
  newest: { paper: EditionPaper; day: Day }[];
  findRising: FindRising;
}

/** Days of the chart. */
const CHARTED = 56;
/** Days whose papers are recent, and days before them with which they are compared. */
const RECENT = 14;
const BEFORE = 56;
const SHOWN_TERMS = 12;
const SHOWN_RELATED = 6;

/** The days that the chart, the terms and the related topics of a page are made of. */
export const daysOfTopic = (today: Day) => ({
  charted: { since: shiftDay(today, 1 - CHARTED), until: today },
  compared: { since: shiftDay(today, 1 - RECENT - BEFORE), until: today },
});

/** Lays out the page of a topic. */
export function viewTopic(facts: TopicFacts): TopicPage {
  const { topic, papers, trending, newest } = facts;
  const chart = drawDays(facts);
  return {
    name: topic.name,
    tally: papers === 0 ? 'No paper has been filed here yet.' : `${sayPapers(papers)} in all.`,
    subscribeHref: `/subscribe?topics=${encodeURIComponent(topic.id)}`,
    feeds: linkFeeds(topicHref(topic.id), topic.name),
    ...(chart && { chart }),
    trending: trending.map(viewPaper),
    trendingHref: trendingHref({ period: 'month', topicId: topic.id }),
    newest: newest.map(({ paper, day }) => viewFound(paper, new Set(), sayDate(day))),
    newestHref: searchHref({ text: '', topicId: topic.id }),
    rising: viewRising(facts),
    related: viewRelated(facts),
  };
}

/** A bar a day, from the first with papers on: before it nothing may have been read. */
function drawDays({ topic, days, today }: TopicFacts): Chart | undefined {
  const { charted } = daysOfTopic(today);
  const counts = new Map(days.map(({ day, papers }) => [day, papers]));
  const first = days.find(({ day }) => day >= charted.since)?.day;
  if (first === undefined) return undefined;
  return drawBars({
    title: `Papers a day on ${topic.name}`,
    days: listDays(first, today).map((day) => ({ day, value: counts.get(day) ?? 0 })),
  });
}

function viewRising({ today, topic, subjects, findRising }: TopicFacts): RisingWords {
  const since = shiftDay(today, 1 - RECENT);
  const recent = subjects.filter(({ day }) => day >= since);
  const before = subjects.filter(({ day }) => day < since);
  const terms = findRising(recent, before, SHOWN_TERMS);
  return {
    basis: sayBasis(recent.length, before.length, { since, until: today }, terms.length),
    terms: terms.map(({ term, recent: now, before: then }) => ({
      term,
      href: searchHref({ text: /\s/.test(term) ? `"${term}"` : term, topicId: topic.id, since }),
      recent: `${now} of ${recent.length}`,
      before: `${then} of ${before.length}`,
    })),
  };
}

function sayBasis(recent: number, before: number, { since, until }: Days, terms: number): string {
  const counted = `${sayPapers(recent)} of ${saySpan(since, until, until)}, ${before.toLocaleString('en')} of the eight weeks before`;
  if (recent === 0 || before === 0) return `There is too little to compare yet: ${counted}.`;
  if (terms === 0) return `No word has clearly grown: ${counted}.`;
  return `Words of titles and keywords in ${counted}: those whose share grew by half or more, and by more than chance makes likely.`;
}

function viewRelated({ related, topicNames }: TopicFacts): TopicPage['related'] {
  const named = related.flatMap(({ topicId, papers }) => {
    const name = topicNames.get(topicId);
    return name === undefined
      ? []
      : [{ name, href: topicHref(topicId), papers: `${sayPapers(papers)} on both` }];
  });
  return named.slice(0, SHOWN_RELATED);
}
