import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createApiToken } from '../../src/access/api-tokens.js';
import type { Config } from '../../src/config.js';
import { createCounters } from '../../src/metrics/counters.js';
import { createMetrics } from '../../src/metrics/create-metrics.js';
import type { Figures } from '../../src/metrics/figures.js';
import { ALARM_KINDS } from '../../src/model/alarm.js';
import { sayAlarm } from '../../src/web/pages/say-alarm.js';
import { emptyTables, readPage, sighting } from '../store/stage.js';
import { now, type OpenWeb, openWeb, withWeb } from '../web/open-web.js';

/** Every sample of a text in Prometheus' format by name and labels, and the names that were declared. */
function read(text: string) {
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
    const [, name = '', labels = '', value] =
      /^([a-z_0-9]+)(\{.*\})? ([-+.\deE]+|NaN|\+Inf)$/i.exec(line) ?? [];
    expect(name, line).not.toBe('');
    samples.set(name + labels, Number(value));
  }
  const names = new Set(
    [...text.matchAll(/^# TYPE (\S+) (?:gauge|counter|histogram|summary)$/gm)].map((found) => found[1]),
  );
  return { samples, names };
}

const nothing: Figures = {
  ...{ scans: [], papers: [], mails: [], lateness: [], failing: [], alarms: [] },
  ...{ sendRate: 0, unknownMails: 0, overdueMails: 0, refusedShare: 0, complaintShare: 0 },
};

describe('what is measured', () => {
  it('counts what this process did', async () => {
    const counters = createCounters();
    const metrics = createMetrics({ counters, gather: async () => nothing, pool: () => undefined });
    counters.observeFetch({ host: 'arxiv.org', outcome: 'page', ms: 1200, bytes: 5000 });
    counters.observeFetch({ host: 'arxiv.org', outcome: 'unchanged', ms: 200, bytes: 0 });
    counters.observeMail({ outcome: 'sent', ms: 4 });
    const { samples } = read((await metrics.text()).body);
    expect(Object.fromEntries(samples)).toMatchObject({
      'broadsheet_fetch_requests_total{host="arxiv.org",outcome="page"}': 1,
      'broadsheet_fetch_requests_total{host="arxiv.org",outcome="unchanged"}': 1,
      'broadsheet_fetch_bytes_total{host="arxiv.org"}': 5000,
      'broadsheet_fetch_seconds_count{host="arxiv.org"}': 2,
      'broadsheet_mails_total{outcome="sent"}': 1,
      'broadsheet_mails_total{outcome="refused"}': 0,
      broadsheet_mail_seconds_count: 1,
    });
  });

  it('asks once for all who scrape within a moment, and shows no more what is no more', async () => {
    let asked = 0;
    const gather = async () => ({ ...nothing, sendRate: ++asked });
    const metrics = createMetrics({ counters: createCounters(), gather, pool: () => undefined });
    await Promise.all([metrics.text(), metrics.text()]);
    const { body } = await metrics.text();
    expect(asked).toBe(1);
    expect(read(body).samples.get('broadsheet_send_rate')).toBe(1);
  });

  it('tells of a database that is gone, and of the rest all the same', async () => {
    const gather = () => Promise.reject(new Error('gone'));
    const pool = () => ({ open: 8, idle: 0, waiting: 3 });
    const { samples } = read((await createMetrics({ counters: createCounters(), gather, pool }).text()).body);
    expect(samples.get('broadsheet_figures_up')).toBe(0);
    expect(samples.has('broadsheet_mails_unknown')).toBe(false);
    expect(samples.get('broadsheet_database_sessions{state="waiting"}')).toBe(3);
    expect([...samples.keys()].some((name) => name.startsWith('nodejs_eventloop_lag'))).toBe(true);
  });

  it('holds everything that deploy/alerts.yml asks for', async () => {
    const metrics = createMetrics({
      counters: createCounters(),
      gather: async () => nothing,
      pool: () => undefined,
    });
    const { names } = read((await metrics.text()).body);
    const file = await readFile(new URL('../../deploy/alerts.yml', import.meta.url), 'utf8');
    const { groups } = parse(file) as { groups: { rules: { alert: string; expr: string }[] }[] };
    const rules = groups.flatMap((group) => group.rules);
    const wanted = rules.flatMap(({ expr }) => expr.match(/\b(?:broadsheet|nodejs)_[a-z_0-9]+/g) ?? []);
    expect(wanted.length).toBeGreaterThan(rules.length);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
    expect(ALARM_KINDS.filter((kind) => !file.includes(`kind="${kind}"`))).toEqual([]);
  });
});

describe('/metrics', () => {
  let web: OpenWeb;
  beforeAll(async () => {
    web = await openWeb();
  });
  afterAll(() => web.close());
  beforeEach(() => emptyTables(web.database));

  const get = (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    web.server.inject({ url: '/metrics', headers: { host: 'localhost:3000', ...headers }, remoteAddress });
  const token = async () => {
    const made = createApiToken();
    await web.store.addApiToken({
      ...{
        id: made.id,
        hash: made.hash,
        name: 'prometheus',
        scope: 'read',
        createdBy: 'admin',
        createdAt: now,
      },
    });
    return { authorization: `Bearer ${made.token}` };
  };

  // First of all: what was asked for is shared for a moment.
  it('shows what is stored, and the overview the alarms that stand', async () => {
    await readPage(web, [sighting(1), sighting(2)], { at: '2026-08-21T08:00:00Z' });
    const at = new Date(now.getTime() - 60_000);
    const sign = {
      kind: 'source',
      subject: 'hf-daily',
      title: 'hf-daily is blocked',
      reason: 'It said no.',
    } as const;
    await web.store.saveAlarms({ at, signs: [{ ...sign, certain: true }], unsure: [] });
    const answer = await get();
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
    const { samples } = read(answer.body);
    expect(Object.fromEntries(samples)).toMatchObject({
      broadsheet_figures_up: 1,
      'broadsheet_scans_last_day{source="hf-daily",outcome="ok"}': 1,
      'broadsheet_papers_last_day{source="hf-daily",change="new"}': 2,
      'broadsheet_alarms{kind="source"}': 1,
      'broadsheet_alarms{kind="complaints"}': 0,
      'broadsheet_alarm{kind="source",subject="hf-daily"}': 1,
      broadsheet_mails_unknown: 0,
    });
    const [alarm] = await web.store.standingAlarms();
    expect(alarm && sayAlarm(alarm)).toEqual({
      ...{ tone: 'bad', text: 'Hf-daily is blocked. It said no.' },
      link: { label: 'Source', href: '/admin/sources/hf-daily' },
    });
  });

  it('is read from this machine, and from elsewhere with a token only', async () => {
    expect((await get()).statusCode).toBe(200);
    expect((await get({}, '192.0.2.1')).statusCode).toBe(401);
    expect((await get({ authorization: 'Bearer nonsense' })).statusCode).toBe(401);
    expect((await get(await token(), '192.0.2.1')).statusCode).toBe(200);
  });

  it('is kept from whom a proxy on this machine speaks for, and from pages whose names lead here', async () => {
    expect((await get({ 'x-forwarded-for': '192.0.2.1' })).statusCode).toBe(401);
    expect((await get({ host: 'evil.example.org' })).statusCode).toBe(401);
    const behind = await openWeb({ variables: { PUBLIC_URL: 'https://paper.example.org' } });
    const answer = await behind.server.inject({ url: '/metrics', headers: { host: 'localhost:3000' } });
    await behind.close();
    expect(answer.statusCode).toBe(401);
  });

  it.each([
    ['open', 200],
    ['off', 404],
  ] as const)('is for everybody or nobody where the operator says %s', async (metrics, status) => {
    const other = await openWeb({ configure: (config: Config) => withWeb(config, { metrics }) });
    const answer = await other.server.inject({ url: '/metrics', remoteAddress: '192.0.2.1' });
    await other.close();
    expect(answer.statusCode).toBe(status);
  });
});
