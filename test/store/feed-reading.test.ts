import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import { describeFeedReading } from './feed-reading.contract.js';

describeFeedReading('PGlite', openEmbeddedDatabase);

// On a server others may write meanwhile.
let database: Database;
beforeAll(async () => {
  database = await openEmbeddedDatabase();
});
afterAll(() => database.close());

it('has the same version as long as it is only read from', async () => {
  const store = createTestStore(database);
  const before = await store.dataVersion();
  await store.feedPapers({ now: new Date(), limit: 5 });
  await store.feedEditions({ limit: 5, papers: 5 });
  expect(await store.dataVersion()).toBe(before);
});
