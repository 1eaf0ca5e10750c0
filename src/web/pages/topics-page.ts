import type { Day } from '../../model/clock.js';
import type { TopicDay } from '../../store/store.js';
import type { Spark } from '../charts/chart.js';
import { drawSpark } from '../charts/draw-spark.js';
import { shiftDay } from '../spans.js';
import { topicHref } from './paper-href.js';

/** All topics, each with how much there is of it. */
export interface TopicsPage {
  topics: TopicLine[];
}

export interface TopicLine {
  name: string;
  href: string;
  /** `1,204 papers, 31 in the last week` */
  papers: string;
  /** Its papers a week. */
  spark?: Spark;
}

export interface TopicsFacts {
  today: Day;
  topics: readonly { id: string; name: string }[];
  counts: ReadonlyMap<string, number>;
  /** Of the last `WEEKS` weeks. */
  days: readonly TopicDay[];
}

/** Weeks that the small line goes back. */
export const WEEKS = 12;

/** Lays out the topics, the fullest of the last week first. */
export function viewTopics({ today, topics, counts, days }: TopicsFacts): TopicsPage {
  const lines = topics.map(({ id, name }) => {
    const weeks = sumWeeks(
      days.filter(({ topicId }) => topicId === id),
      today,
    );
    return { id, name, weeks, last: weeks.at(-1)?.value ?? 0, all: counts.get(id) ?? 0 };
  });
  lines.sort((a, b) => b.last - a.last || b.all - a.all || a.name.localeCompare(b.name));
  return {
    topics: lines.map(({ id, name, weeks, last, all }) => {
      const spark = all > 0 ? drawSpark(weeks) : undefined;
      return {
        name,
        href: topicHref(id),
        papers: sayMany(all, last),
        ...(spark && { spark }),
      };
    }),
  };
}

/** Weeks end to end, the last of them ending today. */
function sumWeeks(days: readonly TopicDay[], today: Day): { at: Date; value: number }[] {
  return Array.from({ length: WEEKS }, (_, at) => {
    const until = shiftDay(today, -7 * (WEEKS - 1 - at));
    const since = shiftDay(until, -6);
    const held = days.filter(({ day }) => day >= since && day <= until);
    return { at: new Date(`${until}T00:00:00Z`), value: held.reduce((sum, { papers }) => sum + papers, 0) };
  });
}

function sayMany(all: number, last: number): string {
  if (all === 0) return 'no papers yet';
  return `${sayPapers(all)}, ${last === 0 ? 'none' : last.toLocaleString('en')} in the last week`;
}

export const sayPapers = (count: number): string =>
  count === 1 ? '1 paper' : `${count.toLocaleString('en')} papers`;
