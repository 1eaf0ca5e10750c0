import { expect, it, onTestFinished } from 'vitest';
import type { QueueConnection } from '../../src/workers/connect.js';
import { defineTestJob, openStage } from '../support/stage.js';

/** What a job that hands on to itself relies on, whichever backend the queue has. */
export function describeFollowUps(
  name: string,
  open: () => Promise<{ connection: QueueConnection; close(): Promise<void> }>,
) {
  it(`${name}: runs a follow-up of a job's own key after the job, though that has not ended yet`, async () => {
    const house = await open();
    let runs = 0;
    const again = defineTestJob('again', async () => {
      runs += 1;
      return { next: runs < 3 ? [again.with({ n: 1 })] : [] };
    });
    const stage = openStage(house.connection, [again]);
    const workers = stage.start();
    onTestFinished(async () => {
      await workers.close(5_000);
      await stage.queue.close();
      await house.close();
    });
    await stage.queue.enqueue(again.with({ n: 1 }));
    await expect.poll(() => runs).toBe(3);
  });
}
