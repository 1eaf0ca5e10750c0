import { DateTime } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../config.js';
import type { Cadence } from '../model/edition.js';
import type { Store } from '../store/store.js';
import { beatOutside } from './beat-outside.js';
import { deliverLanes, MOST_COUNTED } from './deliver-batch.js';
import type { Deps } from './deps.js';
import { freezeEdition } from './freeze-edition.js';
import { type Call, defineJob } from './job.js';
import { prune } from './prune.js';
import { type AlarmNeeds, raiseAlarms } from './raise-alarms.js';
import { sendLetter } from './send-letter.js';

type Needs = AlarmNeeds &
  Parameters<typeof beatOutside>[0] & {
    store: Pick<
      Store,
      | 'beat'
      | 'recoverDeliveries'
      | 'recoverLetters'
      | 'forgetUnconfirmed'
      | 'dueEditions'
      | 'countDue'
      | 'dueLetters'
      | 'frozenEditions'
      | 'pruneStep'
    >;
  };

/** Recovers what a crash left, sends what is due, freezes what a stopped clock missed, tells what is wrong, and forgets what is past its days. */
export const keepWatch = defineJob({
  name: 'keep-watch',
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 50_000,
  key: () => 'minute',

  async run(_payload, needs: Needs, signal) {
    const { store, clock, settings } = needs;
    const now = clock.now();
    const recovered = await store.recoverDeliveries();
    const recoveredLetters = await store.recoverLetters();
    const forgotten = await store.forgetUnconfirmed(now);
    const due = await store.dueEditions(now);
    const { lanes: most } = settings.mail;
    const lanes = await Promise.all(
      due.map(async (id) => deliverLanes(id, await store.countDue(id, now, MOST_COUNTED), most)),
    );
    const letters = await store.dueLetters(now);
    const missed = await missedEditions(store, now, settings.editions);
    await store.beat('keep-watch');
    return {
      ...recovered,
      due: due.length,
      letters: { ...recoveredLetters, due: letters.length },
      missed: missed.length,
      ...(forgotten > 0 && { forgotten }),
      ...(await lookForTrouble(needs, signal)),
      ...(await prune(needs, signal)),
      next: [...missed, ...lanes.flat(), ...letters.map((letterId) => sendLetter.with({ letterId }))],
    };
  },
});

/** What cannot be looked at must not keep mails from going out: it is told in the log, and looked at in a minute. */
async function lookForTrouble(needs: Needs, signal: AbortSignal) {
  try {
    const raised = await raiseAlarms(needs);
    const outside = await beatOutside(needs, signal);
    return { ...raised, ...(outside && { outside }) };
  } catch (error) {
    return { blind: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Editions that should have been frozen while nobody was there: today's, and that of this week's Monday. Only once there
 * has been an edition before: a new installation has not missed what came before it.
 */
async function missedEditions(
  store: Needs['store'],
  now: Date,
  { days, freezeAt, timeZone }: Deps['settings']['editions'],
): Promise<Call[]> {
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const monday = local.startOf('week');
  const editions = await store.frozenEditions();
  const isMissed = (cadence: Cadence, day: DateTime) => {
    const frozenFrom = DateTime.fromISO(`${day.toISODate()}T${freezeAt}`, { zone: timeZone });
    const isThere = editions.some(
      (edition) => edition.cadence === cadence && edition.date === day.toISODate(),
    );
    const hasEarlier = editions.some(({ frozenAt }) => frozenAt < frozenFrom.toJSDate());
    return !isThere && hasEarlier && now.getTime() >= frozenFrom.toMillis() + GRACE_MS;
  };
  const isDay = days.some((day) => WEEKDAYS.indexOf(day) + 1 === local.weekday);
  return [
    ...(isDay && isMissed('daily', local)
      ? [freezeEdition.with({ cadence: 'daily' as const, date: 'today' })]
      : []),
    ...(isMissed('weekly', monday)
      ? [freezeEdition.with({ cadence: 'weekly' as const, date: monday.toISODate() ?? 'today' })]
      : []),
  ];
}

/** The schedule's own freeze comes first. */
const GRACE_MS = 60_000;
