import { connectEmbeddedQueue } from '../../src/workers/connect.js';
import { openEmbeddedDatabase } from '../support/databases.js';
import { describeQueue } from './queue.contract.js';

describeQueue('PGlite', async () => {
  const database = await openEmbeddedDatabase();
  return { connection: await connectEmbeddedQueue(database.pool), close: () => database.close() };
});
