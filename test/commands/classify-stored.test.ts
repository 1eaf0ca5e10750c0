import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk } from './type-command.js';

const DAY = '2026-08-12';

let installation: Installation;
let desk: Desk;
beforeAll(async () => {
  installation = await makeInstallation();
  desk = await openDesk(installation.variables, { now: () => new Date('2026-08-13T12:00:00Z') });
  await desk.type(['ingest', 'hf-daily', '--date', DAY]);
});
afterAll(async () => {
  await desk.close();
  await installation.close();
});

const matchesOfDay = async () =>
  (await desk.app.deps.store.papersOfDay(DAY, new Date('2026-08-13T12:00:00Z'))).map(
    ({ matches }) => matches,
  );

describe('classify --stored', () => {
  it('files all stored papers anew, shows how far it is and tells by which model', async () => {
    const { store, classifier } = desk.app.deps;
    const scanned = await matchesOfDay();
    expect(scanned.flat().length).toBeGreaterThan(0);
    const papers = await store.papersToFile({ limit: 1000 });
    await store.saveFiling({ papers, matches: [], classifierId: 'none' });
    expect((await matchesOfDay()).flat()).toEqual([]);

    const { status, out, err } = await desk.type(['classify', '--stored']);
    expect(status).toBe(0);
    expect(err).toContain(`filing: ${papers.length} of ${papers.length}\n`);
    expect(out).toContain(
      `${papers.length} of ${papers.length} stored papers filed anew by ${classifier.id}`,
    );
    expect(await matchesOfDay()).toEqual(scanned);
  });

  it('takes no file beside it', async () => {
    expect(await desk.type(['classify', 'papers.jsonl', '--stored'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('leave the file away'),
    });
  });
});
