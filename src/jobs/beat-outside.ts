import { DateTime } from 'luxon';
import type { Config } from '../config.js';
import { BroadsheetError } from '../errors.js';
import type { AlarmKind } from '../model/alarm.js';
import type { EditionSummary, Store } from '../store/store.js';
import type { Deps } from './deps.js';
import { lastExpected } from './expected-edition.js';

type Needs = Pick<Deps, 'clock' | 'settings' | 'outside'> & {
  store: Pick<
    Store,
    | 'latestEditions'
    | 'standingAlarms'
    | 'outsideBeatOn'
    | 'takeOutsideBeat'
    | 'returnOutsideBeat'
    | 'countDue'
  >;
};

/** With one of these a day is not good. */
const BAD: ReadonlySet<AlarmKind> = new Set(['edition-missing', 'mails-overdue', 'mails-refused']);

/**
 * Tells somebody outside that this day is good, once: who hears nothing knows that something is wrong, even when it is
 * the whole program. What failed is tried again at the next look.
 */
export async function beatOutside(
  { clock, settings, outside, store }: Needs,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!outside) return undefined;
  const now = DateTime.fromJSDate(clock.now(), { zone: settings.editions.timeZone });
  const today = now.toFormat('yyyy-MM-dd');
  if (await store.outsideBeatOn(today)) return undefined;
  const isGood = await isGoodDay(store, now, settings.editions);
  if (!isGood || !(await store.takeOutsideBeat(today))) return undefined;
  try {
    await outside.fetcher.fetch({ url: outside.url, kind: 'api' }, signal);
    return 'told';
  } catch (error) {
    await store.returnOutsideBeat(today);
    if (!(error instanceof BroadsheetError)) throw error;
    return error.message;
  }
}

/** The freeze has come, what it should have made is there, and its mails go out. */
async function isGoodDay(store: Needs['store'], now: DateTime, rules: Config['editions']): Promise<boolean> {
  const today = now.toFormat('yyyy-MM-dd');
  if (now.toFormat('HH:mm') < rules.freezeAt) return false;
  if ((await store.standingAlarms()).some(({ kind }) => BAD.has(kind))) return false;
  if (lastExpected('daily', now.toJSDate(), rules).date !== today) return true;
  const editions = await store.latestEditions(LOOKED_AT);
  const edition = editions.find(({ cadence, date }) => cadence === 'daily' && date === today);
  return edition !== undefined && (await isGoingOut(store, edition, now.endOf('day').toJSDate()));
}

/** Somebody has got it, or nobody is to before the day ends: readers elsewhere wait until their morning. */
async function isGoingOut(
  store: Needs['store'],
  { id, halt, deliveries: { claimed, sending, sent, skipped } }: EditionSummary,
  endOfDay: Date,
): Promise<boolean> {
  if (halt !== undefined) return false;
  if (sent + skipped > 0) return true;
  return claimed + sending === 0 && (await store.countDue(id, endOfDay, 1)) === 0;
}

/** Today's of each cadence, and some that were frozen late. */
const LOOKED_AT = 4;
