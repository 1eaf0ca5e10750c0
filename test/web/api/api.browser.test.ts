import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebServer } from '../../../src/web/server.js';
import { openBrowser, takePictures } from '../../support/open-browser.js';
import { openProgram, type Program } from '../../support/open-program.js';

describe('the API in a browser', () => {
  let program: Program;
  let server: WebServer;
  let browser: Browser;
  let page: Page;
  let url: string;
  let token = '';
  const complaints: string[] = [];

  beforeAll(async () => {
    program = await openProgram(new Date('2026-08-13T15:30:00Z'));
    server = await program.app.openWeb();
    url = await server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('request', (asked) => asked.url().startsWith(url) || complaints.push(`asks ${asked.url()}`));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
  });

  it('has a token made and shown once', async () => {
    await page.goto(`${url}/admin/login?next=/admin/tokens`);
    await page.fill('input[name=name]', 'admin');
    await page.fill('input[name=password]', 'correct horse');
    await page.click('button:has-text("Log in")');
    await page.goto(`${url}/admin/tokens`);
    await page.fill('main input[name=name]', 'nightly report');
    await page.selectOption('select[name=scope]', 'operate');
    await page.click('button:has-text("Make token")');
    token = await page.innerText('.secret');
    expect(token).toMatch(/^bs_[\w-]{51}$/);
    await takePictures(page, 'api-tokens');
  });

  it('is tried on its page with that token, under the policy of every page', async () => {
    await page.goto(`${url}/api`);
    await page.locator('.opblock').first().waitFor();
    await takePictures(page, 'api');
    await page.click('.btn.authorize');
    await page.fill('.modal-ux input', token);
    await page.click('.modal-ux button:has-text("Authorize")');
    await page.click('.modal-ux button:has-text("Close")');
    await page.click('#operations-operators-listSources .opblock-summary-control');
    await page.click('#operations-operators-listSources .try-out__btn');
    await page.click('#operations-operators-listSources .execute');
    const answer = page.locator('#operations-operators-listSources .live-responses-table').first();
    await answer.waitFor();
    expect(await answer.innerText()).toContain('hf-daily');
    await takePictures(page, 'api-tried');
  });

  it('reads again on request, and tells when that is done', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const body = { source: 'hf-daily', date: '2026-08-12' };
    const asked = await page.request.post(`${url}/api/v1/reingests`, { headers, data: body });
    expect(asked.status()).toBe(202);
    const place = url + (asked.headers().location ?? '');
    const look = async () => (await (await page.request.get(place, { headers })).json()) as { state: string };
    await expect.poll(look).toMatchObject({
      state: 'done',
      readings: [{ scan: { outcome: 'ok', askedBy: 'token nightly report' } }],
    });
  });

  it('lists its routes without JavaScript', async () => {
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 375, height: 900 },
    });
    const bare = await plain.newPage();
    await bare.goto(`${url}/api`);
    expect(await bare.locator('.routes tbody tr').count()).toBeGreaterThan(10);
    await plain.close();
  });

  it('asks nothing of any other host and breaks no policy', () => {
    expect(complaints).toEqual([]);
  });
});
