import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchError } from '../../src/errors.js';
import type { QueueConnection } from '../../src/workers/connect.js';
import type { Workers } from '../../src/workers/run-jobs.js';
import { defineTestJob, openStage } from '../support/stage.js';

const DAY_MS = 86_400_000;
const EVERY_SECOND = '* * * * * *';

/** What becomes of jobs whose site wants to be left alone, whichever backend the queue has. */
export function describePuttingOff(
  name: string,
  open: () => Promise<{ connection: QueueConnection; close(): Promise<void> }>,
) {
  describe(`a site that is to be left alone: ${name}`, () => {
    let house: Awaited<ReturnType<typeof open>>;
    let stage: ReturnType<typeof openStage>;
    let workers: Workers;
    const heard: string[] = [];

    /** Turned away for a week by the clock of the site: a day's rest at each of the first three runs. */
    const scan = defineTestJob('scan', async () => {
      heard.push(heard.length < 3 ? 'rest' : 'read');
      if (heard.at(-1) === 'rest') throw new FetchError('come back tomorrow', { retryAfterMs: DAY_MS });
      return {};
    });
    let starts = 0;
    const asked = defineTestJob('asked', async () => {
      starts += 1;
      throw new FetchError('come back at once', { retryAfterMs: 1 });
    });

    beforeAll(async () => {
      house = await open();
      stage = openStage(house.connection, [scan, asked]);
      workers = stage.start();
    });
    afterAll(async () => {
      await stage.queue.assertSchedules([]);
      await workers.close(5_000);
      await stage.queue.close();
      await house.close();
    });

    it('is asked again by the schedule, and no run of the time between waits for it', async () => {
      await stage.queue.assertSchedules([{ call: scan.with({ n: 1 }), cron: EVERY_SECOND, timeZone: 'UTC' }]);
      await expect.poll(() => heard, { timeout: 20_000 }).toContain('read');
      expect(heard.slice(0, 4)).toEqual(['rest', 'rest', 'rest', 'read']);
      await stage.queue.assertSchedules([]);
      const board = house.connection.queue('scan', {});
      await expect
        .poll(async () => board.getJobCounts('delayed', 'waiting', 'failed'))
        .toEqual({
          delayed: 0,
          waiting: 0,
          failed: 0,
        });
      await board.close();
    });

    it('ends a run that nobody schedules after twenty starts', async () => {
      const queued = await stage.queue.enqueue(asked.with({ n: 1 }), { attempts: 1 });
      await expect(queued.ended()).rejects.toThrow('come back at once');
      expect(starts).toBe(20);
    });
  });
}
