import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/access/secrets.js';
import type { Finding } from '../../../src/commands/doctor/verdict.js';
import { openServerDatabase } from '../../support/databases.js';
import { type RedisServer, startRedis } from '../redis-server.js';
import { typeCommand } from '../type-command.js';

const KEY = 'a key of this test only';

let folder: string;
let database: Awaited<ReturnType<typeof openServerDatabase>>;
let redis: RedisServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-doctor-'));
  database = await openServerDatabase();
  redis = await startRedis('noeviction');
});
afterAll(async () => {
  await redis.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function look(more: NodeJS.ProcessEnv = {}) {
  const variables = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    SECRET_KEY: KEY,
    DATA_DIR: folder,
    ...more,
  };
  const ending = await typeCommand(['doctor', '--offline', '--json'], variables);
  const findings: Finding[] = JSON.parse(ending.out);
  return { ...ending, find: (name: string) => findings.find(({ check }) => check === name) };
}

describe('doctor with servers', () => {
  it('looks at the database, its clock and its zones, and changes nothing', async () => {
    const told = await look();
    expect(told.status).toBe(0);
    expect(told.find('database')?.found).toMatch(/^a server, PostgreSQL 1\d\..*; up to date$/);
    expect(told.find('clocks')).toMatchObject({ status: 'ok', found: expect.stringContaining('s apart') });
    expect(told.find('time zones')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('same in the database'),
    });
    expect(told.find('worker')?.status).toBe('warn');
    expect(await database.query('SELECT * FROM installation')).toEqual([]);
  });

  it('warns of migrations that have not been run, and does not run them', async () => {
    const [last] = await database.query<{ name: string }>('SELECT max(name) AS name FROM migration');
    await database.query('DELETE FROM migration WHERE name = $1', [last?.name]);
    const { status, ...finding } = (await look()).find('database') ?? {};
    expect({ status, ...finding }).toMatchObject({
      status: 'warn',
      mend: expect.stringContaining('broadsheet migrate'),
    });
    expect(JSON.stringify(finding)).toContain(last?.name);
    await database.query('INSERT INTO migration (name) VALUES ($1)', [last?.name]);
  });

  it('fails for a secret key that is not the one the database was made with', async () => {
    await database.query('INSERT INTO installation (key_fingerprint) VALUES ($1)', [fingerprint(KEY)]);
    expect((await look()).find('secret key')?.status).toBe('ok');
    const other = await look({ SECRET_KEY: 'another key altogether' });
    expect(other.find('secret key')).toMatchObject({ status: 'fail', mend: 'give the old SECRET_KEY' });
    expect(other.out).not.toContain('altogether');
  });

  it('warns of a Redis that keeps nothing on disk, and fails for one that drops jobs', async () => {
    expect((await look()).find('redis')).toMatchObject({
      status: 'warn',
      found: expect.stringMatching(/^\d+\.\d+\.\d+; noeviction; nothing is kept on disk; .* used, no limit$/),
      mend: expect.stringContaining('appendonly yes'),
    });
    const forgetful = await startRedis('allkeys-lru');
    const told = await look({ REDIS_URL: forgetful.url });
    await forgetful.close();
    expect(told.find('redis')).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('allkeys-lru'),
    });
  });
});
