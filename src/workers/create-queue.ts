import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Queue as BullQueue, Job as QueuedJob } from 'bullmq';
import { BroadsheetError } from '../errors.js';
import type { Call, Job } from '../jobs/job.js';
import type { QueueConnection } from './connect.js';
import { measureQueue } from './measure-queue.js';
import type { Enqueued, Jobs, NextRun, Queue, Schedule } from './queue.js';

/** How often a waiting caller looks whether its job has ended. */
const LOOK_MS = 60;

/** The queue, and BullMQ's own objects for the board. One BullMQ queue a job name. */
export function createQueue(connection: QueueConnection, jobs: Jobs): Queue & { boards: BullQueue[] } {
  const queues = new Map(
    [...jobs.keys()].map((name) => [name, connection.queue(name, { defaultJobOptions })]),
  );
  for (const queue of queues.values()) queue.on('error', () => undefined);
  const queueOf = (name: string) => {
    const queue = queues.get(name);
    const job = jobs.get(name);
    if (!queue || !job) throw new Error(`there is no job named ${name}`);
    return { queue, job };
  };
  return {
    boards: [...queues.values()],
    async enqueue(call, options = {}) {
      const { queue, job } = queueOf(call.job);
      const payload = job.payload.parse(call.payload);
      const queued = await queue.add(job.name, payload, {
        ...jobOptions(job),
        ...(options.attempts !== undefined && { attempts: options.attempts }),
        deduplication: { id: keyOf(job, payload), keepLastIfActive: options.afterRunning === true },
      });
      return watch(queue, queued);
    },
    async assertSchedules(schedules) {
      await Promise.all([...queues.keys()].map((name) => assertSchedulesOf(queueOf(name), schedules)));
    },
    async nextRuns() {
      return (await Promise.all([...queues.values()].map(nextRunsOf))).flat();
    },
    measure: () =>
      Promise.all([...queues.keys()].map((name) => measureQueue(queueOf(name).queue, queueOf(name).job))),
    memory: async () => connection.memory?.(),
    async ping() {
      await Promise.all([...queues.values()].map((queue) => queue.getJobCounts('waiting')));
    },
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

const defaultJobOptions = {
  removeOnComplete: { count: 500, age: 14 * 86_400 },
  removeOnFail: { count: 500, age: 30 * 86_400 },
};

function jobOptions(job: Job<unknown, never>) {
  return { attempts: job.attempts, backoff: { type: 'exponential', delay: 15_000, jitter: 0.3 } };
}

function keyOf(job: Job<unknown, never>, payload: unknown): string {
  return `${job.name}.${job.key(payload)}`;
}

/** The truth about a run is in the database; this only waits until the queue calls it ended. */
function watch(queue: BullQueue, queued: QueuedJob): Enqueued {
  const id = String(queued.id);
  return {
    id,
    async ended(signal) {
      for (;;) {
        signal?.throwIfAborted();
        const state = await queue.getJobState(id);
        if (state === 'completed') return (await queue.getJob(id))?.returnvalue;
        if (state === 'failed') throw await failureOf(queue, id);
        if (state === 'unknown') return undefined;
        await sleep(LOOK_MS);
      }
    },
  };
}

async function failureOf(queue: BullQueue, id: string): Promise<BroadsheetError> {
  const reason = (await queue.getJob(id))?.failedReason ?? 'it was removed from the queue';
  return new BroadsheetError(reason, { code: 'job', retry: 'never', context: { job: queue.name, id } });
}

/** Written only where something differs: putting a schedule anew would move its next run. */
async function assertSchedulesOf(
  { queue, job }: { queue: BullQueue; job: Job<unknown, never> },
  schedules: Schedule[],
): Promise<void> {
  const wanted = new Map(
    schedules.filter(({ call }) => call.job === job.name).map((each) => [scheduleKey(job, each.call), each]),
  );
  const stored = await queue.getJobSchedulers(0, -1);
  const kept = new Set(stored.filter((each) => isSame(wanted.get(each.key), each)).map(({ key }) => key));
  await Promise.all(
    stored.filter(({ key }) => !wanted.has(key)).map(({ key }) => queue.removeJobScheduler(key)),
  );
  const missing = [...wanted].filter(([key]) => !kept.has(key));
  await Promise.all(missing.map(([key, schedule]) => putSchedule(queue, job, key, schedule)));
}

async function nextRunsOf(queue: BullQueue): Promise<NextRun[]> {
  const stored = await queue.getJobSchedulers(0, -1);
  return stored.flatMap(({ next, template }) =>
    next === undefined ? [] : [{ call: { job: queue.name, payload: template?.data }, at: new Date(next) }],
  );
}

const scheduleKey = (job: Job<unknown, never>, call: Call) =>
  `${job.name}.${job.key(job.payload.parse(call.payload))}`;

function isSame(
  wanted: Schedule | undefined,
  stored: { pattern?: string; tz?: string; template?: { data?: unknown } },
): boolean {
  if (!wanted) return false;
  const isOnTime = stored.pattern === wanted.cron && stored.tz === wanted.timeZone;
  return isOnTime && isDeepStrictEqual(stored.template?.data, wanted.call.payload);
}

async function putSchedule(
  queue: BullQueue,
  job: Job<unknown, never>,
  key: string,
  schedule: Schedule,
): Promise<void> {
  await queue.upsertJobScheduler(
    key,
    { pattern: schedule.cron, tz: schedule.timeZone },
    { name: job.name, data: schedule.call.payload, opts: jobOptions(job) },
  );
}
