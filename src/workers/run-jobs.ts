import type { Job as QueuedJob, Worker } from 'bullmq';
import { BroadsheetError } from '../errors.js';
import type { Job, Outcome } from '../jobs/job.js';
import type { Logger } from '../logger.js';
import type { QueueConnection } from './connect.js';
import type { Jobs, Queue } from './queue.js';
import { settleError } from './settle-error.js';

export interface WorkersOptions {
  connection: QueueConnection;
  queue: Pick<Queue, 'enqueue'>;
  jobs: Jobs;
  /** Names of the jobs this process runs. */
  run: readonly string[];
  /** What jobs ask for. */
  deps: object;
  concurrency: Record<string, number>;
  logger: Logger;
}

export interface Workers {
  /** Runs a job here and now, past the queue. */
  runNow(name: string, payload: unknown): Promise<Outcome>;
  /** Takes no more jobs, lets those in hand end, and asks them to hurry after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Starts one BullMQ worker a job: payload checked, time limited, outcome logged in one line, follow-ups enqueued. */
export function runJobs(options: WorkersOptions): Workers {
  const stopping = new AbortController();
  const bench = { ...options, stopping: stopping.signal };
  const workers = options.run.map((name) => startWorker(bench, jobNamed(options.jobs, name)));
  return {
    runNow: (name, payload) => runLogged(bench, jobNamed(options.jobs, name), payload),
    async close(graceMs) {
      const hurry = setTimeout(() => stopping.abort(new Error('the program is stopping')), graceMs);
      await Promise.all(workers.map((worker) => worker.close()));
      clearTimeout(hurry);
    },
  };
}

type Bench = WorkersOptions & { stopping: AbortSignal };

function jobNamed(jobs: Jobs, name: string): Job<unknown, never> {
  const job = jobs.get(name);
  if (!job) throw new Error(`there is no job named ${name}`);
  return job;
}

function startWorker(bench: Bench, job: Job<unknown, never>): Worker {
  const { connection, concurrency, logger } = bench;
  const process = async (queued: QueuedJob, token?: string) => {
    try {
      return await runLogged(bench, job, queued.data, queued);
    } catch (error) {
      return settleError(error, queued, token);
    }
  };
  const worker = connection.worker(job.name, process, { concurrency: concurrency[job.name] ?? 1 });
  worker.on('error', (error) => logger.warn({ err: error, queue: job.name }, 'queue connection'));
  return worker;
}

async function runLogged(
  bench: Bench,
  job: Job<unknown, never>,
  data: unknown,
  queued?: QueuedJob,
): Promise<Outcome> {
  const startedAt = performance.now();
  const line = () => ({ job: job.name, id: queued?.id, ms: Math.round(performance.now() - startedAt) });
  try {
    const payload = job.payload.parse(data);
    const { next = [], ...told } = await job.run(payload, bench.deps as never, timeLimit(bench, job));
    // A job that hands on to itself has not ended yet, and would swallow what it asks for.
    await Promise.all(next.map((call) => bench.queue.enqueue(call, { afterRunning: true })));
    bench.logger.info({ ...line(), ...told }, job.name);
    return told;
  } catch (error) {
    if (isPutOff(error)) bench.logger.info({ ...line(), reason: error.message }, `${job.name} put off`);
    else bench.logger.warn({ ...line(), attempt: queued?.attemptsStarted, err: error }, `${job.name} failed`);
    throw error;
  }
}

/** A site that rests was not asked: nothing has failed. */
const isPutOff = (error: unknown): error is BroadsheetError =>
  error instanceof BroadsheetError && error.code === 'resting';

const timeLimit = ({ stopping }: Bench, job: Job<unknown, never>) =>
  AbortSignal.any([stopping, AbortSignal.timeout(job.timeoutMs)]);
