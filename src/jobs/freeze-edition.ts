import { DateTime } from 'luxon';
import { z } from 'zod';
import { compareProfiles } from '../digest/compare-profiles.js';
import { periodOf, rankPapers } from '../digest/rank-papers.js';
import type { Store } from '../store/store.js';
import { deliverLanes } from './deliver-batch.js';
import type { Deps } from './deps.js';
import { defineJob } from './job.js';

type Needs = Pick<Deps, 'sources' | 'topics' | 'clock' | 'settings'> & {
  store: Pick<Store, 'newsFor' | 'profileFigures' | 'sourceHealth' | 'restoredAt' | 'freezeEdition'>;
};

/** Closes a day (or a week): ranks what became news since the edition before, freezes it, and plans a delivery a reader. */
export const freezeEdition = defineJob({
  name: 'freeze-edition',
  payload: z.object({
    cadence: z.enum(['daily', 'weekly']),
    /** `today` is the day on the clock of `editions.timeZone`. */
    date: z.union([z.literal('today'), z.iso.date()]),
  }),
  attempts: 5,
  timeoutMs: 300_000,
  key: ({ cadence, date }) => `${cadence}.${date}`,

  async run({ cadence, date: asked }, { sources, store, topics, clock, settings }: Needs) {
    const frozenAt = clock.now();
    const date = asked === 'today' ? localDay(frozenAt, settings.editions.timeZone) : asked;
    const news = await store.newsFor(cadence, frozenAt);
    const papers = rankPapers(news, settings.trending, frozenAt, topics, { period: periodOf(cadence) });
    const profiles = compareProfiles(await store.profileFigures(cadence, frozenAt));
    const missing = await missingSources(sources, store);
    const paused = mayHaveGoneOut(date, settings.editions, await store.restoredAt());
    const { edition, planned, frozen } = await store.freezeEdition({
      cadence,
      date,
      frozenAt,
      missing,
      profiles,
      papers,
      paused,
      rates: settings.mail.rates,
    });
    return {
      edition: edition.id,
      cadence,
      date,
      number: edition.number,
      papers: edition.papers.length,
      planned,
      frozen,
      ...(paused && { paused }),
      next: planned > 0 && !paused ? deliverLanes(edition.id, planned, settings.mail.lanes) : [],
    };
  },
});

/** The calendar day that a moment falls on where the clock shows `timeZone`. */
export function localDay(moment: Date, timeZone: string): string {
  return DateTime.fromJSDate(moment, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/**
 * A database that was put back from a backup does not know of editions frozen since the backup was taken: one whose hour
 * had come by then may be in the readers' inboxes already.
 */
function mayHaveGoneOut(
  date: string,
  { freezeAt, timeZone }: Needs['settings']['editions'],
  restoredAt: Date | undefined,
): boolean {
  if (restoredAt === undefined) return false;
  return DateTime.fromISO(`${date}T${freezeAt}`, { zone: timeZone }).toMillis() <= restoredAt.getTime();
}

/** What an edition cannot hold because its source could not be read: the edition says so. */
async function missingSources(sources: Needs['sources'], store: Needs['store']): Promise<string[]> {
  const health = await store.sourceHealth();
  // What only fills in leaves no paper out when it fails.
  const fillers = new Set(sources.all().flatMap(({ id, fillsIn }) => (fillsIn ? [id] : [])));
  return health
    .filter(({ failingSince, outcome }) => failingSince !== undefined || outcome === 'resting')
    .flatMap(({ sourceId }) => (fillers.has(sourceId) ? [] : [sourceId]));
}
