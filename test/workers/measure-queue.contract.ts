import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueConnection } from '../../src/workers/connect.js';
import { defineTestJob, openStage } from '../support/stage.js';

/** What a queue tells of itself, on whichever backend. */
export function describeMeasuring(
  name: string,
  open: () => Promise<{ connection: QueueConnection; close(): Promise<void> }>,
): void {
  describe(`measuring the queue: ${name}`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    it('tells for how long jobs have waited while none was begun', async () => {
      const job = defineTestJob('measured', async () => ({}));
      const { queue, start } = openStage(opened.connection, [job]);
      const measure = async () => (await queue.measure())[0];
      expect(await measure()).toMatchObject({ name: 'measured', waiting: 0, oldestMs: 0, stillMs: 0 });
      const first = await queue.enqueue(job.with({ n: 1 }));
      await queue.enqueue(job.with({ n: 2 }));
      await expect.poll(async () => (await measure())?.stillMs).toBeGreaterThan(0);
      expect(await measure()).toMatchObject({ waiting: 2, isPaused: false, timeoutMs: 20_000 });
      const workers = start();
      await first.ended();
      await expect.poll(measure).toMatchObject({ waiting: 0, active: 0, stillMs: 0 });
      await workers.close(1000);
      await queue.enqueue(job.with({ n: 3 }));
      expect(await measure()).toMatchObject({ waiting: 1 });
      await queue.close();
    });
  });
}
