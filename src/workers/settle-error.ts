import {
  DelayedError,
  defaultRepeatStrategy,
  type JobSchedulerJobOptions,
  type Job as QueuedJob,
  UnrecoverableError,
} from 'bullmq';
import { BroadsheetError } from '../errors.js';
import type { Outcome } from '../jobs/job.js';

/** A job that is put off again and again has been started this often; then it counts as failed. */
const MAX_STARTS = 20;

/**
 * The one place where an error becomes retry, delay or stop. What is not ours is a bug: the queue tries it again, and
 * the log has its stack. A scheduled job that is to come again only after its schedule fires anew ends here: a site that
 * turns us away for a week finds one run waiting afterwards, not all of the week's, and is asked as before.
 */
export async function settleError(error: unknown, queued: QueuedJob, token?: string): Promise<Outcome> {
  if (!(error instanceof BroadsheetError)) throw error;
  if (error.retry === 'never') throw new UnrecoverableError(`${error.code}: ${error.message}`);
  if (error.retryAfterMs === undefined) throw error;
  const again = Date.now() + error.retryAfterMs;
  if (isScheduledBefore(again, queued))
    return { leftTo: 'the next run of its schedule', reason: error.message };
  if (queued.attemptsStarted >= MAX_STARTS) throw error;
  await queued.moveToDelayed(again, token);
  throw new DelayedError();
}

/** Whether the schedule that this job came from makes another one before a moment. */
function isScheduledBefore(moment: number, { opts }: QueuedJob): boolean {
  const { repeat }: JobSchedulerJobOptions = opts;
  const next = repeat?.pattern === undefined ? undefined : defaultRepeatStrategy(Date.now(), repeat);
  return next !== undefined && next <= moment;
}
