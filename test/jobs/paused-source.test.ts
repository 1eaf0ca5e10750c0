import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import { visitSource } from '../../src/jobs/visit-source.js';
import { emptyTables } from '../store/stage.js';
import { dailyPaper, showDay } from '../support/daily-papers.js';
import { type JobStage, openStage, runJob } from './stage.js';

const DAY = '2026-08-20';
let stage: JobStage;
beforeAll(async () => {
  stage = await openStage(`${DAY}T12:00:00Z`);
});
beforeEach(async () => {
  await emptyTables(stage.database);
  showDay(stage.site, DAY, [dailyPaper(1, DAY)]);
  await stage.store.pauseSource({ sourceId: 'hf-daily', by: 'ada', at: stage.clock.now() });
});
afterAll(() => stage.close());

const scan = (askedBy: string) =>
  runJob(scanSource, { sourceId: 'hf-daily', scope: { day: DAY }, force: false, askedBy }, stage.deps);

it('a paused source is passed by when its schedule comes, which leaves no trace', async () => {
  expect(await scan('schedule')).toEqual({ outcome: 'skipped', reason: 'paused by an operator' });
  expect(await stage.store.latestScans(1)).toEqual([]);
});

it('a paused source is read all the same when an operator asks, and on schedule once it is resumed', async () => {
  expect(await scan('ada')).toMatchObject({ outcome: 'ok', fresh: 1 });
  await stage.store.resumeSource('hf-daily');
  expect(await scan('schedule')).toMatchObject({ outcome: expect.stringMatching(/^(ok|unchanged)$/) });
});

it('a paused source is not visited either', async () => {
  await stage.store.pauseSource({ sourceId: 'scholarfeed', by: 'ada', at: stage.clock.now() });
  expect(await runJob(visitSource, { sourceId: 'scholarfeed' }, stage.deps)).toMatchObject({
    asked: 0,
    reason: 'paused by an operator',
  });
});
