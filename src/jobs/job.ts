import type { z } from 'zod';

/** A job to be run, and with what. */
export interface Call<P = unknown> {
  job: string;
  payload: P;
}

/** What a job tells of its run: plain values for the log and the page, and the jobs that should follow it. */
export type Outcome = Record<string, unknown> & { next?: Call[] };

/**
 * One step of the way: a name, a checked payload and a body that reads as the way itself. It knows no queue, asks only
 * for what it needs (`D`), and is safe to run twice.
 */
export interface Job<P = unknown, D = unknown, R extends Outcome = Outcome> {
  name: string;
  payload: z.ZodType<P>;
  /** How often it is tried before it counts as failed. */
  attempts: number;
  timeoutMs: number;
  /** Two calls of one key are one run. Holds no `:`. */
  key(payload: P): string;
  run(payload: P, needs: D, signal: AbortSignal): Promise<R>;
  /** Says that the job should run, with this. */
  with(payload: P): Call<P>;
}

export function defineJob<P, D, R extends Outcome>(job: Omit<Job<P, D, R>, 'with'>): Job<P, D, R> {
  return { ...job, with: (payload) => ({ job: job.name, payload }) };
}
