import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { defineJob, type Job, type Outcome } from '../../src/jobs/job.js';
import type { QueueConnection } from '../../src/workers/connect.js';
import { createQueue } from '../../src/workers/create-queue.js';
import { runJobs } from '../../src/workers/run-jobs.js';

export const silent = pino({ level: 'silent' });

/** A Redis prefix that nobody else has. */
export const ownPrefix = () => `test-${randomBytes(6).toString('hex')}`;

/** A job that does what the test says, on a queue that nothing else uses. */
export function defineTestJob(
  name: string,
  run: (payload: { n: number }, needs: object, signal: AbortSignal) => Promise<Outcome>,
  attempts = 1,
) {
  return defineJob({
    name,
    payload: z.object({ n: z.number() }),
    attempts,
    timeoutMs: 20_000,
    key: ({ n }) => `n.${n}`,
    run,
  });
}

/** A queue with workers for the given jobs. */
export function openStage(connection: QueueConnection, list: ReturnType<typeof defineTestJob>[]) {
  const jobs = new Map(list.map((job) => [job.name, job as Job<unknown, never>]));
  const queue = createQueue(connection, jobs);
  const start = (run = [...jobs.keys()]) =>
    runJobs({ connection, queue, jobs, run, deps: {}, concurrency: {}, logger: silent });
  return { queue, start };
}
