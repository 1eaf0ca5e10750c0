import { DateTime } from 'luxon';
import { type Config, WEEKDAYS } from '../../config.js';
import type { EditionSummary, SourceHealth, SourcePause } from '../../store/store.js';
import { sayMoment } from '../dates.js';
import type { StateMark } from './scan-rows.js';

/** One thing that needs somebody, and where to do something about it. */
export interface HealthReason {
  tone: 'warn' | 'bad';
  text: string;
  link: { label: string; href: string };
}

/** Whether everything is well, at a glance. */
export interface Verdict {
  mark: StateMark;
  /** The sentence beside it. */
  words: string;
  /** The worst first. */
  reasons: HealthReason[];
}

/** How many jobs of a queue stand in each state. */
export interface QueueDepth {
  name: string;
  isPaused: boolean;
  counts: { waiting: number; active: number; delayed: number; failed: number };
}

/** What is looked at. */
export interface HealthFacts {
  now: Date;
  editionRules: Pick<Config['editions'], 'days' | 'freezeAt' | 'timeZone'>;
  /** Of configured sources only. */
  health: SourceHealth[];
  paused: SourcePause[];
  /** Newest first. */
  editions: EditionSummary[];
  /** Undefined when the queue does not answer. */
  queues: QueueDepth[] | undefined;
  /** Seconds since the watch was last kept; absent when it never was. */
  watchedAgo: number | undefined;
  /** Alarms that stand. */
  alarms: readonly HealthReason[];
}

/** Green when nothing needs anybody, amber when something wants a look, red when something does not work. */
export function judgeHealth(facts: HealthFacts): Verdict {
  const found = [
    ...judgeWatch(facts),
    ...judgeQueues(facts),
    ...judgeMissedEdition(facts),
    ...judgeEditions(facts),
    ...judgeSources(facts),
  ];
  // What an alarm tells of already is not told twice.
  const told = new Set(facts.alarms.map(({ link }) => link.href));
  const reasons = [...facts.alarms, ...found.filter(({ link }) => !told.has(link.href))];
  const bad = reasons.filter(({ tone }) => tone === 'bad');
  const sorted = [...bad, ...reasons.filter(({ tone }) => tone === 'warn')];
  if (bad.length > 0)
    return { mark: { word: 'red', tone: 'bad' }, words: 'Something is wrong.', reasons: sorted };
  if (sorted.length > 0)
    return { mark: { word: 'amber', tone: 'warn' }, words: 'Something wants a look.', reasons: sorted };
  return { mark: { word: 'green', tone: 'good' }, words: 'All is well.', reasons: [] };
}

/** The watch is kept every minute; after three somebody keeps it who should not have to. */
const SILENCE_SECONDS = 240;

function judgeWatch({ watchedAgo }: HealthFacts): HealthReason[] {
  const link = { label: 'Queues', href: '/admin/queues' };
  if (watchedAgo === undefined)
    return [{ tone: 'warn', text: 'No worker has kept watch yet: nothing runs by itself.', link }];
  if (watchedAgo <= SILENCE_SECONDS) return [];
  const minutes = Math.round(watchedAgo / 60);
  return [{ tone: 'bad', text: `No worker has kept watch for ${minutes} minutes: is one running?`, link }];
}

function judgeQueues({ queues }: HealthFacts): HealthReason[] {
  const link = { label: 'Queues', href: '/admin/queues' };
  if (queues === undefined) return [{ tone: 'bad', text: 'The queue does not answer.', link }];
  return queues
    .filter(({ isPaused }) => isPaused)
    .map(({ name }) => ({
      tone: 'warn' as const,
      text: `The queue ${name} is paused.`,
      link: { label: 'Resume it', href: `/admin/queues/queue/${name}` },
    }));
}

/** The schedule, and the watch after it, have had their time. */
const FREEZE_GRACE_MINUTES = 15;

/** Only once there has been an edition before: a new installation has missed nothing. */
function judgeMissedEdition({ now, editionRules, editions }: HealthFacts): HealthReason[] {
  const { days, freezeAt, timeZone } = editionRules;
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const date = local.toFormat('yyyy-MM-dd');
  const frozenFrom = DateTime.fromISO(`${date}T${freezeAt}`, { zone: timeZone });
  const isDue =
    days.some((day) => WEEKDAYS.indexOf(day) + 1 === local.weekday) &&
    local >= frozenFrom.plus({ minutes: FREEZE_GRACE_MINUTES });
  const daily = editions.filter(({ cadence }) => cadence === 'daily');
  const hasEarlier = daily.some(({ frozenAt }) => frozenAt < frozenFrom.toJSDate());
  if (!isDue || !hasEarlier || daily.some((edition) => edition.date === date)) return [];
  const text = `Today’s edition should have been frozen at ${freezeAt} and was not.`;
  return [{ tone: 'bad', text, link: { label: 'Queue', href: '/admin/queues/queue/freeze-edition' } }];
}

/** From this share of refusals on, something is wrong with more than some addresses. */
const MANY_REFUSED = 0.1;

function judgeEditions({ editions }: HealthFacts): HealthReason[] {
  return editions.flatMap((edition) => {
    const { cadence, date, deliveries, open, halt } = edition;
    const link = { label: 'Deliveries', href: `/admin/editions/${edition.id}` };
    const which = `the ${cadence} edition of ${date}`;
    const tried = deliveries.sent + deliveries.refused;
    const texts = [
      open > 0 ? `${open} ${open === 1 ? 'mail' : 'mails'} of ${which} may or may not have arrived.` : '',
      halt === 'paused' ? `Sending ${which} is paused.` : '',
      deliveries.refused > tried * MANY_REFUSED
        ? `${deliveries.refused} of ${tried} mails of ${which} were refused.`
        : '',
    ];
    return texts.filter(Boolean).map((text) => ({ tone: 'warn' as const, text, link }));
  });
}

/** A source that has failed for so long is not coming back by itself. */
const LONG_MS = 2 * 86_400_000;

function judgeSources({ health, paused, now, editionRules }: HealthFacts): HealthReason[] {
  const isPaused = (id: string) => paused.some(({ sourceId }) => sourceId === id);
  const failing = health.flatMap((source): HealthReason[] => {
    const { sourceId, failingSince, reason } = source;
    if (failingSince === undefined || isPaused(sourceId)) return [];
    const isLong = now.getTime() - failingSince.getTime() > LONG_MS;
    const since = sayMoment(failingSince, editionRules.timeZone);
    const text = `${sourceId} is ${wordOf(source)} since ${since}${reason ? `: ${reason}` : ''}`;
    return [{ tone: isLong ? 'bad' : 'warn', text, link: linkTo(sourceId) }];
  });
  const halted = paused.map(({ sourceId, by, at }) => ({
    tone: 'warn' as const,
    text: `${sourceId} is paused by ${by} since ${sayMoment(at, editionRules.timeZone)}.`,
    link: linkTo(sourceId),
  }));
  return [...failing, ...halted];
}

const wordOf = ({ outcome }: SourceHealth) => (outcome === 'failed' ? 'failing' : outcome);

const linkTo = (sourceId: string) => ({ label: 'Source', href: `/admin/sources/${sourceId}` });
