import { type Config, WEEKDAYS } from '../config.js';
import { freezeEdition } from '../jobs/freeze-edition.js';
import { keepWatch } from '../jobs/keep-watch.js';
import { scanSource } from '../jobs/scan-source.js';
import { visitSource } from '../jobs/visit-source.js';
import type { ConfiguredSource } from '../sources/load-sources.js';
import type { Schedule } from './queue.js';

/** Everything that happens by itself, from the configuration. */
export function listSchedules(
  sources: ConfiguredSource[],
  { days, freezeAt, timeZone }: Config['editions'],
): Schedule[] {
  const [hour, minute] = freezeAt.split(':').map(Number);
  const weekdays = days.map((day) => (WEEKDAYS.indexOf(day) + 1) % 7).sort();
  return [
    ...sources.flatMap((source) => scansOf(source, timeZone)),
    {
      call: freezeEdition.with({ cadence: 'daily', date: 'today' }),
      cron: `${minute} ${hour} * * ${weekdays.join(',')}`,
      timeZone,
    },
    {
      call: freezeEdition.with({ cadence: 'weekly', date: 'today' }),
      cron: `${minute} ${hour} * * 1`,
      timeZone,
    },
    { call: keepWatch.with({}), cron: '* * * * *', timeZone },
  ];
}

/** Profiles share their site's quota: they are no schedules of their own, but visited in turn. */
function scansOf(source: ConfiguredSource, timeZone: string): Schedule[] {
  const { id, reads, schedule } = source;
  const scans = reads
    .filter(({ profile }) => profile === undefined)
    .map((scope) => scanSource.with({ sourceId: id, scope, force: false, askedBy: 'schedule' }));
  const visits = isVisited(source) ? [visitSource.with({ sourceId: id })] : [];
  return [...scans, ...visits].map((call) => ({ call, cron: schedule, timeZone }));
}

/** What readers follow, and what the next edition lacks, stands in no configuration. */
function isVisited({ scopes, fillsIn }: ConfiguredSource): boolean {
  return scopes.profile !== undefined || fillsIn !== undefined;
}
