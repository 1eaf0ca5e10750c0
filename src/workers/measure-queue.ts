import type { Queue as BullQueue, JobType } from 'bullmq';
import type { Job } from '../jobs/job.js';
import type { QueueState } from '../jobs/measures.js';

/** How the jobs of one queue stand, and whether any of them moves. */
export async function measureQueue(
  queue: BullQueue,
  { timeoutMs }: Job<unknown, never>,
): Promise<QueueState> {
  const [counts, isPaused, since, begun] = await Promise.all([
    queue.getJobCounts(...WAITING, 'active', 'delayed', 'failed'),
    queue.isPaused(),
    oldestOf(queue),
    lastBegunOf(queue),
  ]);
  const count = (state: string) => counts[state] ?? 0;
  const now = Date.now();
  return {
    ...{ name: queue.name, isPaused, timeoutMs },
    waiting: WAITING.reduce((sum, state) => sum + count(state), 0),
    ...{ active: count('active'), delayed: count('delayed'), failed: count('failed') },
    oldestMs: since === undefined ? 0 : Math.max(0, now - since),
    stillMs: since === undefined ? 0 : Math.max(0, now - Math.max(since, begun)),
  };
}

const WAITING = ['waiting', 'prioritized'] as const satisfies JobType[];

async function oldestOf(queue: BullQueue): Promise<number | undefined> {
  const firsts = await Promise.all(WAITING.map((state) => queue.getJobs([state], 0, 0, true)));
  const times = firsts.flat().flatMap((job) => job?.timestamp ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** When a worker last took a job, of those that run and those that ended last. */
async function lastBegunOf(queue: BullQueue): Promise<number> {
  const states = ['active', 'completed', 'failed'] as const;
  const lasts = await Promise.all(states.map((state) => queue.getJobs([state], 0, 0, false)));
  return Math.max(0, ...lasts.flat().flatMap((job) => job?.processedOn ?? []));
}
