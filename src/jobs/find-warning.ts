import { DateTime } from 'luxon';
import type { Day } from '../model/clock.js';
import type { Announcements, Scope } from '../model/scan.js';
import { warnOfFew, warnOfStale } from '../papers/warnings.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import type { Store } from '../store/store.js';

/** A reading that was believed. */
export interface Believed {
  source: Pick<ConfiguredSource, 'id' | 'announces'>;
  scope: Scope;
  now: Date;
  /** Absent when the site says that nothing has changed. */
  page?: { paperIds: readonly string[]; quietWeekdays?: readonly number[] };
}

type History = Pick<Store, 'lastReading' | 'weekdayCounts'>;

/** What looks odd about a list beside those read before: that it may be an old one, or that it is unusually short. */
export async function findWarning(store: History, believed: Believed): Promise<string | undefined> {
  const warnings = [await findStale(store, believed), await findFew(store, believed)];
  return joinWarnings(warnings);
}

/** One text of all that is to be said. */
export function joinWarnings(warnings: (string | undefined)[]): string | undefined {
  return warnings.filter((warning) => warning !== undefined).join('; ') || undefined;
}

async function findStale(
  store: History,
  { source, scope, now, page }: Believed,
): Promise<string | undefined> {
  const announced = Object.keys(scope).flatMap((name) => source.announces?.[name] ?? [])[0];
  const local = DateTime.fromJSDate(now, { zone: announced?.timeZone ?? 'utc' });
  if (!announced || !isDue(local.weekday, announced, page?.quietWeekdays)) return undefined;
  const midnight = local.startOf('day');
  const last = page ? undefined : await store.lastReading(source.id, scope);
  // A page that has not changed since this morning is what it was this morning.
  if (last && last.finishedAt >= midnight.toJSDate()) return last.warning;
  const earlier = last ?? (await store.lastReading(source.id, scope, midnight.toJSDate()));
  return warnOfStale({
    today: dayOf(local),
    ...(page && { paperIds: page.paperIds }),
    ...(earlier && {
      earlier: {
        ...earlier,
        day: dayOf(DateTime.fromJSDate(earlier.finishedAt, { zone: announced.timeZone })),
      },
    }),
  });
}

function isDue(weekday: number, { weekdays }: Announcements, quiet: readonly number[] = []): boolean {
  return weekdays.includes(weekday) && !quiet.includes(weekday);
}

const dayOf = (moment: DateTime): Day => moment.toFormat('yyyy-MM-dd');

/** Only of a day that has ended, or every morning would be unusually short. */
async function findFew(store: History, { source, scope, now, page }: Believed): Promise<string | undefined> {
  const { day } = scope;
  if (day === undefined || day >= now.toISOString().slice(0, 10)) return undefined;
  const { paperIds } = page ?? (await store.lastReading(source.id, scope)) ?? {};
  return paperIds && warnOfFew(day, paperIds.length, await store.weekdayCounts(source.id, day));
}
