import { DateTime } from 'luxon';
import { z } from 'zod';
import { WEEKDAYS } from '../config.js';
import type { Cadence } from '../model/edition.js';
import type { Store } from '../store/store.js';
import { deliverBatch } from './deliver-batch.js';
import type { Deps } from './deps.js';
import { freezeEdition } from './freeze-edition.js';
import { type Call, defineJob } from './job.js';
import { sendLetter } from './send-letter.js';

type Needs = Pick<Deps, 'clock' | 'settings'> & {
  store: Pick<
    Store,
    | 'beat'
    | 'recoverDeliveries'
    | 'recoverLetters'
    | 'forgetUnconfirmed'
    | 'dueEditions'
    | 'dueLetters'
    | 'latestEditions'
  >;
};

/** Recovers what a crash left, sends what is due, and freezes what a stopped clock missed. */
export const keepWatch = defineJob({
  name: 'keep-watch',
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 50_000,
  key: () => 'minute',

  async run(_payload, { store, clock, settings }: Needs) {
    const now = clock.now();
    const recovered = await store.recoverDeliveries();
    const recoveredLetters = await store.recoverLetters();
    const forgotten = await store.forgetUnconfirmed(now);
    const due = await store.dueEditions(now);
    const letters = await store.dueLetters(now);
    const missed = await missedEditions(store, now, settings.editions);
    await store.beat('keep-watch');
    return {
      ...recovered,
      due: due.length,
      letters: { ...recoveredLetters, due: letters.length },
      missed: missed.length,
      ...(forgotten > 0 && { forgotten }),
      next: [
        ...missed,
        ...due.map((editionId) => deliverBatch.with({ editionId, lane: 1 })),
        ...letters.map((letterId) => sendLetter.with({ letterId })),
      ],
    };
  },
});

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
  const editions = await store.latestEditions(LOOKED_AT);
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

/** Two weeks of daily editions and two weekly ones. */
const LOOKED_AT = 16;
/** The schedule's own freeze comes first. */
const GRACE_MS = 60_000;
