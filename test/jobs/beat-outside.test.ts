import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openOutside } from '../../src/app/open-fetchers.js';
import { loadConfig } from '../../src/config.js';
import type { Deps } from '../../src/jobs/deps.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { emptyTables } from '../store/stage.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
let site: Server;
let deps: Deps;
let asked: string[];
let status: number;

beforeAll(async () => {
  stage = await openStage('2026-08-21T04:00:00Z');
});
beforeEach(async () => {
  await emptyTables(stage.database);
  asked = [];
  status = 200;
  site = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'text/plain' }).end('OK');
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const config = await loadConfig({});
  const heartbeatUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/beat`;
  const outside = openOutside({ ...config, alarms: { ...config.alarms, heartbeatUrl } }, stage.clock);
  deps = { ...stage.deps, ...(outside && { outside }) };
});
afterEach(async () => {
  await deps.outside?.fetcher.close();
  await new Promise((resolve) => site.close(resolve));
});
afterAll(() => stage.close());

const turnTo = (moment: string) => stage.clock.turnTo(new Date(moment));
const watch = () => runJob(keepWatch, {}, deps);
const freeze = async (date: string) => {
  turnTo(`${date}T04:00:00Z`);
  await runJob(freezeEdition, { cadence: 'daily', date }, deps);
};

describe('somebody outside', () => {
  it('hears of a day once, when its edition has gone out to those who are first', async () => {
    await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active', hour: 7 });
    turnTo('2026-08-21T03:00:00Z');
    await watch();
    turnTo('2026-08-21T05:00:00Z');
    await watch();
    expect(asked).toEqual([]);
    await freeze('2026-08-21');
    await watch();
    expect(asked).toEqual([]);
    turnTo('2026-08-21T07:01:00Z');
    await stage.database.query(`UPDATE deliveries SET state = 'sent', finished_at = $1`, [stage.clock.now()]);
    for (const minute of ['02', '03', '04']) {
      turnTo(`2026-08-21T07:${minute}:00Z`);
      await watch();
    }
    expect(asked).toEqual(['GET /beat']);
  });

  it('hears of a day that has no edition', async () => {
    await freeze('2026-08-21');
    turnTo('2026-08-22T03:59:00Z');
    await watch();
    expect(asked).toEqual([]);
    turnTo('2026-08-22T04:00:00Z');
    await watch();
    await watch();
    expect(asked).toEqual(['GET /beat']);
  });

  it('hears of a day whose edition is for nobody, and is told again when it did not answer well', async () => {
    await freeze('2026-08-21');
    status = 500;
    expect(await watch()).toMatchObject({ outside: expect.stringContaining('500') });
    status = 200;
    expect(await watch()).toMatchObject({ outside: 'told' });
    await watch();
    expect(asked).toHaveLength(2);
  });

  it('hears nothing of a day whose edition is missing, or paused', async () => {
    await freeze('2026-08-20');
    turnTo('2026-08-21T12:00:00Z');
    await watch();
    await watch();
    expect(asked).toEqual([]);
    await freeze('2026-08-21');
    await stage.database.query(`UPDATE editions SET halt = 'paused'`);
    turnTo('2026-08-21T12:00:00Z');
    await watch();
    expect(asked).toEqual([]);
  });
});
