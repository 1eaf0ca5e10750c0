import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { emptyTables, freeze, readPage, sighting } from '../store/stage.js';
import { type JobStage, openStage, runJob } from './stage.js';

const NOW = '2026-08-21T08:00:00Z';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage(NOW);
});
beforeEach(() => emptyTables(stage.database));
afterAll(() => stage.close());

/** An edition for five readers whose hour has come. */
async function plan() {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await stage.store.addSubscriber({ email: `${name}@example.org`, state: 'active', hour: 6 });
  await readPage(stage, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
  return (await freeze(stage, { at: '2026-08-21T04:00:00Z' })).edition.id;
}

/** Delivers with an operator who acts while the first mails are on the wire. */
async function deliver(editionId: string, batch: number, act: () => Promise<unknown>) {
  const sent: string[] = [];
  const { transport, settings } = stage.deps;
  const deps = {
    ...stage.deps,
    settings: { ...settings, mail: { ...settings.mail, batch, inFlight: 4 } },
    transport: {
      ...transport,
      async send(message: Parameters<typeof transport.send>[0]) {
        if (sent.push(message.messageId) === 1) await act();
        return { outcome: 'sent', response: '250 ok' } as const;
      },
    },
  };
  await runJob(deliverBatch, { editionId, lane: 1 }, deps);
  return sent;
}

const counts = (id: string) => stage.store.deliveryCounts(id);

it.each([
  ['two batches', 2],
  ['two handfuls of one batch', 4],
])('a pause between %s stops it, and after it nobody is left out or written to twice', async (_, batch) => {
  const id = await plan();
  const first = await deliver(id, batch, () => stage.store.pauseEdition(id));
  expect(first).toHaveLength(2);
  expect(await counts(id)).toMatchObject({ sent: 2, planned: 3, claimed: 0, skipped: 0 });
  const watch = await runJob(keepWatch, {}, stage.deps);
  expect(watch.next).not.toContainEqual(deliverBatch.with({ editionId: id, lane: 1 }));
  expect(await deliver(id, batch, async () => {})).toEqual([]);

  await stage.store.resumeEdition(id);
  const resumed = await runJob(keepWatch, {}, stage.deps);
  expect(resumed.next).toContainEqual(deliverBatch.with({ editionId: id, lane: 1 }));
  const rest = await deliver(id, batch, async () => {});
  expect(new Set([...first, ...rest]).size).toBe(5);
  expect(rest).toHaveLength(3);
});

it('a stop lets what is on the wire end, and skips the rest', async () => {
  const id = await plan();
  expect(await deliver(id, 4, () => stage.store.stopEdition(id))).toHaveLength(2);
  expect(await counts(id)).toMatchObject({ sent: 2, skipped: 3, planned: 0, claimed: 0 });
});

it('a mail that is sent again carries the Message-ID of the first', async () => {
  const id = await plan();
  const first = await deliver(id, 5, async () => {});
  await stage.database.query(`UPDATE deliveries SET state = 'unknown'`);
  expect(await stage.store.resendUnknown(id, 'all', new Date(NOW))).toBe(5);
  const again = await deliver(id, 5, async () => {});
  expect([...again].sort()).toEqual([...first].sort());
});
