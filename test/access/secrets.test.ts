import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint, openSecrets } from '../../src/access/secrets.js';
import { readEnvironment } from '../../src/environment.js';
import { ConfigError } from '../../src/errors.js';

let parent: string;
let dataDir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'secrets-'));
  dataDir = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const open = (variables: NodeJS.ProcessEnv = {}) => openSecrets(readEnvironment(variables), dataDir);
const database = { DATABASE_URL: 'postgres://localhost/broadsheet' };
const file = () => join(dataDir, 'secrets.json');

describe('secrets in the laptop size', () => {
  test('are made at first start, told once, and the same ever after', async () => {
    const first = await open();
    const second = await open();
    expect(first.fresh).toEqual({ adminPassword: first.adminPassword });
    expect(second).toEqual({ ...first, fresh: {} });
    expect(first.secretKey.length).toBeGreaterThanOrEqual(32);
    expect(first.adminPassword).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  });

  test('are kept in a file and a folder that only their owner can open, and leave no draft behind', async () => {
    await open();
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect(await readdir(dataDir)).toEqual(['secrets.json']);
  });

  test('are one set when several first starts race', async () => {
    const all = await Promise.all(Array.from({ length: 32 }, (_, at) => wait(at).then(() => open())));
    expect(new Set(all.map((secrets) => secrets.secretKey)).size).toBe(1);
    expect(all.filter((secrets) => secrets.fresh.adminPassword)).toHaveLength(1);
  });

  test('come from the environment first, and only what is missing is made', async () => {
    const secrets = await open({ SECRET_KEY: 'given-by-the-operator', ADMIN_PASSWORD: 'chosen-password' });
    expect(secrets).toMatchObject({
      secretKey: 'given-by-the-operator',
      adminPassword: 'chosen-password',
      fresh: {},
    });
    await expect(stat(file())).rejects.toThrow('ENOENT');
    const half = await open({ SECRET_KEY: 'given-by-the-operator' });
    expect(half.fresh.adminPassword).toBe(half.adminPassword);
    expect(await readFile(file(), 'utf8')).not.toContain('given-by-the-operator');
    const later = await open();
    expect(later).toMatchObject({ adminPassword: half.adminPassword, fresh: {} });
  });

  test('that others could read are closed to them, and the operator is told', async () => {
    await open();
    await chmod(file(), 0o644);
    expect((await open()).notices).toEqual([expect.stringContaining('0600')]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await open()).notices).toEqual([]);
  });

  test('in a broken file stop the start, naming the file and not what it holds', async () => {
    await open();
    await writeFile(file(), '{"secretKey": "half-a-sec');
    const failure = await open().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain(file());
    expect(String(failure)).not.toContain('half-a-sec');
  });
});

describe('secrets beside a database server', () => {
  test('need SECRET_KEY, and the message says how to make one', async () => {
    await expect(open(database)).rejects.toThrow(/SECRET_KEY.*openssl rand -base64 32/);
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  test('are never made: without ADMIN_PASSWORD there is none', async () => {
    const secrets = await open({ ...database, SECRET_KEY: 'given-by-the-operator' });
    expect(secrets).toEqual({ secretKey: 'given-by-the-operator', fresh: {}, notices: [] });
  });
});

test('the fingerprint tells keys apart and does not hold them', () => {
  expect(fingerprint('a secret key for tests')).toBe(fingerprint('a secret key for tests'));
  expect(fingerprint('a secret key for tests')).not.toBe(fingerprint('another secret key'));
  expect(fingerprint('a secret key for tests')).toMatch(/^[0-9a-f]{32}$/);
});
