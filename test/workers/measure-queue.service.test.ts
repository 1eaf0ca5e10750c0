import { Redis } from 'ioredis';
import { connectDatabaseQueue, connectRedisQueue } from '../../src/workers/connect.js';
import { openServerDatabase, serviceUrl } from '../support/databases.js';
import { ownPrefix } from '../support/stage.js';
import { describeMeasuring } from './measure-queue.contract.js';

describeMeasuring('PostgreSQL', async () => {
  const database = await openServerDatabase(10);
  return { connection: await connectDatabaseQueue(database.pool), close: () => database.close() };
});

describeMeasuring('Redis', async () => {
  const prefix = ownPrefix();
  const connection = await connectRedisQueue(serviceUrl('REDIS_URL'), prefix);
  const close = async () => {
    await connection.close();
    const redis = new Redis(serviceUrl('REDIS_URL'));
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
  };
  return { connection, close };
});
