import { connectDatabaseQueue } from '../../src/workers/connect.js';
import { openEmbeddedDatabase } from '../support/databases.js';
import { describeMeasuring } from './measure-queue.contract.js';

describeMeasuring('PGlite', async () => {
  const database = await openEmbeddedDatabase();
  return { connection: await connectDatabaseQueue(database.pool), close: () => database.close() };
});
