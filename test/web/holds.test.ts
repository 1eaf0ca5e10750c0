import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyTables } from '../store/stage.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedHeldText, seedProfile } from './seed-holds.js';

const TEXT = `We prune <b>heads. ${'Half of them change nothing at all. '.repeat(30)}`.trim();
const TABLES = ['holds', 'text_decisions', 'people_decisions', 'audit', 'authorships', 'authors'];

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

const seedPeople = async () => {
  await seedProfile(web, 'scholarfeed', { key: '7', field: 'LG', metrics: { hIndex: 12, citations: 34 } });
  await seedProfile(web, 'catalyzex', { key: 'A. Byron', name: 'A. Byron' });
};
const people = { source: 'catalyzex', key: 'A. Byron', otherSource: 'scholarfeed', otherKey: '7' };
const answer = (path: string, fields: Record<string, string>, who = browser) =>
  who.submit('/admin/holds', `/admin/holds/${path}`, fields);
const heldId = async () => (await web.store.waitingTexts(1))[0]?.id ?? '';
const audit = () => web.query('SELECT who, action, detail FROM audit');
const counts = async () => {
  const each = TABLES.map((table) => `SELECT '${table}' AS name, count(*)::int AS rows FROM ${table}`);
  return web.query(each.join(' UNION ALL '));
};

test('says that nothing waits when nothing does, and the desk says nothing of it', async () => {
  const { body, statusCode } = await viewer.get('/admin/holds');
  expect(statusCode).toBe(200);
  expect(body).toContain('Nothing waits for a decision.');
  expect(body).not.toContain('id="decided"');
  expect((await viewer.get('/admin')).body).not.toMatch(/waits? for a decision/);
});

test('the desk counts what waits and leads there', async () => {
  await seedHeldText(web, TEXT);
  const link = (words: string) => `<a href="/admin/holds">${words}</a>`;
  expect((await viewer.get('/admin')).body).toContain(link('1 thing waits for a decision.'));
  await seedPeople();
  expect((await viewer.get('/admin')).body).toContain(link('3 things wait for a decision.'));
});

describe('a held text', () => {
  test('stands beside the paper, as text and cut, with where it is from and since when', async () => {
    await seedHeldText(web, TEXT);
    const { body } = await viewer.get('/admin/holds');
    expect(body).toContain('From <b>catalyzex, Ada &amp; Byron</b>, held since 21 August 2026.');
    expect(body).toContain('Words in common: <b>52 %</b>');
    expect(body).toMatch(/<p>We prune &lt;b&gt;heads\.[^<]{500,600} …<\/p>/);
    expect(body).toContain(`<summary>The whole text</summary><p>${TEXT.replace('<b>', '&lt;b&gt;')}</p>`);
    expect(body).toContain('Heads &lt;i&gt;Nobody Misses');
    expect(body).toContain('Ada Lovelace, Mary Somerville');
    expect(body).toContain('<p>We prune attention heads.</p>');
  });

  test('joins the paper on a word of the operator, who is noted', async () => {
    await seedHeldText(web, TEXT);
    const done = await answer('text', { hold: await heldId(), answer: 'same' });
    expect([done.statusCode, done.headers.location]).toEqual([303, '/admin/holds']);
    expect(await web.store.profiles()).toMatchObject([{ papers: 1 }]);
    const [decision] = await web.store.decisions(1);
    const detail = { decision: decision?.id, same: true };
    expect(await audit()).toEqual([{ who: 'admin', action: 'decide-text', detail }]);
    const { body } = await viewer.get('/admin/holds');
    expect(body).toContain('Nothing waits for a decision.');
    expect(body).toMatch(/<td>21 August 2026<\/td><td>admin<\/td><th scope="row">The same paper<\/th>/);
    expect(body).not.toContain('Ask again');
  });

  test('is asked about again when the answer is taken back', async () => {
    await seedHeldText(web, TEXT);
    await answer('text', { hold: await heldId(), answer: 'other' });
    const decision = (await web.store.decisions(1))[0]?.id ?? '';
    expect((await browser.get('/admin/holds')).body).toContain('Ask again');
    expect((await answer('again', { decision })).statusCode).toBe(303);
    expect(await audit()).toContainEqual({
      ...{ who: 'admin', action: 'ask-again' },
      detail: { decision, kind: 'text' },
    });
    const { body } = await viewer.get('/admin/holds');
    expect(body).toContain('1 thing waits for a decision.');
    expect(body).not.toContain('id="decided"');
    expect((await answer('again', { decision })).statusCode).toBe(409);
  });

  test('that was answered meanwhile is said to wait no more', async () => {
    await seedHeldText(web, TEXT);
    const hold = await heldId();
    await answer('text', { hold, answer: 'other' });
    const late = await answer('text', { hold, answer: 'same' });
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('That question does not wait any more.');
    expect(await audit()).toHaveLength(1);
  });
});

describe('two profiles of one name', () => {
  test('stand side by side with what tells them apart', async () => {
    await seedPeople();
    const { body } = await viewer.get('/admin/holds');
    expect(body).toContain('<h3>A. Byron</h3>');
    expect(body).toContain('<h3>Ada &amp; Byron</h3>');
    expect(body).toContain('<p class="muted">scholarfeed, 7</p>');
    expect(body).toContain('<dt>Field</dt><dd>LG</dd>');
    expect(body).toContain('<dt>h-index</dt><dd>12</dd>');
    expect(body).toContain('No paper in common.');
  });

  test('become one author on a word of the operator, and two again on another', async () => {
    await seedPeople();
    expect((await answer('people', { ...people, answer: 'same' })).statusCode).toBe(303);
    expect(await web.query('SELECT 1 FROM authors')).toHaveLength(1);
    const decision = (await web.store.decisions(1))[0]?.id ?? '';
    const profiles = [
      { sourceId: 'catalyzex', key: 'A. Byron' },
      { sourceId: 'scholarfeed', key: '7' },
    ];
    const detail = { decision, same: true, profiles };
    expect(await audit()).toEqual([{ who: 'admin', action: 'decide-people', detail }]);
    expect((await viewer.get('/admin/holds')).body).toContain('The same person');
    await answer('again', { decision });
    expect(await web.query('SELECT 1 FROM authors')).toHaveLength(2);
  });

  test('that are two people are not asked about again, and the list says where they are one all the same', async () => {
    await seedPeople();
    await answer('people', { ...people, answer: 'other' });
    const { body } = await viewer.get('/admin/holds');
    expect(body).toContain('Nothing waits for a decision.');
    expect(body).toContain('Two people');
    expect(body).not.toContain('One author all the same');
    const linked = [{ sourceId: 'catalyzex', key: 'A. Byron' }];
    await seedProfile(web, 'scholarfeed', { key: '7', linked });
    expect((await viewer.get('/admin/holds')).body).toContain('One author all the same');
  });
});

test('nothing is decided without the role, the token, a login or an answer', async () => {
  await seedHeldText(web, TEXT);
  await seedPeople();
  const before = await counts();
  const { body } = await viewer.get('/admin/holds');
  expect(body).toContain('Viewers look; deciding needs the role operator.');
  expect(body).not.toMatch(/<button[^>]*>(The same|Another|Two)/);
  const hold = await heldId();
  expect((await answer('text', { hold, answer: 'same' }, viewer)).statusCode).toBe(403);
  expect((await answer('people', { ...people, answer: 'same' }, viewer)).statusCode).toBe(403);
  expect((await answer('text', { hold, answer: 'perhaps' })).statusCode).toBe(409);
  expect((await answer('people', { ...people, answer: '' })).statusCode).toBe(409);
  expect((await answer('text', { hold: '\0', answer: 'same' })).statusCode).toBe(409);
  expect((await answer('again', { decision: '\0' })).statusCode).toBe(409);
  for (const path of ['text', 'people', 'again']) {
    expect((await browser.send('POST', `/admin/holds/${path}`)).statusCode).toBe(403);
    expect((await openBrowser(web.server).send('POST', `/admin/holds/${path}`)).statusCode).toBe(401);
  }
  expect(await counts()).toEqual(before);
});
