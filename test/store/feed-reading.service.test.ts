import { expect, it } from 'vitest';
import { createTestStore, openServerDatabase } from '../support/databases.js';
import { describeFeedReading } from './feed-reading.contract.js';

describeFeedReading('PostgreSQL', openServerDatabase);

it('has another version once a transaction has ended that was under way before', async () => {
  const database = await openServerDatabase();
  const version = () => createTestStore(database).dataVersion();
  const seen: string[] = [];
  await database.transaction(async (tx) => {
    await tx.query("INSERT INTO heartbeats (name, beat_at) VALUES ('late', now())");
    seen.push(await version());
  });
  seen.push(await version());
  await database.close();
  expect(seen[0]).not.toBe(seen[1]);
});
