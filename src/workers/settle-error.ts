import { DelayedError, type Job as QueuedJob, UnrecoverableError } from 'bullmq';
import { BroadsheetError } from '../errors.js';

/** A job that is put off again and again has been started this often; then it counts as failed. */
const MAX_STARTS = 20;

/**
 * The one place where an error becomes retry, delay or stop. What is not ours is a bug: the queue tries it again, and
 * the log has its stack.
 */
export async function settleError(error: unknown, queued: QueuedJob, token?: string): Promise<never> {
  if (!(error instanceof BroadsheetError)) throw error;
  if (error.retry === 'never') throw new UnrecoverableError(`${error.code}: ${error.message}`);
  if (error.retryAfterMs === undefined || queued.attemptsStarted >= MAX_STARTS) throw error;
  await queued.moveToDelayed(Date.now() + error.retryAfterMs, token);
  throw new DelayedError();
}
