import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkClocks,
  checkTimeZones,
  judgeDatabase,
  judgeDisk,
  judgeOwnZones,
  judgeWorker,
} from '../../../src/commands/doctor/check-database.js';
import { judgeRedis } from '../../../src/commands/doctor/check-redis.js';
import { checkNode } from '../../../src/commands/doctor/check-runtime.js';
import { recordsOf } from '../../../src/commands/doctor/records.js';
import { runChecks } from '../../../src/commands/doctor/run-checks.js';
import { tellFinding } from '../../../src/commands/doctor/tell-findings.js';
import { type Check, type Finding, ok } from '../../../src/commands/doctor/verdict.js';
import { loadConfig } from '../../../src/config.js';
import { readEnvironment } from '../../../src/environment.js';
import type { Database } from '../../../src/store/database.js';
import type { Store } from '../../../src/store/store.js';
import { createTestStore, openEmbeddedDatabase } from '../../support/databases.js';

describe('a database', () => {
  const well = {
    version: '15.4',
    versionNumber: 150004,
    bytes: 9e6,
    pending: [],
    unknown: [],
    readerZones: [],
  };
  it.each([
    [{}, 'ok', 'a server, PostgreSQL 15.4, 9.0 MB; up to date'],
    [{ version: '13.9', versionNumber: 130009 }, 'fail', 'PostgreSQL 13.9'],
    [{ pending: ['0007-x.sql'] }, 'warn', '0007-x.sql has not been run'],
    [{ unknown: ['0999-future.sql'] }, 'fail', '0999-future.sql, which this version does not know'],
  ])('with %j is judged %s', (facts, status, words) => {
    const verdict = judgeDatabase({ ...well, ...facts }, 'a server');
    expect(verdict).toMatchObject({ status, found: expect.stringContaining(words) });
  });
});

describe('clocks and time zones', () => {
  const at = (ahead: number) => ({ now: () => new Date(Date.now() + ahead) });
  const environment = readEnvironment({ DATABASE_URL: 'postgres://localhost/x' });
  let database: Database;
  let store: Store;
  beforeAll(async () => {
    database = await openEmbeddedDatabase();
    store = createTestStore(database);
  });
  afterAll(() => database.close());
  const recordsWith = (changes: Partial<Store> = {}) => ({
    ...recordsOf(undefined, undefined),
    open: async () => ({ ...store, ...changes }),
  });

  it.each([
    [0, 'ok'],
    [30_000, 'warn'],
    [-30_000, 'warn'],
    [120_000, 'fail'],
  ])('%i ms apart are judged %s', async (ahead, status) => {
    const verdict = await checkClocks({ records: recordsWith(), environment, clock: at(ahead) });
    expect(verdict.status, verdict.found).toBe(status);
    expect(verdict.status === 'ok' || verdict.mend.includes('NTP')).toBe(true);
  });

  it('warn of a zone that the database reads in another way than this program', async () => {
    const shipped = await loadConfig({});
    const config = { ...shipped, readers: { ...shipped.readers, timeZone: 'Europe/Paris' } };
    const look = (changes?: Partial<Store>) => checkTimeZones({ config, records: recordsWith(changes) });
    expect(await look()).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^2 in use.*the same in the database$/),
    });
    expect(await look({ readLocalTimes: async () => new Map() })).toMatchObject({
      status: 'warn',
      mend: expect.stringContaining('tzdata'),
    });
    const readLocalTimes: Store['readLocalTimes'] = async (zones, moments) =>
      (await store.readLocalTimes(zones, moments)).set('Europe/Paris', [
        '2020-01-15 12:00',
        '2020-07-15 12:00',
      ]);
    expect(await look({ readLocalTimes })).toMatchObject({
      status: 'warn',
      found: expect.stringContaining('another time in Europe/Paris'),
    });
  });

  it('fail where Node knows them in part only', () => {
    expect(judgeOwnZones(['UTC']).status).toBe('ok');
    expect(judgeOwnZones(['UTC'], false)).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('full ICU'),
    });
    expect(judgeOwnZones(['Mars/Olympus']).status).toBe('fail');
  });
});

describe('Redis', () => {
  const well = {
    version: '7.2.4',
    policy: 'noeviction',
    keepsLog: true,
    savedWell: true,
    usedBytes: 2e6,
    maxBytes: 0,
  };
  it.each([
    [{}, 'ok', 'append-only file'],
    [{ keepsLog: false, snapshots: '3600 1' }, 'ok', 'snapshots'],
    [{ version: '6.0.16' }, 'fail', '6.0.16'],
    [{ version: '6.2.0' }, 'ok', '6.2.0'],
    [{ policy: 'allkeys-lru' }, 'fail', 'allkeys-lru drops jobs'],
    [{ keepsLog: false, snapshots: '' }, 'warn', 'nothing is kept on disk'],
    [{ keepsLog: false }, 'warn', 'unknown'],
    [{ savedWell: false }, 'fail', 'could not write'],
    [{ usedBytes: 85e6, maxBytes: 100e6 }, 'warn', '85 MB of 100 MB used'],
    [{ usedBytes: 97e6, maxBytes: 100e6 }, 'fail', '97 MB of 100 MB used'],
  ])('with %j is judged %s', (facts, status, words) => {
    expect(judgeRedis({ ...well, ...facts })).toMatchObject({
      status,
      found: expect.stringContaining(words),
    });
  });
});

describe('a worker', () => {
  it.each([
    [40, true, 'ok'],
    [400, true, 'fail'],
    [400, false, 'warn'],
    [undefined, false, 'warn'],
  ])('that was at work %s s ago, the program running: %s, is judged %s', (seconds, isRunning, status) => {
    expect(judgeWorker(seconds, isRunning, 'start it').status).toBe(status);
  });
});

describe('the machine', () => {
  it.each([
    [50e9, 100e9, 'ok'],
    [5e9, 1000e9, 'ok'],
    [0.9e9, 100e9, 'warn'],
    [0.15e9, 100e9, 'fail'],
  ])('with %i of %i bytes free is judged %s', (free, size, status) => {
    expect(judgeDisk(free, size, '/data').status).toBe(status);
  });

  it.each([
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
    ['20.18.3', 'fail'],
    ['18.20.0', 'fail'],
  ])('with Node %s is judged %s', (version, status) => {
    expect(checkNode(version).status).toBe(status);
  });
});

describe('checks', () => {
  const never = new AbortController().signal;
  const run = async (checks: Check[], signal = never, patienceMs?: number) => {
    const findings: Finding[] = [];
    for await (const finding of runChecks(checks, signal, patienceMs)) findings.push(finding);
    return findings;
  };
  const broken: Check = {
    name: 'broken',
    look: async () => {
      throw new TypeError('x is not a function\n    at secret place');
    },
  };

  it('run side by side, are told in their order, and a broken one stops no other', async () => {
    let begun = 0;
    const together: Check['look'] = async () => {
      begun += 1;
      while (begun < 2) await delay(1);
      return ok('met');
    };
    const findings = await run([{ name: 'a', look: together }, broken, { name: 'b', look: together }]);
    expect(findings).toEqual([
      { check: 'a', status: 'ok', found: 'met' },
      { check: 'broken', status: 'fail', found: 'x is not a function', mend: 'see what stands in the way' },
      { check: 'b', status: 'ok', found: 'met' },
    ]);
  });

  it('that do not end are given up, and so are all when the command is stopped', async () => {
    const endless: Check = { name: 'endless', look: () => new Promise(() => undefined) };
    expect(await run([endless], never, 20)).toMatchObject([
      { status: 'fail', found: 'no answer within 0 s' },
    ]);
    const stopped = await run([endless], AbortSignal.abort());
    expect(stopped).toMatchObject([{ status: 'fail', found: expect.stringContaining('was stopped') }]);
  });

  it('are told in one line, whatever a server said', () => {
    const found: Finding = { check: 'mail', status: 'fail', found: 'no\r\n\u001b[31mway', mend: 'ask' };
    expect(tellFinding(found, 6)).toBe('fail  mail    no [31mway → ask\n');
  });
});
