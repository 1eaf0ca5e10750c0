import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../browse.js';
import { now } from '../open-web.js';
import { type OpenApi, openApi } from './open-api.js';

let api: OpenApi;
let browser: Browser;

beforeAll(async () => {
  api = await openApi();
  browser = openBrowser(api.server);
  await browser.login();
});
afterAll(() => api.close());

const withToken = (token: string, url = '/sources') =>
  api.ask(url, { headers: { authorization: `Bearer ${token}` } });
const make = (fields: Record<string, string>) => browser.submit('/admin/tokens', '/admin/tokens', fields);
const withdraw = (fields: Record<string, string>) =>
  browser.submit('/admin/tokens', '/admin/tokens/withdraw', fields);
const tokenIn = (html: string) => /bs_[\w-]{51}/.exec(html)?.[0] ?? '';
const audit = (action: string) =>
  api.query<{ who: string; detail: object }>('SELECT who, detail FROM audit WHERE action = $1', [action]);

describe('a token', () => {
  test('is shown once to the operator who makes it, stored hashed, and opens what its scope says', async () => {
    const answer = await make({ name: 'nightly report', scope: 'read' });
    const token = tokenIn(answer.body);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect((await withToken(token)).statusCode).toBe(200);
    const list = (await browser.get('/admin/tokens')).body;
    expect(list).toContain('nightly report');
    expect(list).toContain(token.slice(0, 11));
    expect(list).not.toContain(token);
    const stored = JSON.stringify(await api.query('SELECT * FROM api_tokens'));
    expect(stored).not.toContain(token.slice(11));
    expect(await audit('make-token')).toEqual([
      { who: 'admin', detail: { tokenId: token.slice(0, 11), name: 'nightly report', scope: 'read' } },
    ]);
  });

  test('opens nothing from the moment it is withdrawn, which is noted', async () => {
    const token = tokenIn((await make({ name: 'short-lived', scope: 'operate' })).body);
    const id = token.slice(0, 11);
    expect((await withdraw({ id })).statusCode).toBe(400);
    expect((await withToken(token)).statusCode).toBe(200);
    expect((await withdraw({ id, sure: 'on' })).statusCode).toBe(303);
    const answer = await withToken(token);
    expect(answer.json()).toMatchObject({ status: 401, title: 'Unauthorized' });
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="broadsheet", error="invalid_token"');
    expect(await audit('withdraw-token')).toEqual([
      { who: 'admin', detail: { tokenId: id, name: 'short-lived' } },
    ]);
    expect((await withdraw({ id, sure: 'on' })).statusCode).toBe(409);
    const reused = await make({ name: 'short-lived', scope: 'read' });
    expect(reused.statusCode).toBe(200);
  });

  test('that is forged, cut short, lengthened or of another kind opens nothing, not even what is open', async () => {
    const { token } = api.tokens.operate;
    const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    const other = token.slice(0, 11) + api.tokens.read.token.slice(11);
    for (const bad of [
      forged,
      other,
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
      'bs_',
      'x'.repeat(5000),
    ])
      for (const url of ['/sources', '/papers'])
        expect((await withToken(bad, url)).statusCode, bad).toBe(401);
    const basic = await api.ask('/sources', { headers: { authorization: `Basic ${token}` } });
    expect(basic.statusCode).toBe(401);
  });

  test('that may only read is told which scope it lacks', async () => {
    const answer = await api.post('read', '/reingests', { source: 'hf-daily' });
    expect(answer.json()).toMatchObject({ status: 403, detail: expect.stringContaining('scope operate') });
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope", scope="operate"');
    expect(api.asked).toEqual([]);
  });

  test('is asked for where there is none, and a cookie is none', async () => {
    const answer = await api.ask('/scans', { headers: { cookie: browser.cookie() ?? '' } });
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="broadsheet"',
    ]);
  });

  test('leaves a trace of when it was used last, written once a minute at most', async () => {
    const { id, token } = api.tokens.read;
    const used = async () => (await api.store.apiToken(id))?.lastUsedAt;
    await withToken(token);
    expect(await used()).toEqual(now);
    await api.store.noteApiTokenUse(id, new Date(now.getTime() + 59_000));
    expect(await used()).toEqual(now);
    await api.store.noteApiTokenUse(id, new Date(now.getTime() + 60_000));
    expect(await used()).toEqual(new Date(now.getTime() + 60_000));
  });

  test('never stands in the log', () => {
    const log = api.log.join('');
    expect(log).toContain('answered');
    for (const { token } of Object.values(api.tokens)) expect(log).not.toContain(token.slice(11));
    expect(log).not.toMatch(/bs_[\w-]{51}/);
  });
});

describe('the page of tokens', () => {
  test.each([
    [{ name: '', scope: 'read' }, 400],
    [{ name: '<b>', scope: 'read' }, 400],
    [{ name: 'x'.repeat(41), scope: 'read' }, 400],
    [{ name: 'fine', scope: 'everything' }, 400],
    [{ name: 'reads', scope: 'read' }, 409],
  ])('refuses %j with %i, and makes nothing', async (fields, status) => {
    const before = (await api.store.apiTokens()).length;
    const answer = await make(fields);
    expect([answer.statusCode, tokenIn(answer.body)]).toEqual([status, '']);
    expect(await api.store.apiTokens()).toHaveLength(before);
  });

  test('is for operators alone, and for forms of its own', async () => {
    const viewer = openBrowser(api.server);
    await viewer.login({ name: 'viewer' });
    expect((await viewer.get('/admin/tokens')).statusCode).toBe(403);
    expect(
      (await viewer.submit('/admin/holds', '/admin/tokens', { name: 'v', scope: 'read' })).statusCode,
    ).toBe(403);
    expect((await browser.send('POST', '/admin/tokens')).statusCode).toBe(403);
    expect((await openBrowser(api.server).get('/admin/tokens')).statusCode).toBe(303);
  });
});
