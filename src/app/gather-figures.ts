import type { Deps } from '../jobs/deps.js';
import { isMissing, lastExpected } from '../jobs/expected-edition.js';
import type { Fill } from '../jobs/measures.js';
import { waitBriefly } from '../jobs/wait-briefly.js';
import type { Figures } from '../metrics/figures.js';
import type { AlarmFacts } from '../store/store.js';

type Needs = Pick<Deps, 'store' | 'clock' | 'settings' | 'measures' | 'sources'>;

const MINUTE_MS = 60_000;
const LATELY_SECONDS = 300;

/** Asks once for everything that only the database, the queue and the machine know. */
export async function gatherFigures({ store, clock, settings, measures, sources }: Needs): Promise<Figures> {
  const now = clock.now();
  const overdueSince = new Date(now.getTime() - settings.alarms.overdueMinutes * MINUTE_MS);
  const [stored, facts, alarms, watchAge, queues, redis, disk, schema] = await Promise.all([
    store.figures(now),
    store.alarmFacts(now, overdueSince),
    store.standingAlarms(),
    store.secondsSinceBeat('keep-watch'),
    waitBriefly(measures.queues()),
    waitBriefly(measures.redis()),
    waitBriefly(measures.disk()),
    waitBriefly(measures.schema()),
  ]);
  const configured = new Set(sources.all().map(({ id }) => id));
  const [diskFree, redisFree] = [shareFree(disk?.value), shareFree(redis?.value)];
  return {
    scans: stored.scans.map(({ sourceId, outcome, scans }) => ({ source: sourceId, outcome, count: scans })),
    papers: stored.scans.flatMap(countPapers).reduce(addUp, []),
    mails: stored.mails.map(({ state, mails }) => ({ state, count: mails })),
    sendRate: stored.sentLately / LATELY_SECONDS,
    unknownMails: facts.unknown,
    overdueMails: facts.overdue.reduce((sum, { mails }) => sum + mails, facts.overdueLetters),
    ...shareMails(facts, settings.alarms.refusedLeast),
    lateness: findLateness(facts, now, settings.editions),
    failing: facts.troubled
      .filter(({ sourceId }) => configured.has(sourceId))
      .map(({ sourceId, outcome, since }) => ({
        ...{ source: sourceId, outcome },
        seconds: Math.max(0, (now.getTime() - since.getTime()) / 1000),
      })),
    alarms,
    ...(queues && {
      queues: queues.value.map(({ name, oldestMs, stillMs, waiting, active, delayed, failed }) => ({
        ...{ name, oldestSeconds: oldestMs / 1000, stillSeconds: stillMs / 1000 },
        counts: { waiting, active, delayed, failed },
      })),
    }),
    ...(diskFree !== undefined && { diskFree }),
    ...(redisFree !== undefined && { redisFree }),
    ...(schema && { pendingMigrations: schema.value.pending.length + schema.value.unknown.length }),
    ...(watchAge !== undefined && { watchAgeSeconds: watchAge }),
  };
}

function countPapers({
  sourceId: source,
  fresh,
  revised,
}: {
  sourceId: string;
  fresh: number;
  revised: number;
}) {
  return [
    { source, change: 'new' as const, count: fresh },
    { source, change: 'revised' as const, count: revised },
  ];
}

/** A source has a line for each outcome of its scans; papers are counted once. */
function addUp(sums: Figures['papers'], next: Figures['papers'][number]): Figures['papers'] {
  const found = sums.find(({ source, change }) => source === next.source && change === next.change);
  if (!found) return [...sums, next];
  found.count += next.count;
  return sums;
}

function shareMails(
  { mails: { sent, refused }, complaints }: AlarmFacts,
  least: number,
): Pick<Figures, 'refusedShare' | 'complaintShare'> {
  const tried = sent + refused;
  return {
    refusedShare: tried >= least ? refused / tried : 0,
    complaintShare: complaints.count / Math.max(1, complaints.sent),
  };
}

function findLateness(
  { editions }: AlarmFacts,
  now: Date,
  rules: Needs['settings']['editions'],
): Figures['lateness'] {
  return (['daily', 'weekly'] as const).flatMap((cadence) => {
    const expected = lastExpected(cadence, now, rules);
    const there = editions.find((edition) => edition.cadence === cadence && edition.date === expected.date);
    if (!there && !isMissing(expected, editions)) return [];
    const until = there?.frozenAt ?? now;
    return [{ cadence, seconds: Math.max(0, (until.getTime() - expected.freezeAt.getTime()) / 1000) }];
  });
}

const shareFree = (fill: Fill | undefined) =>
  fill && fill.size > 0 ? Math.max(0, 1 - fill.used / fill.size) : undefined;
