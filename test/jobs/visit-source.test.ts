import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { createHostGate } from '../../src/fetch/host-gate.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import type { Deps } from '../../src/jobs/deps.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { visitSource } from '../../src/jobs/visit-source.js';
import { loadSources } from '../../src/sources/load-sources.js';
import { emptyTables } from '../store/stage.js';
import { page, status } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const DAY_SECONDS = 86_400;

let stage: JobStage;
/** What the site says of its quota; every answer spends one call. */
const quota = { left: 0, resetsInSeconds: 0 };
beforeAll(async () => {
  stage = await openStage('2026-08-20T05:40:00Z');
});
beforeEach(async () => {
  await emptyTables(stage.database);
  stage.clock.turnTo(new Date('2026-08-20T05:40:00Z'));
  Object.assign(quota, { left: 1_000_000, resetsInSeconds: 60 });
  for (const key of ['1', '2', '3', '4', '7']) show(key);
});
afterAll(() => stage.close());

const api = (key: string) => `/api/v1/public/authors/${key}`;

/** A person at Scholar Feed's API with one paper. */
function show(key: string): void {
  const paper = { arxiv_id: `2508.0000${key}`, title: `Paper ${key}`, authors: [`Author ${key}`] };
  const answers = { [api(key)]: { id: Number(key), name: `Author ${key}`, h_index: 8 } };
  const list = { [`${api(key)}/papers`]: { papers: [paper], total: 1 } };
  for (const [path, answer] of Object.entries({ ...answers, ...list }))
    stage.site.on(path, (request, response) => {
      quota.left -= 1;
      const headers = {
        'content-type': 'application/json',
        'x-ratelimit-remaining': String(quota.left),
        'x-ratelimit-reset': String(quota.resetsInSeconds),
      };
      page(JSON.stringify(answer), headers)(request, response);
    });
}

/** What jobs ask for, with these profiles in the configuration and politeness kept in the database. */
async function withProfiles(...profiles: string[]): Promise<Deps & { fetcher: { close(): Promise<void> } }> {
  const { site, store, clock, deps } = stage;
  const scopes = profiles.map((profile) => ({ profile }));
  const openHosts = [site.host];
  const gate = createHostGate({ turns: store, gaps: { default: 0 }, openHosts, requestMs: 5000 });
  const entry = { id: 'scholarfeed', baseUrl: site.url, schedule: '40 5 * * *', scopes };
  return {
    ...deps,
    sources: await loadSources([entry]),
    fetcher: createHttpFetcher({
      userAgent: 'Broadsheet/test',
      hosts: openHosts,
      openHosts,
      limits: (await loadConfig({ DATA_DIR: stage.dir })).fetch,
      clock,
      gate,
    }),
  };
}

async function visit(...profiles: string[]) {
  const deps = await withProfiles(...profiles);
  const before = stage.site.seen.length;
  try {
    const told = await runJob(visitSource, { sourceId: 'scholarfeed' }, deps);
    const seen = stage.site.seen.slice(before).map(({ path }) => path);
    return { ...told, order: seen.flatMap((path) => /authors\/(\d+)$/.exec(path)?.[1] ?? []) };
  } finally {
    await deps.fetcher.close();
  }
}

async function read(profile: string, at: string): Promise<void> {
  stage.clock.turnTo(new Date(at));
  const deps = await withProfiles();
  await runJob(scanSource, { sourceId: 'scholarfeed', scope: { profile } }, deps);
  await deps.fetcher.close();
}

describe('a visit', () => {
  it('reads the stalest profile first, and none twice a day', async () => {
    await read('1', '2026-08-19T05:41:00Z');
    await read('2', '2026-08-18T05:40:00Z');
    await read('4', '2026-08-20T01:00:00Z');
    stage.clock.turnTo(new Date('2026-08-20T05:40:00Z'));
    expect(await visit('1', '2', '3', '4')).toMatchObject({ order: ['3', '2', '1'], asked: 3, left: 0 });
    expect(await visit('1', '2', '3', '4')).toMatchObject({ order: [], asked: 0 });
    stage.clock.turnTo(new Date('2026-08-21T05:35:00Z'));
    expect(await visit('1', '2', '3', '4')).toMatchObject({ order: ['4', '1', '2', '3'] });
  });

  it('goes to whomever active readers follow, too, and to nobody twice', async () => {
    await read('1', '2026-08-18T05:40:00Z');
    await read('7', '2026-08-18T05:41:00Z');
    stage.clock.turnTo(new Date('2026-08-20T05:40:00Z'));
    const profiles = await stage.store.profiles();
    const [followed] = profiles.filter(({ key }) => key === '7');
    expect(await visit('1')).toMatchObject({ order: ['1'] });
    await stage.store.addSubscriber({
      email: 'ada@example.org',
      state: 'active',
      authors: [followed?.authorId ?? ''],
    });
    expect(await visit('1')).toMatchObject({ order: ['7'] });
    stage.clock.turnTo(new Date('2026-08-21T05:40:00Z'));
    expect(await visit('https://www.scholarfeed.org/author/7')).toMatchObject({ order: ['7'], asked: 1 });
  });

  it('leaves the reserve of a quota that lasts, and the others wait for the next visit', async () => {
    Object.assign(quota, { left: 13, resetsInSeconds: DAY_SECONDS });
    expect(await visit('1', '2', '3')).toMatchObject({ order: ['1'], left: 2 });
    expect(quota.left).toBe(11);
    expect(await visit('1', '2', '3')).toMatchObject({ order: [], left: 2 });
  });

  it("takes a day's share of a quota that lasts for a month", async () => {
    Object.assign(quota, { left: 150, resetsInSeconds: 30 * DAY_SECONDS });
    expect(await visit('1', '2', '3', '4')).toMatchObject({ order: ['1', '2', '3'], left: 1 });
    stage.clock.turnTo(new Date('2026-08-21T05:40:00Z'));
    expect(await visit('1', '2', '3', '4')).toMatchObject({ order: ['4', '1'], left: 2 });
  });

  it('spares nothing of a quota that is renewed within the hour', async () => {
    Object.assign(quota, { left: 9, resetsInSeconds: 60 });
    expect(await visit('1', '2', '3', '4')).toMatchObject({ asked: 4, left: 0 });
  });

  it('is not kept from a profile by another that cannot be read; the queue tries again where that makes sense', async () => {
    stage.site.on(api('1'), status(404));
    stage.site.on(api('2'), status(500));
    const told = await visit('1', '2', '3');
    expect(told).toMatchObject({ asked: 3, failed: 2, left: 0 });
    expect(told.next).toEqual([
      {
        job: 'scan-source',
        payload: { sourceId: 'scholarfeed', scope: { profile: '2' }, force: false, askedBy: 'schedule' },
      },
    ]);
  });

  it('hands the rest to the queue when the site wants a moment of peace, and to the next visit when for long', async () => {
    stage.site.on(api('1'), status(429, { 'retry-after': '60' }));
    stage.site.on('/author/1', status(429, { 'retry-after': '60' }));
    const told = await visit('1', '2', '3');
    expect(told).toMatchObject({ asked: 0, waiting: 3, left: 0, reason: expect.stringContaining('429') });
    expect(told.next?.map(({ payload }) => (payload as { scope: unknown }).scope)).toEqual([
      { profile: '1' },
      { profile: '2' },
      { profile: '3' },
    ]);
    await emptyTables(stage.database);
    stage.site.on(api('1'), status(403));
    expect(await visit('1', '2', '3')).toMatchObject({
      order: ['1'],
      left: 2,
      reason: expect.stringContaining('left alone until'),
    });
  });
});
