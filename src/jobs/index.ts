import { deliverBatch } from './deliver-batch.js';
import { freezeEdition } from './freeze-edition.js';
import type { Job } from './job.js';
import { keepWatch } from './keep-watch.js';
import { scanSource } from './scan-source.js';
import { sendLetter } from './send-letter.js';
import { visitSource } from './visit-source.js';
import { writeSummaries } from './write-summaries.js';

/** Every job, by name. */
export const jobs: ReadonlyMap<string, Job<unknown, never>> = new Map(
  [scanSource, visitSource, writeSummaries, freezeEdition, deliverBatch, sendLetter, keepWatch].map((job) => [
    job.name,
    job as Job<unknown, never>,
  ]),
);

export const jobNames: readonly string[] = [...jobs.keys()];
