import { deliverBatch } from './deliver-batch.js';
import { freezeEdition } from './freeze-edition.js';
import type { Job } from './job.js';
import { keepWatch } from './keep-watch.js';
import { scanSource } from './scan-source.js';

/** Every job, by name. */
export const jobs: ReadonlyMap<string, Job<unknown, never>> = new Map(
  [scanSource, freezeEdition, deliverBatch, keepWatch].map((job) => [job.name, job as Job<unknown, never>]),
);

export const jobNames: readonly string[] = [...jobs.keys()];
