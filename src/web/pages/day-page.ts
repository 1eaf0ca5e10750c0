import type { Day } from '../../model/clock.js';
import type { EditionPaper } from '../../model/edition.js';
import type { EditionSummary } from '../../store/store.js';
import { sayDay, sayDayBriefly } from '../dates.js';
import { type EditionLink, linkEditions } from './edition-page.js';
import { type PaperView, viewPaper } from './paper-view.js';

/** The front page: one day's papers. */
export interface DayPage {
  /** `Friday 21 August`; absent before the first paper. */
  heading?: string;
  previous?: { label: string; href: string };
  next?: { label: string; href: string };
  chips: TopicChip[];
  /** The chips of topics with fewer papers, folded away unless one of them is chosen. */
  moreChips: TopicChip[];
  papers: PaperView[];
  /** What to say when there are none. */
  empty: string;
  rising: RisingTopic[];
  editions: EditionLink[];
}

export interface TopicChip {
  label: string;
  href: string;
  chosen: boolean;
  count: number;
}

/** A topic whose papers gained votes since yesterday. */
export interface RisingTopic {
  name: string;
  href: string;
  gained: number;
}

/** What the front page is made from. `day` is absent while nothing is stored. */
export interface DayFacts {
  today: Day;
  day?: Day;
  previous?: Day;
  next?: Day;
  topicId?: string;
  papers: EditionPaper[];
  editions: EditionSummary[];
}

const shownChips = 8;

/** Lays out one day. */
export function viewDay(facts: DayFacts): DayPage {
  const { day, today, topicId, papers } = facts;
  const chosen = topicId ? papers.filter((paper) => paper.topics.some(({ id }) => id === topicId)) : papers;
  const chips = day && papers.length > 0 ? viewChips(papers, day, topicId) : [];
  return {
    ...(day && { heading: sayDay(day, today) }),
    ...linkDay('previous', facts.previous, day ?? today),
    ...linkDay('next', facts.next, day ?? today),
    chips: chips.slice(0, shownChips),
    moreChips: chips.slice(shownChips),
    papers: chosen.map(viewPaper),
    empty: sayEmpty(facts),
    rising: day ? findRising(papers, day) : [],
    editions: linkEditions(facts.editions, today),
  };
}

function linkDay<Name extends string>(name: Name, day: Day | undefined, reference: Day) {
  if (day === undefined) return {};
  const link = { label: sayDayBriefly(day, reference), href: `/?day=${day}` };
  return { [name]: link } as Record<Name, { label: string; href: string }>;
}

function sayEmpty({ day, today, papers }: DayFacts): string {
  if (day === undefined) return 'No papers yet. They appear here after the first reading of a source.';
  if (papers.length > 0) return 'No papers on this topic today.';
  return day === today ? 'Nothing new today.' : 'No papers on this day.';
}

/** One chip a topic that the day has papers on, fullest first. */
function viewChips(papers: EditionPaper[], day: Day, topicId: string | undefined): TopicChip[] {
  const topics = tally(papers, () => 1);
  const chips = topics.map(({ id, name, sum }) => ({
    label: name,
    href: topicHref(day, id),
    chosen: id === topicId,
    count: sum,
  }));
  const all = {
    label: 'All',
    href: `/?day=${day}`,
    chosen: topicId === undefined,
    count: papers.length,
  };
  return [all, ...chips];
}

function findRising(papers: EditionPaper[], day: Day): RisingTopic[] {
  return tally(papers, (paper) => Math.max(0, paper.gained ?? 0))
    .filter(({ sum }) => sum > 0)
    .slice(0, 5)
    .map(({ id, name, sum }) => ({ name, href: topicHref(day, id), gained: sum }));
}

/** Sums something over the papers of each topic; largest first, then by name. */
function tally(papers: EditionPaper[], count: (paper: EditionPaper) => number) {
  const sums = new Map<string, { id: string; name: string; sum: number }>();
  for (const paper of papers) {
    for (const { id, name } of paper.topics) {
      const entry = sums.get(id) ?? { id, name, sum: 0 };
      sums.set(id, { ...entry, sum: entry.sum + count(paper) });
    }
  }
  return [...sums.values()].sort((a, b) => b.sum - a.sum || a.name.localeCompare(b.name));
}

const topicHref = (day: Day, topicId: string): string => `/?day=${day}&topic=${encodeURIComponent(topicId)}`;
