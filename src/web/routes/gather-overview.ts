import { DateTime } from 'luxon';
import type { QueueDepth } from '../pages/judge-health.js';
import type { OverviewFacts } from '../pages/overview-page.js';
import { sayAlarm } from '../pages/say-alarm.js';
import type { BoardQueue, WebNeeds } from '../web-needs.js';

const SHOWN_SCANS = 12;
const SHOWN_EDITIONS = 8;
const SHOWN_RUNS = 8;

/** Looks once at everything the overview shows. */
export async function gatherOverview(needs: WebNeeds): Promise<OverviewFacts> {
  const { store, config, clock } = needs;
  const now = clock.now();
  const { timeZone } = config.editions;
  const configured = new Set(config.sources.map(({ id }) => id));
  const [health, paused, scans, editions, mails, watchedAgo, waiting, alarms, queues, runs] =
    await Promise.all([
      store.sourceHealth(),
      store.pausedSources(),
      store.latestScans(SHOWN_SCANS),
      store.latestEditions(SHOWN_EDITIONS),
      store.mailsDone(DateTime.fromJSDate(now, { zone: timeZone }).startOf('day').toJSDate(), now),
      store.secondsSinceBeat('keep-watch'),
      store.waiting(),
      store.standingAlarms(),
      // A queue that is gone is what the page has to tell, and no reason not to show it.
      Promise.all(needs.queues.map(measureQueue)).catch(() => undefined),
      needs.nextRuns().catch(() => []),
    ]);
  return {
    now,
    editionRules: config.editions,
    health: health.filter(({ sourceId }) => configured.has(sourceId)),
    paused: paused.filter(({ sourceId }) => configured.has(sourceId)),
    ...{ scans, editions, mails, queues, watchedAgo, waiting },
    runs: runs
      .filter(({ call }) => call.job !== 'keep-watch')
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .slice(0, SHOWN_RUNS),
    alarms: alarms.map(sayAlarm),
  };
}

async function measureQueue(queue: BoardQueue): Promise<QueueDepth> {
  const [counts, isPaused] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.isPaused(),
  ]);
  const count = (...states: string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  return {
    name: queue.name,
    isPaused,
    counts: {
      waiting: count('waiting', 'prioritized'),
      active: count('active'),
      delayed: count('delayed'),
      failed: count('failed'),
    },
  };
}
