import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { connectDatabaseQueue, connectRedisQueue } from '../../src/workers/connect.js';
import { openServerDatabase, serviceUrl } from '../support/databases.js';
import { ownPrefix } from '../support/stage.js';
import { describeQueue } from './queue.contract.js';

describeQueue('PostgreSQL', async () => {
  const database = await openServerDatabase(10);
  return { connection: await connectDatabaseQueue(database.pool), close: () => database.close() };
});

describeQueue('Redis', async () => {
  const prefix = ownPrefix();
  const connection = await connectRedisQueue(serviceUrl('REDIS_URL'), prefix);
  return { connection, close: () => closeAndClear(connection, prefix) };
});

async function closeAndClear(connection: { close(): Promise<void> }, prefix: string): Promise<void> {
  await connection.close();
  const redis = new Redis(serviceUrl('REDIS_URL'));
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

describe('connectRedisQueue', () => {
  it('says so when Redis does not answer', async () => {
    await expect(connectRedisQueue('redis://127.0.0.1:1')).rejects.toThrow(/Redis does not answer/);
  });
});
