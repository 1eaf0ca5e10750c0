import { connectDatabaseQueue } from '../../src/workers/connect.js';
import { openEmbeddedDatabase } from '../support/databases.js';
import { describeFollowUps } from './follow-ups.contract.js';

describeFollowUps('PGlite', async () => {
  const database = await openEmbeddedDatabase();
  return { connection: await connectDatabaseQueue(database.pool), close: () => database.close() };
});
