import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { jobs } from '../../src/jobs/index.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { connectRedisQueue, type QueueConnection } from '../../src/workers/connect.js';
import { createQueue } from '../../src/workers/create-queue.js';
import { createTestStore, openServerDatabase } from '../support/databases.js';
import { type Program, runProgram, startProgram } from '../support/run-program.js';
import { openSmtpInbox, type SmtpInbox } from '../support/smtp-inbox.js';
import { DAY, type Installation, makeInstallation } from './installation.js';
import { type RedisServer, startRedis } from './redis-server.js';

const SECRET_KEY = 'a key of sixteen characters or more';
const READERS = 300;

/** Ten mails a second at most, over the five connections of a process. */
const SLOW = { message: { delayMs: 500 } };

let database: Awaited<ReturnType<typeof openServerDatabase>>;
let redis: RedisServer;
let inbox: SmtpInbox;
let installation: Installation;
let variables: NodeJS.ProcessEnv;

beforeAll(async () => {
  [database, redis, inbox, installation] = await Promise.all([
    openServerDatabase(),
    startRedis('noeviction'),
    openSmtpInbox({ behaviour: SLOW }),
    makeInstallation({ jobs: { concurrency: { 'scan-source': 1 } } }),
  ]);
  variables = {
    ...installation.variables,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    SMTP_URL: inbox.url,
    SECRET_KEY,
  };
});
afterAll(async () => {
  await Promise.all([redis.close(), inbox.close(), installation.close(), database.close()]);
});

describe('two workers on one Redis and one PostgreSQL', () => {
  let connection: QueueConnection;
  let queue: ReturnType<typeof createQueue>;
  let workers: Program[] = [];

  beforeAll(async () => {
    connection = await connectRedisQueue(redis.url);
    queue = createQueue(connection, jobs);
    workers = [startProgram(['work'], variables), startProgram(['work'], variables)];
    await Promise.all(workers.map((worker) => worker.says(/at work/)));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await queue.close();
    await connection.close();
  });

  async function listSchedules(): Promise<string[]> {
    const lists = await Promise.all(queue.boards.map((board) => board.getJobSchedulers(0, -1)));
    return lists
      .flat()
      .map(({ key }) => key)
      .sort();
  }

  const runJob = async (call: Parameters<typeof queue.enqueue>[0]) => (await queue.enqueue(call)).ended();

  it('share the work: both take jobs, and each job is taken once', async () => {
    const days = Array.from({ length: 60 }, (_, at) =>
      new Date(Date.UTC(2026, 4, 1 + at)).toJSON().slice(0, 10),
    );
    await Promise.all(
      days.map((day) =>
        runJob(scanSource.with({ sourceId: 'hf-daily', scope: { day }, force: false, askedBy: 'test' })),
      ),
    );
    const taken = workers.map((worker) => linesOf(worker, 'scan-source').map(({ id }) => id));
    for (const ids of taken) expect(ids.length).toBeGreaterThan(0);
    expect(new Set(taken.flat()).size).toBe(days.length);
    expect(taken.flat()).toHaveLength(days.length);
  }, 60_000);

  it('send every reader one mail, though one of them is stopped in the middle', async () => {
    const store = createTestStore(database);
    for (let reader = 0; reader < READERS; reader += 1)
      await store.addSubscriber({ email: `reader-${reader}@example.org`, state: 'active' });
    await runJob(
      scanSource.with({ sourceId: 'hf-daily', scope: { day: DAY }, force: false, askedBy: 'test' }),
    );
    await runJob(freezeEdition.with({ cadence: 'daily', date: DAY }));
    const edition = await store.editionOf('daily', DAY);
    const editionId = edition?.id ?? '';
    await store.makeDue(editionId, new Date());
    await queue.enqueue(deliverBatch.with({ editionId, lane: 1 }));

    await expect.poll(() => inbox.received.length, { timeout: 30_000 }).toBeGreaterThan(20);
    const [row] = await database.query<{ owner: string }>(
      'SELECT owner FROM deliveries WHERE owner IS NOT NULL LIMIT 1',
    );
    const sender = workers.find(({ pid }) => row?.owner.includes(`.${pid}.`));
    expect(sender).toBeDefined();
    expect(await sender?.end('SIGTERM')).toMatchObject({ status: 0 });
    expect(inbox.received.length).toBeLessThan(READERS);

    const counts = () => store.deliveryCounts(editionId);
    await expect.poll(counts, { timeout: 110_000, interval: 500 }).toMatchObject({ sent: READERS });
    expect(new Set(inbox.received.flatMap(({ to }) => to)).size).toBe(READERS);
    expect(inbox.received).toHaveLength(READERS);
    const rest = workers.filter((worker) => worker !== sender);
    // The line of a job comes when it has ended, a little after its last mail.
    const sent = () =>
      [...(sender ? [sender] : []), ...rest].map((worker) =>
        linesOf(worker, 'deliver-batch').reduce((sum, line) => sum + Number(line.sent), 0),
      );
    await expect.poll(() => Math.min(...sent()), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(sent()).toHaveLength(2);
  }, 180_000);

  it('put the schedules back when Redis was flushed', async () => {
    const before = await listSchedules();
    expect(before).toHaveLength(4);
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    expect(await listSchedules()).toEqual([]);
    await expect.poll(listSchedules, { timeout: 90_000, interval: 500 }).toEqual(before);
  }, 100_000);
});

describe('a worker that should not start', () => {
  it('refuses a Redis that may drop jobs, and says how to mend it', async () => {
    const forgetful = await startRedis('allkeys-lru');
    const refused = await runProgram(['work'], { ...variables, REDIS_URL: forgetful.url }).finally(
      forgetful.close,
    );
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain('maxmemory-policy allkeys-lru');
    expect(refused.err).toContain('redis-cli config set maxmemory-policy noeviction');
  });

  it('refuses to make up a key, and a key that is not the database’s', async () => {
    const { SECRET_KEY: _key, ...keyless } = variables;
    const [missing, other] = await Promise.all([
      runProgram(['work'], keyless),
      runProgram(['web'], { ...variables, SECRET_KEY: 'another key of sixteen characters' }),
    ]);
    expect(missing).toMatchObject({ status: 2, out: '' });
    expect(missing.err).toContain('SECRET_KEY: expected, because DATABASE_URL is set');
    expect(other).toMatchObject({ status: 2, out: '' });
    expect(other.err).toMatch(/SECRET_KEY/);
    expect(other.err).not.toContain('another key');
  });

  it('refuses a queue that there is none of', async () => {
    const refused = await runProgram(['work', '--queues', 'scan-source,brew'], variables);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain('--queues: there is no job "brew"');
  });
});

/** The lines a worker has logged about a job. */
function linesOf(worker: Program, job: string): Record<string, unknown>[] {
  const lines = worker
    .err()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line)).filter((line) => line.job === job);
}
