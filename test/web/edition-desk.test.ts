import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addReaders } from '../store/deliveries.contract.js';
import { emptyTables, freeze, readPage, sighting } from '../store/stage.js';
import { type Browser, openBrowser } from './browse.js';
import { now, type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;
let browser: Browser;
let viewer: Browser;
beforeAll(async () => {
  web = await openWeb();
  [browser, viewer] = [openBrowser(web.server), openBrowser(web.server)];
  await browser.login();
  await viewer.login({ name: 'viewer' });
});
beforeEach(() => forget());
afterAll(() => web.close());

/** Everything but the operators, who are logged in. */
async function forget(): Promise<void> {
  const operators = await web.store.operators();
  await emptyTables(web.database);
  for (const operator of operators) await web.store.addOperator(operator);
}

/** An edition for `count` readers, of whose mails nobody knows what became. */
async function lose(count: number) {
  const readers = await addReaders(web, ...Array.from({ length: count }, () => ({})));
  await readPage(web, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
  const { edition } = await freeze(web, { at: '2026-08-21T04:00:00Z' });
  await web.query(
    `UPDATE deliveries SET state = 'unknown', attempts = 1, reason = 'it <b>broke', finished_at = $1, paper_ids = $2`,
    [now, edition.papers.map(({ paperId }) => paperId)],
  );
  return { id: edition.id, place: `/admin/editions/${edition.id}`, ids: readers.map(({ id }) => id) };
}

const act = (place: string, what: string, fields: Record<string, string> = {}, who = browser) =>
  who.submit(place, `${place}/${what}`, fields);
const audit = () => web.query('SELECT who, action, detail FROM audit');
const rows = () => web.query('SELECT * FROM deliveries ORDER BY subscriber_id');

test('the desk leads to it, and it counts, with addresses for operators only', async () => {
  const { place, ids } = await lose(2);
  expect((await viewer.get('/admin')).body).toContain(`<a href="${place}"`);
  const { body, statusCode } = await browser.get(place);
  expect(statusCode).toBe(200);
  expect(body).toContain('Daily edition of 21 August 2026, No. 1');
  expect(body).toContain('2 of 2 done.');
  expect(body).toContain('<dt>of them open</dt><dd>2</dd>');
  expect(body).toContain('reader0@example.org');
  expect(body).toContain('it &lt;b&gt;broke');
  const seen = (await viewer.get(place)).body;
  expect(seen).not.toContain('@example.org');
  expect(seen).toContain(String(ids[0]).slice(0, 8));
  expect(seen).not.toMatch(/<button[^>]*>(Resend|Leave|Pause|Stop)/);
  expect(seen).toContain('Viewers look; deciding needs the role operator.');
});

test('an edition that is none is not found', async () => {
  expect((await browser.get('/admin/editions/none')).statusCode).toBe(404);
  const { place } = await lose(1);
  const none = '/admin/editions/00000000-0000-4000-8000-000000000000';
  expect((await browser.get(none)).statusCode).toBe(404);
  expect((await browser.submit(place, '/admin/editions/none/pause', {})).statusCode).toBe(404);
  expect((await browser.submit(place, `${none}/stop`, {})).statusCode).toBe(404);
});

test('shows two hundred deliveries at a time', async () => {
  const { place } = await lose(201);
  const first = (await browser.get(place)).body;
  expect(first).toContain('Deliveries 1 to 200 of 201');
  expect(first).toContain(`<a rel="next" href="${place}?page=2">`);
  const second = (await browser.get(`${place}?page=2`)).body;
  expect(second).toContain('Deliveries 201 to 201 of 201');
  expect(second).toContain(`<a rel="prev" href="${place}?page=1">`);
  expect(second).not.toContain('rel="next"');
  expect((await browser.get(`${place}?page=9`)).body).toContain('There are no more.');
  expect((await browser.get(`${place}?page=nine`)).body).toContain('Deliveries 1 to 200');
});

describe('a mail of unknown fate', () => {
  test('is planned again on a word of the operator, who is noted', async () => {
    const { id, place, ids } = await lose(2);
    const done = await act(place, 'resend', { reader: ids[0] ?? '' });
    expect([done.statusCode, done.headers.location]).toEqual([303, place]);
    expect(await web.store.dueEditions(now)).toEqual([id]);
    expect(web.delivered.at(-1)).toBe(id);
    expect(await web.store.deliveryCounts(id)).toMatchObject({ planned: 1, unknown: 1 });
    const detail = { edition: id, readers: [ids[0]], planned: 1 };
    expect(await audit()).toEqual([{ who: 'admin', action: 'resend-unknown', detail }]);
    const late = await act(place, 'resend', { reader: ids[0] ?? '' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('There was nothing left to do.');
    expect(await audit()).toHaveLength(1);
  });

  test('can be planned again with all others', async () => {
    const { id, place } = await lose(3);
    expect((await act(place, 'resend', { reader: 'all' })).statusCode).toBe(303);
    expect(await web.store.deliveryCounts(id)).toMatchObject({ planned: 3, unknown: 0 });
    expect(await audit()).toMatchObject([{ detail: { readers: 'all', planned: 3 } }]);
  });

  test('stays on record when it is left, and is not asked about again', async () => {
    const { id, place, ids } = await lose(2);
    expect((await act(place, 'settle', { reader: ids[1] ?? '' })).statusCode).toBe(303);
    const { body } = await browser.get(place);
    expect(body).toContain('unknown, left');
    expect(body.match(/>Leave it</g)).toHaveLength(1);
    expect((await act(place, 'settle', { reader: 'all' })).statusCode).toBe(303);
    expect((await browser.get(place)).body).not.toMatch(/>(Leave it|Resend)/);
    expect(await web.store.editionDesk(id)).toMatchObject({ open: 0, deliveries: { unknown: 2 } });
    expect(await audit()).toMatchObject([
      { action: 'settle-unknown', detail: { readers: [ids[1]], settled: 1 } },
      { action: 'settle-unknown', detail: { readers: 'all', settled: 1 } },
    ]);
  });

  test('to a reader who left can only be left', async () => {
    const { place, ids } = await lose(1);
    await web.store.leave(ids[0] ?? '');
    const { body } = await browser.get(place);
    expect(body).toContain('(not written to any more)');
    expect(body).not.toContain('>Resend</button>');
    expect((await act(place, 'resend', { reader: ids[0] ?? '' })).statusCode).toBe(409);
  });
});

test('an edition is paused, resumed and stopped by the operator, who is noted each time', async () => {
  const { id, place } = await lose(1);
  const halt = async () => (await web.store.editionDesk(id))?.halt;
  expect((await act(place, 'pause')).statusCode).toBe(303);
  expect(await halt()).toBe('paused');
  expect((await viewer.get('/admin')).body).toContain('<span class="mark warn">paused</span>');
  expect((await act(place, 'pause')).statusCode).toBe(409);
  expect((await act(place, 'resume')).statusCode).toBe(303);
  expect(await halt()).toBeUndefined();
  expect(web.delivered.at(-1)).toBe(id);
  expect((await act(place, 'stop')).statusCode).toBe(303);
  expect(await halt()).toBe('stopped');
  const { body } = await browser.get(place);
  expect(body).not.toMatch(/<button[^>]*>(Resend|Pause|Resume|Stop)/);
  expect(body).toContain('>Leave it<');
  const actions = (await audit()).map((row) => (row as { action: string }).action);
  expect(actions).toEqual(['pause-edition', 'resume-edition', 'stop-edition']);
});

test('nothing is done without the role, the token, a login or a reader', async () => {
  const { id, place } = await lose(1);
  const before = await rows();
  for (const what of ['resend', 'settle', 'pause', 'resume', 'stop']) {
    expect((await act(place, what, { reader: 'all' }, viewer)).statusCode).toBe(403);
    expect((await browser.send('POST', `${place}/${what}`)).statusCode).toBe(403);
    expect((await openBrowser(web.server).send('POST', `${place}/${what}`)).statusCode).toBe(401);
  }
  for (const what of ['resend', 'settle'])
    expect((await act(place, what, { reader: 'everyone' })).statusCode).toBe(409);
  expect(await rows()).toEqual(before);
  expect(await audit()).toEqual([]);
  expect(await web.store.editionDesk(id)).not.toHaveProperty('halt');
});

test('an open page is told how far the edition has come, as long as who looks may', async () => {
  const { id, place } = await lose(2);
  const { body } = await viewer.get(place);
  expect(body).toContain(`data-live="${place}/progress"`);
  expect(body).toMatch(/<progress [^>]*max="2" value="2"/);
  const progress = await web.store.deliveryProgress(id, now);
  expect(progress).toMatchObject({ open: 2, due: 0, deferred: 0, perSecond: 0.2, resting: [] });
  expect((await openBrowser(web.server).get(`${place}/progress`)).statusCode).toBe(303);
  expect((await browser.get('/admin/editions/none/progress')).statusCode).toBe(404);
});

test('what keeps an edition from going out stands on its page', async () => {
  const { id, place } = await lose(2);
  await web.query(`UPDATE deliveries SET state = 'planned', deferred_at = $1, due_at = $1`, [now]);
  await web.store.noteProblem(id, 'smtp: mail.example.org:25 cannot be used: nobody listens there');
  await web.query(
    `INSERT INTO mail_lines (domain, strikes, rests_until, reason) VALUES ('', 2, now() + interval '1 hour', '421 <b>busy')`,
  );
  const { body } = await browser.get(place);
  expect(body).toContain('<span class="mark bad">failing</span>');
  expect(body).toContain('nobody listens there. It is tried again by itself.');
  expect(body).toMatch(/The mail server puts mail off and is left alone until [^<]*: 421 &lt;b&gt;busy/);
  expect(body).toContain('<dt>of them put off</dt><dd>2</dd>');
});

test('a refusal stands there with its class', async () => {
  const { place } = await lose(1);
  await web.query(`UPDATE deliveries SET state = 'refused', refusal = 'address', reason = '550 5.1.1 gone'`);
  expect((await browser.get(place)).body).toContain('address unknown: 550 5.1.1 gone');
});
