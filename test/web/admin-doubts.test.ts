import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from './browse.js';
import { now, type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
let browser: Browser;
let viewer: Browser;

beforeAll(async () => {
  web = await openWeb();
  [browser, viewer] = [openBrowser(web.server), openBrowser(web.server)];
  await browser.login();
  await viewer.login({ name: 'viewer' });
});
afterAll(() => web.close());
beforeEach(() => {
  web.asked.length = 0;
});

const doubt = (day: string, finishedAt = now) =>
  web.store.saveIdleScan({
    sourceId: 'hf-daily',
    scope: { day },
    ...{ startedAt: finishedAt, finishedAt, askedBy: 'schedule' },
    ...{ outcome: 'quarantined', reason: 'it holds 3 of the 20 papers it held' },
  });

const BUTTON = 'The new count is right';

describe('a list that was not believed', () => {
  test('can be released by an operator, in whose name it is read again and who is noted', async () => {
    const { id } = await doubt('2026-08-20');
    const { body } = await browser.get('/admin/sources');
    expect(body).toContain(BUTTON);
    expect(body).toContain('<b>hf-daily</b>, 2026-08-20, is in quarantine');
    const answer = await browser.submit('/admin/sources', '/admin/trust', { scan: id });
    expect(answer.statusCode).toBe(303);
    const list = { sourceId: 'hf-daily', scope: { day: '2026-08-20' } };
    expect(web.asked).toEqual([{ ...list, force: true, trust: true, askedBy: 'admin' }]);
    const audit = await web.query('SELECT who, action, detail FROM audit');
    expect(audit).toContainEqual({ who: 'admin', action: 'trust', detail: list });
  });

  test('shows how the new reading ended, and has no button then', async () => {
    const { id } = await doubt('2026-08-19');
    const answer = await browser.submit('/admin/sources', '/admin/trust', { scan: id });
    const place = String(answer.headers.location);
    await seedDay(web.store, '2026-08-19', new Date(now.getTime() + 1000).toISOString(), [
      { title: 'A paper', upvotes: 1 },
    ]);
    const { body } = await browser.get(place);
    expect(body).toContain('hf-daily, 2026-08-19: 1 on the page, 1 new');
    expect(body).not.toContain('<b>hf-daily</b>, 2026-08-19, is in quarantine');
    const late = await browser.submit('/admin/sources', '/admin/trust', { scan: id });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('That list is not doubted any more.');
    expect(web.asked).toHaveLength(1);
  });

  test('needs nobody any more after a week', async () => {
    await doubt('2026-08-01', new Date('2026-08-01T09:00:00Z'));
    expect((await browser.get('/admin/sources')).body).not.toContain('<b>hf-daily</b>, 2026-08-01');
  });

  test('is released by nobody without the role, the token or a login', async () => {
    const { id } = await doubt('2026-08-18');
    expect((await viewer.get('/admin/sources')).body).not.toContain(BUTTON);
    expect((await viewer.submit('/admin/sources', '/admin/trust', { scan: id })).statusCode).toBe(403);
    expect((await browser.send('POST', '/admin/trust')).statusCode).toBe(403);
    expect((await openBrowser(web.server).send('POST', '/admin/trust')).statusCode).toBe(401);
    expect(web.asked).toEqual([]);
  });
});

describe('re-ingesting a range', () => {
  const reingest = (fields: Record<string, string>) =>
    browser.submit('/admin/sources', '/admin/reingest', { source: 'hf-daily', ...fields });

  test('asks for every day of it, as one act, and sums up when all have ended', async () => {
    const answer = await reingest({ day: '2026-08-10', until: '2026-08-12' });
    const days = ['2026-08-10', '2026-08-11', '2026-08-12'];
    expect(web.asked.map(({ scope }) => scope.day)).toEqual(days);
    const detail = { sourceId: 'hf-daily', day: '2026-08-10', until: '2026-08-12', force: false };
    const audit = await web.query('SELECT detail FROM audit');
    expect(audit).toContainEqual({ detail });
    const place = String(answer.headers.location);
    expect((await browser.get(place)).body).toContain('Reading hf-daily, 2026-08-10 to 2026-08-12.');
    for (const day of days) {
      const ids = { arxiv: day.replace('2026-08-', '2608.200') };
      await seedDay(web.store, day, now.toISOString(), [{ ids, title: day, upvotes: 1 }]);
    }
    const { body } = await browser.get(place);
    expect(body).toContain('hf-daily, 2026-08-10 to 2026-08-12: 3 days read; 3 papers, 3 new.');
  });

  test.each([
    [{ day: '2026-08-12', until: '2026-08-11' }, 'The last day lies before the first.'],
    [{ day: '2026-07-01', until: '2026-08-01' }, 'A range holds at most 31 days'],
    [{ day: '2026-08-12', until: 'soon' }, 'has to be one of the calendar'],
    [{ day: '2026-08-12', until: '2026-08-22' }, 'That day has not come yet.'],
  ])('refuses %j', async (fields, words) => {
    const answer = await reingest(fields);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(words);
    expect(answer.body).toContain(`value="${fields.until}"`);
    expect(web.asked).toEqual([]);
  });

  test('takes a month of 31 days, and an empty last day for none', async () => {
    await reingest({ day: '2026-07-01', until: '2026-07-31' });
    await reingest({ day: '2026-08-12', until: '' });
    expect(web.asked).toHaveLength(32);
  });
});

test('a site that is left alone stands on the desk with the reason, while it lasts', async () => {
  expect((await browser.get('/admin/sources')).body).not.toContain('Sites left alone');
  const turn = await web.store.takeTurn('example.org', 1000);
  if (!('id' in turn)) throw new Error('the turn was not free');
  const rest = { forMs: 3_600_000, reason: 'it asked for fewer <b>requests' };
  await web.store.leaveTurn('example.org', turn, { gapMs: 0, failures: 0, refusals: 1, rest });
  const { body } = await viewer.get('/admin/sources');
  expect(body).toContain('<th scope="row">example.org</th>');
  expect(body).toContain('it asked for fewer &lt;b&gt;requests');
});
