import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { now } from '../open-web.js';
import { seedDay } from '../seed-papers.js';
import { freezeWithReaders } from './freeze-with-readers.js';
import { type OpenApi, openApi, readAll } from './open-api.js';

let api: OpenApi;

beforeAll(async () => {
  api = await openApi();
  await seedDay(api.store, '2026-08-19', '2026-08-19T08:00:00Z', [{ title: 'Old', upvotes: 1 }]);
});
afterAll(() => api.close());

const reingest = (body: object) => api.post('operate', '/reingests', body);
const lastAudit = async () =>
  (
    await api.query<{ who: string; action: string; detail: object }>(
      'SELECT who, action, detail FROM audit ORDER BY id DESC',
    )
  )[0];

test('lists sources with what is configured and how each is doing', async () => {
  const { items } = (await api.askAs('read', '/sources')).json();
  expect(items.find(({ id }: { id: string }) => id === 'hf-daily')).toMatchObject({
    schedule: expect.stringMatching(/^\S+ \S+ \S+ \S+ \S+$/),
    outcome: 'ok',
    lastScanAt: '2026-08-19T08:00:00.000Z',
  });
});

describe('reading again', () => {
  test('is asked for in the name of the token, noted, and told as done when the scan has ended', async () => {
    const answer = await reingest({ source: 'hf-daily', date: '2026-08-20', force: true });
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.location).toBe(answer.json().url);
    expect(api.asked).toEqual([
      { sourceId: 'hf-daily', scope: { day: '2026-08-20' }, force: true, askedBy: 'token operates' },
    ]);
    const detail = { sourceId: 'hf-daily', day: '2026-08-20', force: true, tokenId: api.tokens.operate.id };
    expect(await lastAudit()).toEqual({ who: 'token operates', action: 'reingest', detail });

    const place = String(answer.headers.location);
    const reading = { state: 'reading', readings: [{ scope: { day: '2026-08-20' }, state: 'reading' }] };
    expect((await api.askAs('read', place)).json()).toMatchObject(reading);
    await seedDay(api.store, '2026-08-20', now.toISOString(), [
      { title: 'A paper', ids: { arxiv: '2608.20001' }, upvotes: 1 },
    ]);
    const done = (await api.askAs('read', place)).json();
    expect(done).toMatchObject({ state: 'done', readings: [{ state: 'done', scan: { outcome: 'ok' } }] });
    const { id } = done.readings[0].scan;
    expect((await api.askAs('read', `/scans/${id}`)).json()).toMatchObject({ id, counts: { fresh: 1 } });
    const changes = (await api.askAs('read', `/scans/${id}/changes`)).json();
    expect(changes.items).toMatchObject([{ title: 'A paper', kind: 'new', news: true }]);
  });

  test('takes a range of days, any scope, or what the schedule reads', async () => {
    const scopesOf = async (body: object) =>
      (await reingest(body)).json().readings.map(({ scope }: { scope: object }) => scope);
    const days = ['2026-08-18', '2026-08-19', '2026-08-20'].map((day) => ({ day }));
    expect(await scopesOf({ source: 'hf-daily', since: '2026-08-18', until: '2026-08-20' })).toEqual(days);
    expect(await scopesOf({ source: 'hf-daily', since: '2026-08-20' })).toEqual([
      days[2],
      { day: '2026-08-21' },
    ]);
    expect(await scopesOf({ source: 'hf-daily', scope: { week: '2026-W33' } })).toEqual([
      { week: '2026-W33' },
    ]);
    expect(await scopesOf({ source: 'hf-daily', scope: { day: 'today-1' } })).toEqual([days[2]]);
    expect(await scopesOf({ source: 'hf-daily' })).toContainEqual({ day: '2026-08-21' });
  });

  test.each([
    [{}, '#/source'],
    [{ source: 'elsewhere' }, '#/source'],
    [{ source: 'hf-daily', date: '2026-02-30' }, '#/date'],
    [{ source: 'hf-daily', date: '2026-08-22' }, '#/date'],
    [{ source: 'hf-daily', date: '2026-08-20', since: '2026-08-19' }, '#/date'],
    [{ source: 'hf-daily', until: '2026-08-20' }, '#/until'],
    [{ source: 'hf-daily', since: '2026-08-20', until: '2026-08-19' }, '#/until'],
    [{ source: 'hf-daily', since: '2026-01-01' }, '#/until'],
    [{ source: 'hf-daily', scope: { planet: 'mars' } }, '#/scope'],
    [{ source: 'hf-daily', scope: { day: '2026-08-20', week: '2026-W33' } }, '#/scope'],
    [{ source: 'hf-daily', force: 'yes' }, '#/force'],
    [{ source: 'hf-daily', trust: true }, '#/trust'],
    [{ source: 'hf-daily', scope: 'today' }, '#/scope'],
  ])('refuses %j by the field that is wrong, and asks for nothing', async (body, pointer) => {
    const before = [api.asked.length, (await api.query('SELECT id FROM audit')).length];
    const answer = await reingest(body);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ pointer, detail: expect.any(String) }] });
    expect([api.asked.length, (await api.query('SELECT id FROM audit')).length]).toEqual(before);
  });
});

test('lists scans, newest first, by source and outcome, in parts', async () => {
  const head = {
    sourceId: 'arxiv',
    scope: { category: 'cs.AI' },
    startedAt: now,
    finishedAt: now,
    askedBy: 'schedule',
  };
  for (const reason of ['one', 'two', 'three'])
    await api.store.saveIdleScan({ ...head, outcome: 'failed', reason });
  const failed = await readAll(api, '/scans?source=arxiv&outcome=failed&limit=2');
  expect(failed.map(({ reason }) => reason)).toEqual(['three', 'two', 'one']);
  expect((await readAll(api, '/scans?source=hf-daily')).every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect((await api.askAs('read', '/scans/999999')).statusCode).toBe(404);
  expect((await api.askAs('read', '/scans/one')).statusCode).toBe(400);
});

test('tells the deliveries of an edition without an address in full', async () => {
  await freezeWithReaders(api, '2026-08-21');
  const answer = await api.askAs('read', '/editions/daily/2026-08-21/deliveries');
  expect(answer.json().counts).toMatchObject({ planned: 2, refused: 1, sent: 0 });
  for (const hidden of ['reader.one', 'reader.two', 'io@']) expect(answer.body).not.toContain(hidden);
  const refused = await readAll(api, '/editions/daily/2026-08-21/deliveries?state=refused');
  expect(refused).toMatchObject([
    { address: 'r…@example.org', reason: '550 5.1.1 <r…@example.org>: no such user' },
  ]);
  expect(await readAll(api, '/editions/daily/2026-08-21/deliveries?limit=1')).toHaveLength(3);
  expect((await api.askAs('read', '/editions/daily/2026-08-01/deliveries')).statusCode).toBe(404);
});

test('tells everybody about editions, but not whom they went to', async () => {
  const { items } = (await api.ask('/editions?cadence=daily')).json();
  expect(items).toMatchObject([
    { cadence: 'daily', date: '2026-08-21', paperCount: 2, url: '/api/v1/editions/daily/2026-08-21' },
  ]);
  expect(JSON.stringify(items)).not.toContain('deliver');
  const edition = (await api.ask(items[0].url)).json();
  expect(edition.papers.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2]);
});
