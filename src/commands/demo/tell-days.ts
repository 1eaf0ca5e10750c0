import type { Topic } from '../../model/topic.js';
import type { DeliveryRow } from '../../store/store.js';
import { formatTable } from '../table.js';
import type { DayStory } from './live-days.js';

/** A mail in the outbox, or a reader who got none, with the reason. */
export interface MailLine {
  day: string;
  to: string;
  papers: number;
  subject: string;
  kilobytes: number;
}

/** What each day brought, for a person. */
export function tellDays(
  stories: DayStory[],
  topics: Pick<Topic, 'id' | 'name'>[],
  mails: MailLine[],
): string {
  return formatTable<DayStory>(
    [
      { head: 'day', cell: ({ day }) => `${weekday(day)} ${day}` },
      { head: 'on the page', cell: ({ list }) => list?.papers ?? 0 },
      { head: 'new'.padStart(NOTHING.length), cell: ({ list }) => tellFresh(list?.fresh ?? 0) },
      { head: 'known', cell: ({ list }) => Math.max(0, (list?.papers ?? 0) - (list?.fresh ?? 0)) },
      { head: 'changed', cell: ({ list }) => list?.revised ?? 0 },
      { head: 'counted again', cell: ({ list }) => list?.recounted ?? 0 },
      { head: 'edition that morning', cell: ({ edition }) => tellEdition(edition) },
      { head: 'its topics', cell: ({ edition }) => tellTopics(edition, topics), max: 58 },
      { head: 'mails', cell: ({ day }) => mails.filter((mail) => mail.day === day).length },
    ],
    stories,
  );
}

export function tellMails(mails: MailLine[]): string {
  return formatTable<MailLine>(
    [
      { head: 'mail of', cell: ({ day }) => day },
      { head: 'to', cell: ({ to }) => to },
      { head: 'papers', cell: ({ papers }) => papers },
      { head: 'subject', cell: ({ subject }) => subject },
      { head: 'KB', cell: ({ kilobytes }) => kilobytes },
    ],
    mails,
  );
}

/** Readers who got no mail, and why; empty when everyone got one. */
export function tellSkips(rows: (DeliveryRow & { day: string })[]): string {
  const skipped = rows.filter(({ state }) => state === 'skipped');
  return skipped.map(({ day, email, reason }) => `${day}: no mail to ${email}: ${reason}\n`).join('');
}

const NOTHING = 'nothing new';

/** In words where there is none, so that a weekend does not look like a page that was not read. */
const tellFresh = (fresh: number) => (fresh === 0 ? NOTHING : String(fresh).padStart(NOTHING.length));

/** `Tue 11`: a day within a week that the reader has before them. */
export const shortDay = (day: string) => `${weekday(day)} ${Number(day.slice(8, 10))}`;

const weekday = (day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' });

function tellEdition(edition: DayStory['edition']): string {
  if (!edition) return 'none';
  const count = edition.papers.length;
  return `No. ${edition.number}, ${count === 0 ? NOTHING : `${count} papers`}`;
}

function tellTopics(edition: DayStory['edition'], topics: Pick<Topic, 'id' | 'name'>[]): string {
  const counts = new Map<string, number>();
  for (const paper of edition?.papers ?? []) {
    const first = paper.topics[0]?.id;
    if (first) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const names = new Map(topics.map(({ id, name }) => [id, name]));
  const falling = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return falling.map(([id, count]) => `${names.get(id) ?? id} ${count}`).join(', ');
}
