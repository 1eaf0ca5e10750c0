import type { Logger } from '../logger.js';
import type { Store } from '../store/store.js';
import type { Queue, Schedule } from './queue.js';
import type { Workers } from './run-jobs.js';

const MINUTE_MS = 60_000;

/** After this long without a watch the queue is taken to have lost its schedules. */
const SILENCE_SECONDS = 180;

export interface ScheduleWatch {
  /** One round, now. */
  look(): Promise<void>;
  close(): void;
}

/**
 * A plain timer beside the queue: schedules live in the queue and die with it, so every worker process puts them back
 * once a minute, and keeps watch itself when the database shows that nobody has. A flushed Redis must not silence the
 * program.
 */
export function watchSchedules(
  queue: Pick<Queue, 'assertSchedules'>,
  workers: Pick<Workers, 'runNow'>,
  store: Pick<Store, 'secondsSinceBeat'>,
  schedules: Schedule[],
  logger: Logger,
): ScheduleWatch {
  const breakSilence = async () => {
    const silence = await store.secondsSinceBeat('keep-watch');
    if (silence !== undefined && silence > SILENCE_SECONDS) await workers.runNow('keep-watch', {});
  };
  // Side by side: a Redis that is gone is waited for, and somebody has to raise the alarm meanwhile.
  const look = async () => void (await Promise.all([queue.assertSchedules(schedules), breakSilence()]));
  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.warn({ err: error }, 'schedules could not be looked after'));
  }, MINUTE_MS);
  timer.unref();
  return { look, close: () => clearInterval(timer) };
}
