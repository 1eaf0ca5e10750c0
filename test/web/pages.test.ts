import { afterAll, beforeAll, expect, test } from 'vitest';
import { StoreError } from '../../src/errors.js';
import { type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;
let down = false;

beforeAll(async () => {
  const ready = async () => {
    if (down) throw new StoreError('database: password of 10.0.0.7 is wrong');
  };
  web = await openWeb({ ready });
});
afterAll(() => web.close());

const open = (url: string) => web.server.inject({ url });

async function freeze(date: string, cadence: 'daily' | 'weekly' = 'daily') {
  const paper = {
    ...{ changeId: '1', paperId: 'p', rank: 1, score: 1, reasons: [], revised: false },
    ...{ ids: {}, title: 'A paper', authors: [], authorCount: 0, authorIds: [], topics: [] },
    url: 'https://example.org/a',
  };
  const papers = cadence === 'weekly' ? [paper] : [];
  const frozenAt = new Date(`${date}T04:00:00Z`);
  await web.store.freezeEdition({ cadence, date, frozenAt, missing: ['hf-daily'], papers });
}

test('shows a frozen edition by its date, also an empty one', async () => {
  await freeze('2026-08-20');
  const answer = await open('/editions/2026-08-20');
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('Nothing new today.');
  expect(answer.body).toContain('Not read before this edition was frozen: hf-daily.');
});

test.each(['/editions/2026-08-19', '/editions/tomorrow', '/editions/2026-08-20?cadence=hourly'])(
  'answers %s with 404 and a way on',
  async (url) => {
    const answer = await open(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).toContain('There is no such edition');
    expect(answer.body).toContain('href="/editions/2026-08-20"');
  },
);

test('tells unknown pages in plain words, and unknown JSON in JSON', async () => {
  const page = await open('/wp-login.php');
  expect(page.statusCode).toBe(404);
  expect(page.body).toContain('There is no such page here.');
  expect((await open('/nothing.json')).json()).toEqual({ status: 404, error: 'Not found' });
});

test('is up as long as it answers', async () => {
  expect((await open('/healthz')).json()).toEqual({ status: 'ok', version: '0.0.0' });
});

test('is ready only while database and queue answer, and tells the kind of failure but no detail', async () => {
  expect((await open('/readyz')).statusCode).toBe(200);
  down = true;
  const answer = await open('/readyz');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toEqual({ status: 'not ready', reason: 'store' });
});

test('has no outbox where mails are really sent', async () => {
  expect((await open('/outbox')).statusCode).toBe(404);
});

test('promises https only where the operator says https, and names a port that is taken', async () => {
  expect((await open('/')).headers['strict-transport-security']).toBeUndefined();
  const second = await openWeb({ variables: { PUBLIC_URL: 'https://papers.example' } });
  const answer = await second.server.inject({ url: '/admin/login' });
  expect(answer.headers['strict-transport-security']).toBeDefined();
  expect(answer.headers['set-cookie']).toContain('Secure');

  const address = await web.server.listen('127.0.0.1', 0);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  const port = Number(new URL(address).port);
  await expect(second.server.listen('127.0.0.1', port)).rejects.toThrow('set PORT to another number');
  await second.close();
});
