import type { Call, Job } from '../jobs/job.js';
import type { Fill, QueueState } from '../jobs/measures.js';

/** A job that has been handed to the queue. */
export interface Enqueued {
  id: string;
  /** Waits until the job has ended, whoever ran it. Raises when it failed, or when `signal` says stop. */
  ended(signal?: AbortSignal): Promise<unknown>;
}

export interface EnqueueOptions {
  /** How often it is tried; the job's own number when absent. */
  attempts?: number;
  /** Runs once more after the job of this key that is running now; without it that run counts as this one. */
  afterRunning?: boolean;
}

/** What the rest of the program knows of the queue. Which one it is, Redis or PostgreSQL, only this room knows. */
export interface Queue {
  /** Two calls of one key are one run while the first has not ended. */
  enqueue(call: Call, options?: EnqueueOptions): Promise<Enqueued>;
  /** Makes the stored schedules those that are given; others are removed. Changes nothing where they are so already. */
  assertSchedules(schedules: Schedule[]): Promise<void>;
  /** When each stored schedule fires next. None while no program has put schedules into the queue. */
  nextRuns(): Promise<NextRun[]>;
  /** How each kind of job stands. */
  measure(): Promise<QueueState[]>;
  /** How full its memory is; absent where it has no limit of its own. */
  memory(): Promise<Fill | undefined>;
  /** Raises when the queue does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A call that is made again and again. */
export interface Schedule {
  call: Call;
  /** Cron line of five fields. */
  cron: string;
  timeZone: string;
}

/** A call that will be made by itself, and when. */
export interface NextRun {
  call: Call;
  at: Date;
}

/** Every job there is, by name. `never` needs: which of the dependencies a job asks for is its own affair. */
export type Jobs = ReadonlyMap<string, Job<unknown, never>>;
