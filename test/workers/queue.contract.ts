import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchError, ParseError } from '../../src/errors.js';
import type { QueueConnection } from '../../src/workers/connect.js';
import type { Workers } from '../../src/workers/run-jobs.js';
import { defineTestJob, openStage } from '../support/stage.js';

/** What the program relies on, whichever backend the queue has. */
export function describeQueue(
  name: string,
  open: () => Promise<{ connection: QueueConnection; close(): Promise<void> }>,
) {
  describe(`queue: ${name}`, () => {
    let house: Awaited<ReturnType<typeof open>>;
    let stage: ReturnType<typeof openStage>;
    let workers: Workers;
    const runs: number[] = [];
    let slowRuns = 0;
    let putOff = 0;

    const work = defineTestJob('work', async ({ n }) => {
      runs.push(n);
      return { doubled: n * 2, next: n === 1 ? [work.with({ n: 100 })] : [] };
    });
    const slow = defineTestJob('slow', async () => {
      slowRuns += 1;
      await sleep(300);
      return {};
    });
    const failing = defineTestJob(
      'failing',
      async () => {
        throw new ParseError('the page is broken');
      },
      5,
    );
    const waiting = defineTestJob('waiting', async () => {
      putOff += 1;
      if (putOff < 3) throw new FetchError('not now', { retryAfterMs: 50 });
      return { starts: putOff };
    });
    const never = defineTestJob('scheduled', async () => ({}));

    beforeAll(async () => {
      house = await open();
      stage = openStage(house.connection, [work, slow, failing, waiting, never]);
      workers = stage.start(['work', 'slow', 'failing', 'waiting']);
    });
    afterAll(async () => {
      await workers.close(5_000);
      await stage.queue.close();
      await house.close();
    });

    it('runs a job and hands back what it told, without its follow-ups', async () => {
      const queued = await stage.queue.enqueue(work.with({ n: 21 }));
      expect(await queued.ended()).toEqual({ doubled: 42 });
    });

    it('runs the job that should follow', async () => {
      await (await stage.queue.enqueue(work.with({ n: 1 }))).ended();
      await expect.poll(() => runs).toContain(100);
    });

    it('runs two calls of one key once, and again when the first has ended', async () => {
      const both = await Promise.all([
        stage.queue.enqueue(slow.with({ n: 7 })),
        stage.queue.enqueue(slow.with({ n: 7 })),
      ]);
      await Promise.all(both.map((queued) => queued.ended()));
      expect(slowRuns).toBe(1);
      await (await stage.queue.enqueue(slow.with({ n: 7 }))).ended();
      expect(slowRuns).toBe(2);
    });

    it('stops at once where another try makes no sense, and says why', async () => {
      const queued = await stage.queue.enqueue(failing.with({ n: 1 }));
      await expect(queued.ended()).rejects.toThrow('parse: the page is broken');
    });

    it('puts a job off for as long as the other side asks, without counting it as a try', async () => {
      const queued = await stage.queue.enqueue(waiting.with({ n: 1 }));
      expect(await queued.ended()).toEqual({ starts: 3 });
    });

    it('refuses a payload that is not of its job', async () => {
      await expect(stage.queue.enqueue({ job: 'work', payload: { n: 'x' } })).rejects.toThrow();
    });

    it('keeps schedules as they are, changes those that differ and removes those that are gone', async () => {
      const schedule = (n: number, cron: string) => ({ call: never.with({ n }), cron, timeZone: 'UTC' });
      const stored = async () => {
        const board = stage.queue.boards.find((queue) => queue.name === 'scheduled');
        const all = (await board?.getJobSchedulers(0, -1)) ?? [];
        return all
          .map(({ key, pattern, next }) => ({ key, pattern, next }))
          .sort((a, b) => a.key.localeCompare(b.key));
      };
      await stage.queue.assertSchedules([schedule(1, '0 5 * * *'), schedule(2, '0 6 * * *')]);
      const first = await stored();
      await stage.queue.assertSchedules([schedule(1, '0 5 * * *'), schedule(2, '0 6 * * *')]);
      expect(await stored()).toEqual(first);
      await stage.queue.assertSchedules([schedule(2, '30 6 * * *')]);
      expect(await stored()).toMatchObject([{ key: 'scheduled.n.2', pattern: '30 6 * * *' }]);
    });

    it('lets a job in hand end when it closes', async () => {
      const queued = await stage.queue.enqueue(slow.with({ n: 50 }));
      await expect.poll(() => slowRuns).toBe(3);
      await workers.close(5_000);
      workers = stage.start(['work']);
      expect(await queued.ended()).toEqual({});
    });
  });
}
