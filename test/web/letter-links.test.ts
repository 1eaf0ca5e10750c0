import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createToken } from '../../src/access/tokens.js';
import { TOKEN_PURPOSES, type TokenPurpose } from '../../src/model/letter.js';
import { now, type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;
let reader: { id: string; email: string };

beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  await web.query('DELETE FROM subscribers');
  await web.query('DELETE FROM suppressions');
  reader = await web.store.addSubscriber({ email: 'ada@example.org', state: 'pending' });
});

/** A token as a sent letter leaves it. */
async function give(purpose: TokenPurpose, options: { at?: Date; newEmail?: string } = {}): Promise<string> {
  const { token, stored } = createToken(purpose, options.at ?? now);
  await web.query(
    'INSERT INTO tokens (hash, subscriber_id, purpose, expires_at, new_email) VALUES ($1, $2, $3, $4, $5)',
    [stored.hash, reader.id, purpose, stored.expiresAt, options.newEmail ?? null],
  );
  return `/${purpose}/${token}`;
}

const get = (url: string) => web.server.inject({ url });
const press = (url: string, fields: Record<string, string> = {}) =>
  web.server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const everything = () =>
  web.query(
    `SELECT (SELECT jsonb_agg(s ORDER BY s.id) FROM subscribers s) AS readers, (SELECT jsonb_agg(t) FROM tokens t) AS tokens,
       (SELECT jsonb_agg(l ORDER BY l.id) FROM letters l) AS letters`,
  );

describe.each(TOKEN_PURPOSES)('a link to %s', (purpose) => {
  test('shows a button and changes nothing, however often it is opened', async () => {
    const url = await give(purpose, { newEmail: 'new@example.org' });
    const before = await everything();
    for (const answer of [await get(url), await get(url)]) {
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<form method="post"');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect(await everything()).toEqual(before);
  });

  test('does it once', async () => {
    const url = await give(purpose, { newEmail: 'new@example.org' });
    expect((await press(url, { email: 'other@example.org' })).statusCode).toBe(200);
    const again = await press(url, { email: 'other@example.org' });
    expect(again.statusCode).toBe(410);
    expect(again.body).toContain('used up');
  });

  test('is dead when it is expired, cut short, changed or meant for something else', async () => {
    const old = await give(purpose, { at: new Date(now.getTime() - 49 * 3_600_000) });
    const fresh = await give(purpose);
    const other = TOKEN_PURPOSES.find((one) => one !== purpose);
    const foreign = fresh.replace(`/${purpose}/`, `/${other}/`);
    const changed = fresh.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    const before = await everything();
    for (const url of [old, fresh.slice(0, -1), `${fresh}x`, changed, foreign, `/${purpose}/x`]) {
      expect([url, (await get(url)).statusCode]).toEqual([url, 410]);
      expect([url, (await press(url, { email: 'new@example.org' })).statusCode]).toEqual([url, 410]);
    }
    expect(await everything()).toEqual(before);
  });
});

test('confirming makes the reader active, applies what they chose, and asks for a welcome', async () => {
  await web.store.subscribe({ email: reader.email, choices: { topics: ['graphs'], hour: 6 }, now });
  const before = web.letters.length;
  const answer = await press(await give('confirm'));
  expect(answer.body).toContain('You are subscribed');
  expect(answer.body).toContain('href="/preferences/');
  expect(await web.store.subscriber(reader.id)).toMatchObject({
    state: 'active',
    topics: ['graphs'],
    hour: 6,
  });
  expect(web.letters.length - before).toBe(1);
});

test('the file holds everything, and only for who has the link', async () => {
  const answer = await press(await give('export'));
  expect(answer.headers['content-disposition']).toContain('attachment');
  expect(answer.json()).toMatchObject({ subscriber: { email: reader.email }, deliveries: [], letters: [] });
});

test('deleting leaves nothing but a mark that keeps others from adding the address again', async () => {
  await press(await give('delete'));
  expect(await web.store.subscribers()).toEqual([]);
  const [outcome] = await web.store.importSubscribers([{ email: reader.email, state: 'active' }]);
  expect(outcome).toBe('suppressed');
});

test('an address changes only when the new one has confirmed', async () => {
  expect((await press(await give('change'), { email: 'not an address' })).statusCode).toBe(400);
  await press(await give('change'), { email: 'New@Example.org' });
  expect((await web.store.subscriber(reader.id))?.email).toBe('ada@example.org');
  const answer = await press(await give('move', { newEmail: 'new@example.org' }));
  expect(answer.body).toContain('Your address is changed');
  expect(await web.store.subscriber(reader.id)).toMatchObject({
    email: 'new@example.org',
    linkGeneration: 1,
  });
});

test('no token reaches the log', () => {
  expect(web.log.join('')).toContain('/confirm/:token');
  expect(web.log.join('')).not.toMatch(/\/(confirm|delete|export|change|move)\/[\w-]{20,}/);
});
