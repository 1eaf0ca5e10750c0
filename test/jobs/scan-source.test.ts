import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import { emptyTables, PAPER_TABLES, writtenRows } from '../store/stage.js';
import { apiPath, asHtml, asJson, dailyPaper, pagePath, showDay } from '../support/daily-papers.js';
import { buildDeps } from '../support/deps.js';
import {
  type Behaviour,
  conditional,
  cutShort,
  huge,
  page,
  redirect,
  silent,
  status,
} from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const DAY = '2026-08-20';
const items = [1, 2, 3].map((number) => dailyPaper(number, DAY));
const tables = PAPER_TABLES.filter((name) => name !== 'sources');

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage(`${DAY}T12:00:00Z`);
});
beforeEach(async () => {
  await emptyTables(stage.database);
  showDay(stage.site, DAY, items);
});
afterAll(() => stage.close());

const scan = (day = DAY, force = false, deps = stage.deps) =>
  runJob(scanSource, { sourceId: 'hf-daily', scope: { day }, force, askedBy: 'test' }, deps);

const show = (api: Behaviour, html: Behaviour, day = DAY) => {
  stage.site.on(apiPath(day), api);
  stage.site.on(pagePath(day), html);
};

const lastScan = async () => (await stage.store.latestScans(1))[0];

const json = JSON.stringify(items);
const html = asHtml(DAY, items);
const half = (text: string) => text.slice(0, text.length / 2);
const withoutId = items.map(({ paper: { id: _id, ...paper }, ...item }) => ({ ...item, paper }));
const sorry = page('<html><title>Something broke</title><p>Sorry.</p></html>');
const firewall = page('<html><title>Just a moment...</title></html>');
const yesterday = '/papers/date/2026-08-19';

describe('a page that cannot be believed', () => {
  it.each<[string, Behaviour, Behaviour, string, RegExp]>([
    ['is cut in the middle', page(half(json)), page(half(html)), 'quarantined', /cut or broken/],
    ['is cut on the wire', cutShort(half(json)), cutShort(half(html)), 'failed', /127\.0\.0\.1/],
    ['is an error page with status 200', sorry, sorry, 'quarantined', /titled "Something broke"/],
    ['lacks the list', page('{}'), page('{}'), 'quarantined', /the list of papers is missing/],
    [
      'lacks a field of every paper',
      asJson(withoutId),
      sorry,
      'quarantined',
      /3 of 3 papers cannot be read.*id/,
    ],
    [
      'is of another day',
      status(400),
      redirect(yesterday),
      'quarantined',
      /of 2026-08-19, not of 2026-08-20/,
    ],
    [
      'is larger than the limit',
      huge(12_000_000, { stated: false }),
      status(404),
      'failed',
      /10.* MB|10.* MiB/,
    ],
    ['is refused', status(403), status(403), 'blocked', /403/],
    ['is that of a firewall', status(404), firewall, 'blocked', /block page|browser check/],
    ['is not there', status(404), status(404), 'failed', /no such page/],
  ])('changes no paper and says why when it %s', async (_what, api, day, outcome, reason) => {
    stage.site.on(yesterday, page(asHtml('2026-08-19', items)));
    await scan();
    const before = await writtenRows(stage, tables);
    show(api, day);
    await expect(scan()).rejects.toThrow(reason);
    expect(await lastScan()).toMatchObject({ outcome, reason: expect.stringMatching(reason) });
    expect(await writtenRows(stage, tables)).toEqual(before);
    expect(await stage.store.sourceHealth()).toMatchObject([{ outcome, failingSince: expect.any(Date) }]);
  });

  it('changes no paper and says why when it never comes', async () => {
    await scan();
    const before = await writtenRows(stage, tables);
    show(silent(), silent());
    const hasty = await buildDeps({ ...stage, headersTimeoutMs: 100 });
    await expect(scan(DAY, false, hasty)).rejects.toThrow(/did not answer within 0.1 s/);
    await hasty.fetcher.close();
    expect(await lastScan()).toMatchObject({ outcome: 'failed' });
    expect(await writtenRows(stage, tables)).toEqual(before);
  });

  it('is kept for the operator', async () => {
    show(sorry, sorry);
    await expect(scan()).rejects.toThrow();
    const [row] = await stage.database.query<{ body: string }>(
      `SELECT encode(kept_body, 'base64') AS body FROM pages`,
    );
    expect(gunzipSync(Buffer.from(row?.body ?? '', 'base64')).toString()).toContain('Sorry.');
  });

  it('does not stand in the way of its alternative', async () => {
    show(status(500), page(html));
    expect(await scan()).toMatchObject({ outcome: 'ok', fresh: 3 });
  });
});

describe('a day with nothing to read', () => {
  it('is skipped when its list is empty', async () => {
    show(asJson([]), sorry, '2026-08-16');
    expect(await scan('2026-08-16')).toMatchObject({ outcome: 'skipped', papers: 0 });
    expect(await lastScan()).toMatchObject({ reason: 'the list of 2026-08-16 is empty' });
    expect(await writtenRows(stage)).toEqual([]);
  });

  it('is skipped when its list has become empty, and forgets nothing', async () => {
    await scan();
    const before = await writtenRows(stage, tables);
    show(asJson([]), sorry);
    expect(await scan()).toMatchObject({ outcome: 'skipped', gone: 0 });
    expect(await writtenRows(stage, tables)).toEqual(before);
  });

  it('is skipped unasked when it is yet to come', async () => {
    const asked = stage.site.seen.length;
    expect(await scan('2026-08-21')).toMatchObject({ outcome: 'skipped' });
    expect(await lastScan()).toMatchObject({ reason: '2026-08-21 is yet to come' });
    expect(stage.site.seen).toHaveLength(asked);
  });
});

describe('a page that has not changed', () => {
  it('is not read again, unless that is asked for', async () => {
    show(conditional(json, '"one"'), sorry);
    expect(await scan()).toMatchObject({ outcome: 'ok', fresh: 3 });
    const before = await writtenRows(stage);
    expect(await scan()).toMatchObject({ outcome: 'unchanged' });
    expect(await scan(DAY, true)).toMatchObject({ outcome: 'ok', fresh: 0, revised: 0, same: 3 });
    expect(await writtenRows(stage)).toEqual(before);
  });
});

describe('a good page', () => {
  it('is filed under topics, and `today` is the day of the clock', async () => {
    expect(await scan('today')).toMatchObject({ outcome: 'ok', papers: 3, fresh: 3 });
    expect(await lastScan()).toMatchObject({ scope: { day: DAY }, askedBy: 'test' });
    const rows = await stage.database.query<{ topic: string }>('SELECT topic_id AS topic FROM matches');
    expect(rows.map(({ topic }) => topic)).toContain('robotics');
  });

  it('is taken without the one paper of it that cannot be read', async () => {
    show(asJson([...items, ...withoutId.slice(0, 1)]), sorry);
    expect(await scan()).toMatchObject({ outcome: 'ok', fresh: 3, unreadable: 1 });
  });
});
