import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTurnedClock } from '../../src/commands/demo/turned-clock.js';
import type { Deps } from '../../src/jobs/deps.js';
import type { Job, Outcome } from '../../src/jobs/job.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import { buildDeps } from '../support/deps.js';
import { openMisbehavingSite } from '../support/misbehaving-site.js';

/** Jobs with real parts around them: a site that misbehaves, the store on PGlite, an outbox, a clock to turn. */
export async function openStage(now: string) {
  const dir = await mkdtemp(join(tmpdir(), 'broadsheet-jobs-'));
  const clock = createTurnedClock(new Date(now));
  const site = await openMisbehavingSite();
  const database = await openEmbeddedDatabase();
  const store = createTestStore(database);
  const deps = await buildDeps({ store, clock, site, dir });
  return {
    ...{ dir, clock, site, database, store, deps },
    async close() {
      await deps.fetcher.close();
      await site.close();
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type JobStage = Awaited<ReturnType<typeof openStage>>;

/** Runs a job with a payload that went through JSON, as one from the queue has. */
export function runJob<P, D, R extends Outcome>(
  job: Job<P, D, R>,
  payload: unknown,
  deps: Deps & D,
): Promise<R> {
  const parsed = job.payload.parse(JSON.parse(JSON.stringify(payload)));
  return job.run(parsed, deps, new AbortController().signal);
}
