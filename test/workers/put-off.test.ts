import { connectDatabaseQueue } from '../../src/workers/connect.js';
import { openEmbeddedDatabase } from '../support/databases.js';
import { describePuttingOff } from './put-off.contract.js';

describePuttingOff('PGlite', async () => {
  const database = await openEmbeddedDatabase();
  return { connection: await connectDatabaseQueue(database.pool), close: () => database.close() };
});
