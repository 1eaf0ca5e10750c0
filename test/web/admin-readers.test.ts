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
beforeEach(async () => {
  const operators = await web.store.operators();
  await emptyTables(web.database);
  for (const operator of operators) await web.store.addOperator(operator);
});
afterAll(() => web.close());

/** A reader to whom an edition was sent. */
async function send() {
  const [reader] = await addReaders(web, {});
  await readPage(web, [sighting(1)], { at: '2026-08-20T12:00:00Z' });
  const { edition } = await freeze(web, { at: '2026-08-21T04:00:00Z' });
  await web.query(`UPDATE deliveries SET state = 'sent', finished_at = $1`, [now]);
  const id = reader?.id ?? '';
  return { id, place: `/admin/readers/${id}`, edition: edition.id };
}
const audit = () => web.query(`SELECT who, action, detail FROM audit WHERE action <> 'login' ORDER BY id`);

describe('readers', () => {
  test('are searched for by a form that is posted, and listed without addresses for viewers', async () => {
    const { id } = await send();
    await addReaders(web, { email: 'charles@example.net' });
    const found = await browser.submit('/admin/readers', '/admin/readers', {
      address: 'EXAMPLE.net',
      state: '',
    });
    expect(found.statusCode).toBe(200);
    expect(found.body).toContain('charles@example.net');
    expect(found.body).not.toContain('reader0@example.org');
    const seen = (await viewer.get('/admin/readers')).body;
    expect(seen).not.toContain('@example');
    expect(seen).toContain(id.slice(0, 8));
    const refused = await viewer.submit('/admin/readers', '/admin/readers', { address: 'charles' });
    expect(refused.statusCode).toBe(403);
    expect(web.log.join('')).not.toContain('example.net');
  });

  test.each(['%', '\\', "'; drop table subscribers", 'x'.repeat(10_000), '\u0000', '😀'])(
    'are not found by %s, which is no error',
    async (address) => {
      const { statusCode } = await browser.submit('/admin/readers', '/admin/readers', { address });
      expect(statusCode).toBe(200);
    },
  );

  test('show what they get and why', async () => {
    const { place } = await send();
    const { body } = await browser.get(place);
    expect(body).toContain('reader0@example.org');
    expect(body).toContain('the trending papers: nothing is chosen');
    expect(body).toContain('daily, 21 August 2026, No. 1');
    expect(body).toContain('Paper number 1');
    expect((await viewer.get(place)).body).not.toContain('@example.org');
    expect((await browser.get('/admin/readers/none')).statusCode).toBe(404);
  });

  test('get an edition again once, on a word of the operator, who is noted', async () => {
    const { id, place, edition } = await send();
    const again = () => browser.submit(place, `${place}/resend`, { edition });
    expect((await again()).statusCode).toBe(303);
    expect(web.delivered.at(-1)).toBe(edition);
    expect(await web.query('SELECT state FROM deliveries')).toEqual([{ state: 'planned' }]);
    expect((await again()).statusCode).toBe(409);
    expect(await audit()).toEqual([
      { who: 'admin', action: 'resend-to-reader', detail: { reader: id, edition } },
    ]);
  });

  test('are suppressed and written to again with a reason, which their page keeps', async () => {
    const { id, place } = await send();
    const act = (what: string, why: string) => browser.submit(place, `${place}/${what}`, { why });
    expect((await act('suppress', ' ')).statusCode).toBe(409);
    expect((await act('suppress', 'by phone')).statusCode).toBe(303);
    expect((await act('suppress', 'by phone')).statusCode).toBe(409);
    expect(await web.store.suppressionOf('reader0@example.org')).toBe('operator');
    expect((await browser.get(place)).body).toContain('why by phone');
    expect((await act('unsuppress', 'a mistake')).statusCode).toBe(303);
    expect(await web.store.suppressionOf('reader0@example.org')).toBeUndefined();
    expect(await audit()).toMatchObject([
      { action: 'suppress-reader', detail: { reader: id, why: 'by phone' } },
      { action: 'unsuppress-reader', detail: { reader: id, why: 'a mistake', was: 'operator' } },
    ]);
  });

  test('are left alone without the role, the token or a login', async () => {
    const { place, edition } = await send();
    for (const act of ['resend', 'suppress', 'unsuppress']) {
      const fields = { edition, why: 'x' };
      expect((await viewer.submit(place, `${place}/${act}`, fields)).statusCode).toBe(403);
      expect((await browser.send('POST', `${place}/${act}`)).statusCode).toBe(403);
      expect((await openBrowser(web.server).send('POST', `${place}/${act}`)).statusCode).toBe(401);
    }
    expect((await viewer.get(place)).body).not.toMatch(/<button class="second"/);
    expect(await audit()).toEqual([]);
  });
});

describe('a source', () => {
  const place = '/admin/sources/hf-daily';

  test('is paused and resumed by the operator, who is named on its page', async () => {
    expect((await viewer.submit(place, `${place}/pause`, {})).statusCode).toBe(403);
    expect((await browser.submit(place, `${place}/pause`, {})).statusCode).toBe(303);
    await browser.submit(place, `${place}/pause`, {});
    expect((await viewer.get(place)).body).toContain('by admin since 21 Aug 09:00');
    expect((await viewer.get('/admin')).body).toContain('hf-daily is paused by admin');
    await browser.submit(place, `${place}/resume`, {});
    expect(await web.store.pausedSources()).toEqual([]);
    const detail = { sourceId: 'hf-daily' };
    expect(await audit()).toMatchObject([
      { action: 'pause-source', detail },
      { action: 'resume-source', detail },
    ]);
  });

  test('hands out a page that was not believed as a text to keep, never to be shown', async () => {
    const keptPage = { url: 'https://example.org/x', body: '<script>alert(1)</script>' };
    const head = { sourceId: 'hf-daily', scope: { day: '2026-08-20' }, startedAt: now, finishedAt: now };
    await web.store.saveIdleScan({
      ...head,
      askedBy: 'test',
      outcome: 'quarantined',
      reason: 'odd',
      keptPage,
    });
    const [href = ''] = /\/admin\/sources\/hf-daily\/pages\/\w+/.exec((await browser.get(place)).body) ?? [];
    const { body, headers } = await browser.get(href);
    expect(body).toBe(keptPage.body);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-disposition']).toMatch(/^attachment; filename="hf-daily-\w+\.txt"$/);
    expect((await openBrowser(web.server).get(href)).statusCode).toBe(303);
    expect((await browser.get(`${place}/pages/none`)).statusCode).toBe(404);
  });

  test.each([
    '/admin/sources/nowhere',
    `${place}/scans/1`,
    `${place}/scans/x`,
    '/admin/sources/nowhere/events',
  ])('is not found at %s', async (url) => {
    expect((await browser.get(url)).statusCode).toBe(404);
  });

  test('shows the form again, with what was wrong, where it was filled in', async () => {
    const fields = { source: 'hf-daily', from: 'source', day: '2026-02-30' };
    const { body, statusCode } = await browser.submit(place, '/admin/reingest', fields);
    expect(statusCode).toBe(400);
    expect(body).toContain('<h1>hf-daily</h1>');
    expect(body).toContain('has to be one of the calendar');
  });
});

test('the audit shows acts by who and what, as text', async () => {
  await web.store.recordAudit({ who: 'ada', action: 'trust', detail: { sourceId: '<b>x' } });
  await web.store.recordAudit({ who: 'charles', action: 'login', detail: {} });
  const { body } = await viewer.get('/admin/audit?who=ada');
  expect(body).toContain('sourceId &lt;b&gt;x');
  expect(body).not.toContain('<td>charles</td>');
  expect((await viewer.get('/admin/audit?who=%00&before=x&action=')).statusCode).toBe(200);
  expect((await viewer.get('/admin/editions?page=-1')).statusCode).toBe(200);
});
