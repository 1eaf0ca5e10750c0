import { Redis } from 'ioredis';
import { openServerDatabase, serviceUrl } from '../support/databases.js';
import { openSmtpInbox } from '../support/smtp-inbox.js';
import { describeJourney } from './journey.contract.js';

describeJourney('PostgreSQL, Redis and SMTP', async () => {
  const database = await openServerDatabase();
  const inbox = await openSmtpInbox();
  return {
    variables: {
      DATABASE_URL: database.url,
      REDIS_URL: serviceUrl('REDIS_URL'),
      SMTP_URL: inbox.url,
      SECRET_KEY: 'a key of this test alone',
    },
    mails: () => inbox.parsed(),
    async close(redisPrefix) {
      await inbox.close();
      await database.close();
      await forgetKeys(redisPrefix);
    },
  };
});

async function forgetKeys(prefix: string): Promise<void> {
  const redis = new Redis(serviceUrl('REDIS_URL'));
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}
