import { WEEKDAYS } from '../../config.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { AuditEntry, FoundAuthor, ReaderDelivery, ReaderDesk } from '../../store/store.js';
import { sayDate, sayMoment } from '../dates.js';
import type { DeskVisit } from '../desk-visit.js';
import type { Effect } from '../routes/find-effect.js';
import { type AuditRow, viewAct } from './audit-page.js';
import { markReader, nameReader, readerPlace } from './readers-page.js';
import type { StateMark } from './scan-rows.js';

/** One reader: what they get, and why. */
export interface ReaderPage extends DeskVisit {
  place: string;
  name: string;
  mark: StateMark;
  suppressed: boolean;
  /** Why nothing was done. */
  problem?: string;
  facts: { label: string; value: string }[];
  choices: { label: string; value: string }[];
  deliveries: DeliveryLine[];
  letters: { kind: string; mark: StateMark; at: string; reason: string }[];
  bounces: { kind: string; at: string; reason: string }[];
  /** What the latest edition gives them. */
  effect?: { edition: string; papers: { href: string; title: string; why: string }[] };
  history: AuditRow[];
}

interface DeliveryLine {
  edition: string;
  editionId: string;
  place: string;
  mark: StateMark;
  at: string;
  papers: number;
  reason: string;
  mayResend: boolean;
}

/** What the page is made from. */
export interface ReaderFacts {
  visit: DeskVisit;
  found: ReaderDesk;
  topics: readonly { id: string; name: string }[];
  authors: FoundAuthor[];
  effect: Effect | undefined;
  /** What operators did about this reader. */
  acts: AuditEntry[];
  problem?: string;
}

/** Lays out the page. The address is left out for those who only look. */
export function viewReader(facts: ReaderFacts): ReaderPage {
  const { visit, found, effect, problem } = facts;
  const { reader, suppressed } = found;
  const { timeZone } = visit;
  const say = (moment: Date | undefined) => (moment ? sayMoment(moment, timeZone) : '');
  return {
    ...visit,
    place: readerPlace(reader.id),
    name: nameReader(reader, visit.acts),
    mark: markReader(reader.state, suppressed?.reason),
    suppressed: suppressed !== undefined,
    ...(problem !== undefined && { problem }),
    facts: present([
      ['Number', reader.id],
      ['Came', say(reader.createdAt)],
      ['Confirmed', say(found.confirmedAt)],
      ['Left', say(found.leftAt)],
      ['Suppressed', suppressed ? `${suppressed.reason}, ${say(suppressed.at)}` : ''],
    ]),
    choices: present(listChoices(facts)),
    deliveries: found.deliveries.map((delivery) => viewDelivery(delivery, timeZone)),
    letters: found.letters.map(({ kind, state, createdAt, reason = '' }) => ({
      ...{ kind, reason, at: say(createdAt) },
      mark: { word: state, tone: tones[state] ?? 'quiet' },
    })),
    bounces: found.bounces.map(({ kind, reason, at }) => ({ kind, reason, at: say(at) })),
    ...(effect && { effect: viewEffect(effect) }),
    history: facts.acts.map((entry) => viewAct(entry, timeZone)),
  };
}

const present = (pairs: [label: string, value: string][]) =>
  pairs.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]));

function listChoices({ found: { reader }, topics, authors }: ReaderFacts): [string, string][] {
  const nameOf = (id: string) => topics.find((topic) => topic.id === id)?.name ?? id;
  const chosen: [string, string][] = [
    ['Topics', reader.topics.map(nameOf).join(', ')],
    ['Authors', authors.map(({ name }) => name).join(', ')],
    ['Phrases', reader.keywords.join(', ')],
    ['Muted topics', reader.mutedTopics.map(nameOf).join(', ')],
    ['Muted phrases', reader.mutedKeywords.join(', ')],
  ];
  const follows = chosen.slice(0, 3).some(([, value]) => value !== '');
  return [
    ['Gets', follows ? 'what they follow' : 'the trending papers: nothing is chosen'],
    ...chosen,
    ['When', sayWhen(reader)],
    ['Papers at most', String(reader.maxPapers)],
    ['On a quiet day', reader.quietDay === 'nothing' ? 'nothing' : 'one line'],
  ];
}

function sayWhen({ cadence, weekday, hour, timeZone }: Subscriber): string {
  const day = cadence === 'weekly' ? `weekly on ${WEEKDAYS[weekday - 1] ?? ''}` : 'daily';
  return `${day} at ${hour}:00, ${timeZone}`;
}

const tones: Record<string, StateMark['tone']> = {
  sent: 'good',
  refused: 'bad',
  unknown: 'warn',
};

function viewDelivery(delivery: ReaderDelivery, timeZone: string): DeliveryLine {
  const { state, dueAt, finishedAt, resentAt, reason = '' } = delivery;
  const again = resentAt ? `asked to be sent again ${sayMoment(resentAt, timeZone)}` : '';
  return {
    edition: `${delivery.cadence}, ${sayDate(delivery.date)}, No. ${delivery.number}`,
    editionId: delivery.editionId,
    place: `/admin/editions/${delivery.editionId}`,
    mark: { word: state, tone: tones[state] ?? 'quiet' },
    at: finishedAt ? sayMoment(finishedAt, timeZone) : `due ${sayMoment(dueAt, timeZone)}`,
    papers: delivery.papers,
    reason: [reason, again].filter(Boolean).join('; '),
    mayResend: delivery.mayResend,
  };
}

function viewEffect({ edition, papers }: Effect): NonNullable<ReaderPage['effect']> {
  return {
    edition: `${edition.cadence} edition of ${sayDate(edition.date)}`,
    papers: papers.map(({ paperId, title, why }) => ({ href: `/papers/${paperId}`, title, why })),
  };
}
