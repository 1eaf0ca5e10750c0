import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebServer } from '../../src/web/server.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { openProgram, type Program } from '../support/open-program.js';

/** The browser notes a wrong password's 401 as an error of the page, sooner or later. */
const isRefusal = (message: ConsoleMessage) =>
  message.text().includes('401') && message.location().url.includes('/admin/login');

describe('the desk in a browser', () => {
  let program: Program;
  let server: WebServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  const complaints: string[] = [];
  const complain = (message: ConsoleMessage) =>
    complaints.push(`${message.text()} (${message.location().url})`);

  beforeAll(async () => {
    program = await openProgram(new Date('2026-08-13T15:30:00Z'));
    server = await program.app.openWeb();
    url = await server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    context = await browser.newContext();
    page = await context.newPage();
    page.on(
      'request',
      (request) => request.url().startsWith(url) || complaints.push(`asks ${request.url()}`),
    );
    page.on('console', (message) => message.type() === 'error' && !isRefusal(message) && complain(message));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
  });

  it('asks for a password, and turns a wrong one away', async () => {
    await page.goto(`${url}/admin`);
    await takePictures(page, 'login');
    await page.fill('input[name=name]', 'admin');
    await page.fill('input[name=password]', 'wrong horse');
    await page.click('button:has-text("Log in")');
    expect(await page.url()).toContain('/admin/login');
  });

  it('logs in, re-ingests a day and shows what came of it without being reloaded by hand', async () => {
    await page.fill('input[name=name]', 'admin');
    await page.fill('input[name=password]', 'correct horse');
    await page.click('button:has-text("Log in")');
    await page.waitForURL(`${url}/admin`);
    await page.goto(`${url}/admin/sources`);
    await page.fill('input[name=day]', '2026-08-12');
    await page.click('button:has-text("Re-ingest now")');
    const row = page.locator('tr', { hasText: 'What changed' }).first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/ok/);
    await takePictures(page, 'desk');
  });

  it('shows the finished job on the queue board', async () => {
    await page.goto(`${url}/admin/queues/queue/scan-source?status=completed`);
    await page.getByText('scan-source').first().waitFor();
    await page.getByText('2026-08-12').first().waitFor();
    await takePictures(page, 'queues');
  });

  it("shows the day's papers on the front page, with a link to each paper", async () => {
    await page.goto(`${url}/?day=2026-08-12`);
    expect(await page.locator('a[href^="https://arxiv.org/abs/"]').count()).toBeGreaterThan(8);
    await takePictures(page, 'front');
  });

  it('asks nothing of any other host and breaks no policy of its own', () => {
    expect(complaints).toEqual([]);
  });

  it('shows the same front page without JavaScript', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const bare = await plain.newPage();
    await bare.goto(`${url}/?day=2026-08-12`);
    expect(await bare.locator('a[href^="https://arxiv.org/abs/"]').count()).toBeGreaterThan(8);
    await plain.close();
  });
});
