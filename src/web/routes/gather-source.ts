import { z } from 'zod';
import type { Scan, Scope } from '../../model/scan.js';
import type { AskedScan, QueuedScan } from '../pages/asked-scan.js';
import type { SourceFacts } from '../pages/scan-rows.js';
import type { SourcePartsFacts } from '../pages/source-page.js';
import type { WebNeeds } from '../web-needs.js';
import { DOUBTED_SCANS } from './asked-scans.js';

/** Scans on one page of a source. */
export const SHOWN_SCANS = 25;
/** A range of days, each read twice meanwhile, is found among these. */
const LATEST = 80;
/** What is long past is not revisited, and needs nobody any more. */
const DOUBTED_FOR_MS = 7 * 86_400_000;

/** What is known of every configured source, in the order of the configuration. */
export async function gatherSources(needs: WebNeeds): Promise<SourceFacts[]> {
  const { store, config, clock } = needs;
  const [health, paused, doubted, hosts, runs] = await Promise.all([
    store.sourceHealth(),
    store.pausedSources(),
    store.doubtedScans(DOUBTED_SCANS),
    store.hostStates(),
    needs.nextRuns().catch(() => []),
  ]);
  const since = clock.now().getTime() - DOUBTED_FOR_MS;
  return config.sources.map(({ id }) => {
    const sites = needs.sitesOf(id);
    const of = health.find(({ sourceId }) => sourceId === id);
    const pause = paused.find(({ sourceId }) => sourceId === id);
    const [next] = runs
      .filter(({ call }) => sourceOf(call.payload) === id)
      .map(({ at }) => at)
      .sort((a, b) => a.getTime() - b.getTime());
    return {
      id,
      ...(of && { health: of }),
      ...(pause && { paused: pause }),
      ...(next && { nextRunAt: next }),
      doubted: doubted.filter((scan) => scan.sourceId === id && scan.finishedAt.getTime() >= since),
      hosts: hosts.filter(({ key }) => sites.includes(key)),
    };
  });
}

const sourceOf = (payload: unknown) => (payload as { sourceId?: string } | undefined)?.sourceId;

/** A look at one source: what everybody who looks at its page shares, whatever they have asked for. */
export interface SourceLook {
  source: SourceFacts;
  queued: QueuedScan[];
  latest: Scan[];
  now: Date;
}

/** Undefined when no source of that name is configured. */
export async function lookAtSource(needs: WebNeeds, id: string): Promise<SourceLook | undefined> {
  const source = (await gatherSources(needs)).find((each) => each.id === id);
  if (!source) return undefined;
  const [latest, queued] = await Promise.all([
    needs.store.scansOf(id, { limit: LATEST }),
    listQueued(needs, id).catch(() => []),
  ]);
  return { source, latest, queued, now: needs.clock.now() };
}

/** What the live parts of a page show: the newest scans, and what became of what was asked for. */
export function partsOf(look: SourceLook, timeZone: string, asked?: AskedScan): SourcePartsFacts {
  return { ...look, timeZone, ...(asked && { asked }), listed: look.latest.slice(0, SHOWN_SCANS) };
}

const ScanJob = z.object({ sourceId: z.string(), scope: z.record(z.string(), z.string()) });

/** A schedule's next run waits in the queue like a job that was put off, and is none. */
async function listQueued({ queues }: WebNeeds, id: string): Promise<QueuedScan[]> {
  const queue = queues.find(({ name }) => name === 'scan-source');
  if (!queue) return [];
  const [active, delayed, failed] = await Promise.all(
    (['active', 'delayed', 'failed'] as const).map((state) => queue.getJobs([state], 0, 50)),
  );
  const told = (jobs: QueuedJob[] = [], more: (job: QueuedJob) => Omit<QueuedScan, 'scope'>) =>
    jobs.flatMap((job) => {
      const { data } = ScanJob.safeParse(job?.data);
      return data?.sourceId === id ? [{ scope: data.scope as Scope, ...more(job) }] : [];
    });
  const isPutOff = (job: QueuedJob) => job?.repeatJobKey === undefined;
  return [
    ...told(active, () => ({ state: 'running' })),
    ...told(delayed?.filter(isPutOff), ({ timestamp, delay }) => ({
      state: 'later',
      until: new Date(timestamp + (delay ?? 0)),
    })),
    ...told(failed, ({ finishedOn, failedReason }) => ({
      state: 'failed',
      failedAt: new Date(finishedOn ?? 0),
      reason: failedReason ?? '',
    })),
  ];
}

type QueuedJob = Awaited<ReturnType<WebNeeds['queues'][number]['getJobs']>>[number];
