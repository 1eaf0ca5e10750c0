import { type Config, WEEKDAYS } from '../config.js';
import { freezeEdition } from '../jobs/freeze-edition.js';
import { keepWatch } from '../jobs/keep-watch.js';
import { scanSource } from '../jobs/scan-source.js';
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

function scansOf({ id, reads, schedule }: ConfiguredSource, timeZone: string): Schedule[] {
  return reads.map((scope) => ({
    call: scanSource.with({ sourceId: id, scope, force: false, askedBy: 'schedule' }),
    cron: schedule,
    timeZone,
  }));
}
