import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { emptyTables } from '../store/stage.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-20T04:00:00Z');
});
beforeEach(() => emptyTables(stage.database));
afterAll(() => stage.close());

const watch = () => runJob(keepWatch, {}, stage.deps);
const turnTo = (moment: string) => stage.clock.turnTo(new Date(moment));
const freeze = (date: string) => runJob(freezeEdition, { cadence: 'daily', date }, stage.deps);

describe('the watch', () => {
  it('freezes an edition that was missed, once there has been one', async () => {
    turnTo('2026-08-20T05:00:00Z');
    expect(await watch()).toMatchObject({ missed: 0, next: [] });
    await freeze('today');
    expect(await watch()).toMatchObject({ missed: 0 });
    turnTo('2026-08-21T04:00:00Z');
    expect(await watch()).toMatchObject({ missed: 0 });
    turnTo('2026-08-21T04:01:00Z');
    expect(await watch()).toMatchObject({
      missed: 1,
      next: [{ job: 'freeze-edition', payload: { cadence: 'daily', date: 'today' } }],
    });
    await freeze('today');
    expect(await watch()).toMatchObject({ missed: 0 });
  });

  it('misses no edition on a day that has none', async () => {
    turnTo('2026-08-21T04:00:00Z');
    await freeze('today');
    turnTo('2026-08-22T12:00:00Z');
    expect(await watch()).toMatchObject({ missed: 0, next: [] });
  });

  it("freezes this week's edition that was missed on Monday, on whichever day it comes back", async () => {
    turnTo('2026-08-21T04:00:00Z');
    await freeze('today');
    turnTo('2026-08-25T04:30:00Z');
    const missed = { cadence: 'weekly', date: '2026-08-24' } as const;
    expect(await watch()).toMatchObject({
      missed: 2,
      next: [{ payload: { cadence: 'daily', date: 'today' } }, { payload: missed }],
    });
    await runJob(freezeEdition, missed, stage.deps);
    await freeze('today');
    expect(await watch()).toMatchObject({ missed: 0 });
  });

  it('sends what has become due', async () => {
    await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active', hour: 7 });
    turnTo('2026-08-21T04:00:00Z');
    const { edition } = await freeze('today');
    expect(await watch()).toMatchObject({ due: 0, next: [] });
    turnTo('2026-08-21T07:00:00Z');
    expect(await watch()).toMatchObject({
      due: 1,
      next: [{ job: 'deliver-batch', payload: { editionId: edition, lane: 1 } }],
    });
  });

  it('takes back what a crash left, and notes that it was there', async () => {
    await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active', hour: 7 });
    turnTo('2026-08-21T04:00:00Z');
    const { edition } = await freeze('today');
    turnTo('2026-08-21T07:00:00Z');
    const now = stage.clock.now();
    await stage.store.leaseDeliveries({ editionId: edition, owner: 'dead', limit: 1, leaseSeconds: -1, now });
    expect(await watch()).toMatchObject({ returned: 1, unknown: 0, due: 1 });
    expect(await stage.store.secondsSinceBeat('keep-watch')).toBeDefined();
  });
});
