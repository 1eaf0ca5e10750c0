import { expect, it } from 'vitest';
import { createTestStore, openServerDatabase } from '../support/databases.js';
import { describeMerging } from './merging.contract.js';
import { byArxiv, byBoth, byDoi } from './merging-pages.js';
import { prepareScan, readPage } from './stage.js';

describeMerging('PostgreSQL', openServerDatabase);

it('a merge waits for whoever is writing of a paper, and takes what they wrote along', async () => {
  const database = await openServerDatabase();
  const stage = { database, store: createTestStore(database) };
  await readPage(stage, [byDoi], { at: '2026-08-20T08:00:00Z' });
  await readPage(stage, [byArxiv], { at: '2026-08-20T09:00:00Z' });
  const scan = await prepareScan(stage, [byBoth], { at: '2026-08-20T10:00:00Z' });
  const [alias] = scan.changes.papers[0]?.merged?.aliases ?? [];
  let saving: Promise<unknown> | undefined;
  await database.transaction(async (tx) => {
    await tx.query('INSERT INTO listings (paper_id, source_id, day) VALUES ($1, $2, $3)', [
      alias,
      'other',
      '2026-08-21',
    ]);
    saving = stage.store.saveScan(scan);
    await waitForLock(database);
  });
  await saving;
  const rows = await database.query(`SELECT paper_id AS id FROM listings WHERE source_id = 'other'`);
  expect(rows).toEqual([{ id: scan.changes.papers[0]?.paper.id }]);
  await database.close();
});

/** Until someone in this database waits for another's lock. */
async function waitForLock(database: Awaited<ReturnType<typeof openServerDatabase>>): Promise<void> {
  const sql = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await database.query(sql)).length === 0);
}
