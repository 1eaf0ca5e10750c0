import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asJson, dailyPaper, showDay } from '../support/daily-papers.js';
import { type MisbehavingSite, openMisbehavingSite, page, status } from '../support/misbehaving-site.js';
import { type Installation, makeInstallation } from './installation.js';
import { type Desk, openDesk } from './type-command.js';

const DAY = '2026-08-20';
const items = [1, 2, 3].map((number) => dailyPaper(number, DAY));

let site: MisbehavingSite;
let installation: Installation;
let desk: Desk;
beforeAll(async () => {
  site = await openMisbehavingSite();
  installation = await makeInstallation({}, site.url);
  desk = await openDesk(installation.variables, { now: () => new Date(`${DAY}T12:00:00Z`) });
});
afterAll(async () => {
  await desk.close();
  await installation.close();
  await site.close();
});

const check = (...argv: string[]) => desk.type(['sources', 'check', ...argv]);
const listJson = async () => JSON.parse((await desk.type(['sources', 'list', '--json'])).out);

describe('sources check', () => {
  it('asks once for the first scope, says what it reads, and stores nothing', async () => {
    showDay(site, DAY, items);
    const before = site.seen.length;
    const { status: exit, out } = await check('hf-daily');
    expect(exit).toBe(0);
    expect(out).toContain(`hf-daily, day ${DAY}: reads\n`);
    expect(out).toMatch(new RegExp(`covers +${DAY}`));
    expect(out).toMatch(/papers +3\n/);
    expect(out).toContain('A Robot That Folds 1 Sheets');
    const pages = site.seen.slice(before).filter(({ path }) => path !== '/robots.txt');
    expect(pages.map(({ path }) => path)).toEqual([`/api/daily_papers?date=${DAY}&limit=100`]);
    expect(await desk.app.deps.store.latestScans(1)).toEqual([]);
    expect(await desk.app.deps.store.validatorsOf([`${site.url}${pages[0]?.path}`])).toEqual(new Map());
  });

  it('names what it cannot read', async () => {
    const { paper, ...rest } = dailyPaper(4, DAY);
    const broken = { ...rest, paper: { ...paper, id: 7 } };
    site.on(`/api/daily_papers?date=${DAY}&limit=100`, asJson([...items, broken]));
    const { out } = await check('hf-daily', '--json');
    expect(JSON.parse(out)).toMatchObject({
      reads: true,
      papers: 3,
      unreadable: [{ at: 'papers[3]', reason: expect.stringContaining('id') }],
    });
  });

  it('ends with status 1 when the page does not read, with what was found and what the last scans found', async () => {
    site.on('/api/daily_papers?date=2026-08-19&limit=100', status(404));
    site.on('/papers/date/2026-08-19', page('<title>Something broke</title>'));
    await desk.type(['ingest', 'hf-daily', '--date', '2026-08-19']);
    const { status: exit, out, err } = await check('hf-daily', '--scope', 'day=today-1');
    expect(exit).toBe(1);
    expect(out).toContain('hf-daily, day 2026-08-19: does not read\n');
    expect(out).toMatch(/found +.*titled "Something broke"/);
    expect(out).toMatch(/trouble +quarantined since 2026-08-20 12:00 UTC: .*titled "Something broke"/);
    expect(err).toContain('broadsheet: hf-daily does not read\n');
  });

  it.each([
    [['hf-weekly'], 'there is no source "hf-weekly"'],
    [['hf-daily', '--scope', 'day'], '--scope: expected name=value'],
    [['hf-daily', '--scope', 'query=x'], 'hf-daily: expected one of: day'],
  ])('refuses %j with status 2', async (argv, words) => {
    const refused = await check(...argv);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain(words);
  });
});

describe('sources list', () => {
  it('knows the next run once a program has put the schedules into the queue', async () => {
    expect(await listJson()).not.toHaveProperty('nextRunAt');
    const call = { job: 'scan-source', payload: { sourceId: 'hf-daily', scope: { day: 'today' } } };
    await desk.app.queue.assertSchedules([{ call, cron: '0 6 1 1 *', timeZone: 'UTC' }]);
    expect(await listJson()).toMatchObject({
      id: 'hf-daily',
      nextRunAt: expect.stringMatching(/^\d{4}-01-01T06:00/),
    });
    const { out } = await desk.type(['sources', 'list']);
    expect(out).toMatch(/^hf-daily +quarantined +never +\d{4}-01-01 06:00 /m);
  });

  it('says until when a site is left alone and how many calls it grants', async () => {
    const { store } = desk.app.deps;
    const key = new URL(site.url).host;
    const turn = await store.takeTurn(key, 1000);
    if (!('id' in turn)) throw new Error('the site is busy');
    const rest = { forMs: 3_600_000, reason: 'it asked for fewer requests' };
    await store.leaveTurn(key, turn, { gapMs: 0, failures: 0, refusals: 1, rest, quota: { left: 7 } });
    expect(await listJson()).toMatchObject({ restingUntil: expect.any(String), quotaLeft: 7 });
  });
});

describe('what looked odd', () => {
  it('is told by the list and by a check, beside the outcome', async () => {
    const finishedAt = new Date(`${DAY}T11:00:00Z`);
    const head = { sourceId: 'hf-daily', scope: { day: '2026-08-18' }, startedAt: finishedAt, finishedAt };
    const warning = 'fewer papers than usual: 2026-08-18 ended with 2';
    await desk.app.deps.store.saveIdleScan({ ...head, askedBy: 'test', outcome: 'unchanged', warning });
    expect(await listJson()).toMatchObject({ outcome: 'unchanged', warning });
    expect((await desk.type(['sources', 'list'])).out).toContain(warning);
    const { out } = await check('hf-daily');
    expect(out).toContain(`  warning     ${warning}\n`);
  });
});
