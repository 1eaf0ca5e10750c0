import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/access/passwords.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { WebServer } from '../../src/web/server.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { openProgram, type Program } from '../support/open-program.js';
import { type OpenSize, sizes } from '../support/sizes.js';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.each(sizes)('the operators’ pages in a browser, $size', { timeout: 120_000 }, ({ openSize }) => {
  let installation: OpenSize;
  let program: Program;
  let server: WebServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  const complaints: string[] = [];

  const logIn = async (on: Page, name: string) => {
    await on.goto(`${url}/admin/login`);
    await on.fill('input[name=name]', name);
    await on.fill('input[name=password]', 'correct horse');
    await on.keyboard.press('Enter');
    await on.waitForURL(`${url}/admin`);
  };
  const open = async (options = {}) => {
    const opened = await browser.newContext(options);
    const tab = await opened.newPage();
    tab.on('request', (one) => one.url().startsWith(url) || complaints.push(`asks ${one.url()}`));
    tab.on('console', (one) => one.type() === 'error' && complaints.push(one.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    return { context: opened, page: tab };
  };

  beforeAll(async () => {
    installation = await openSize();
    program = await openProgram(new Date('2026-08-13T15:30:00Z'), installation.variables);
    const { store } = program.app.deps;
    server = await program.app.openWeb();
    await store.addOperator({
      ...{ name: 'viewer', role: 'viewer' },
      passwordHash: await hashPassword('correct horse'),
    });
    await store.addSubscriber({ email: 'ada@example.org', state: 'active', topics: ['robotics'] });
    await store.addSubscriber({ email: 'charles@example.org', state: 'active' });
    url = await server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    ({ context, page } = await open());
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
    await installation.close();
  });

  it('has a source read again, shows how that goes by itself, and what changed', async () => {
    await logIn(page, 'admin');
    await page.click('nav >> text=Sources');
    await page.click('th a:has-text("hf-daily")');
    await page.fill('input[name=day]', '2026-08-11');
    await page.fill('input[name=until]', '2026-08-12');
    await page.click('button:has-text("Re-ingest now")');
    await page.getByText('2 days read').waitFor();
    await page.getByText('Live, as of').waitFor();
    await takePictures(page, 'operators-source');
    await page.click('a:has-text("What changed")');
    await page.locator('td .mark', { hasText: 'new' }).first().waitFor();
    await takePictures(page, 'operators-scan');
  });

  it('does the same by keyboard alone', async () => {
    await page.goto(`${url}/admin/sources/hf-daily`);
    const isAt = (selector: string) =>
      page.evaluate<boolean>(`document.activeElement?.matches('${selector}') ?? false`);
    await page.focus('.skip');
    await page.keyboard.press('Enter');
    for (let at = 0; at < 40 && !(await isAt('input[name=day]')); at += 1) await page.keyboard.press('Tab');
    expect(await isAt('input[name=day]')).toBe(true);
    await page.keyboard.type('08102026');
    await page.keyboard.press('Enter');
    await page.locator('#asked', { hasText: '2026-08-10' }).getByText('What changed').waitFor();
  });

  it('shows on the overview what happens elsewhere, without being loaded again', async () => {
    await page.goto(`${url}/admin`);
    await page.getByText('Live, as of').waitFor();
    expect(await page.getByText('No edition has been frozen yet.').count()).toBe(1);
    await program.app.queue.enqueue(freezeEdition.with({ cadence: 'daily', date: '2026-08-13' }));
    await page.getByRole('link', { name: 'Deliveries of the daily edition of 2026-08-13' }).waitFor();
    await takePictures(page, 'operators-overview');
  });

  it('runs a failed job again from the board', async () => {
    const call = scanSource.with({
      sourceId: 'nowhere',
      scope: { day: '2026-08-12' },
      force: false,
      askedBy: 'test',
    });
    const { id, ended } = await program.app.queue.enqueue(call);
    await expect(ended()).rejects.toThrow('nowhere');
    await page.goto(`${url}/admin/queues/queue/scan-source?status=failed`);
    await page.getByText('nowhere').first().waitFor();
    await takePictures(page, 'operators-queues');
    await page.getByRole('button', { name: 'Retry all' }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    const board = program.app.queue as unknown as {
      boards: { name: string; getJob(id: string): Promise<{ attemptsStarted: number } | undefined> }[];
    };
    const queue = board.boards.find(({ name }) => name === 'scan-source');
    await expect.poll(async () => (await queue?.getJob(id))?.attemptsStarted).toBe(2);
    await page.goto(`${url}/admin/audit?action=queues`);
    await page.getByRole('cell', { name: 'queues' }).first().waitFor();
    await takePictures(page, 'operators-audit');
  });

  it('finds a reader without their address in the address of the page, and asks before it suppresses', async () => {
    await page.goto(`${url}/admin/readers`);
    await page.fill('input[name=address]', 'ADA@');
    await page.click('button:has-text("Find")');
    await page.click('th a:has-text("ada@example.org")');
    await page.getByText('What the latest edition gives them').waitFor();
    expect(page.url()).not.toContain('ada');
    await page.click('summary:has-text("Suppress this reader")');
    await page.fill('input[name=why]', 'asked for it on the phone');
    await takePictures(page, 'operators-reader');
    await page.click('form button:has-text("Suppress this reader")');
    await page.getByText('suppressed: operator').waitFor();
    await page.getByText('asked for it on the phone').waitFor();
  });

  it('lets a viewer look and do nothing', async () => {
    const viewer = await open();
    await logIn(viewer.page, 'viewer');
    for (const place of ['', '/sources', '/sources/hf-daily', '/editions', '/readers', '/audit']) {
      await viewer.page.goto(`${url}/admin${place}`);
      const buttons = await viewer.page.locator('main form[method=post]').count();
      expect([place, buttons]).toEqual([place, 0]);
      expect(await viewer.page.content()).not.toContain('@example.org');
    }
    await viewer.page.goto(`${url}/admin/queues/queue/scan-source?status=failed`);
    await viewer.page.getByText('nowhere').first().waitFor();
    expect(await viewer.page.getByRole('button', { name: 'Retry all' }).count()).toBe(0);
    await viewer.context.close();
  });

  it('has no page with a serious finding, or wider than the window', async () => {
    const axe = await readFile(axeFile, 'utf8');
    const reader = (await program.app.deps.store.subscribers())[0]?.id;
    const places = [
      '',
      '/sources',
      '/sources/hf-daily',
      '/editions',
      '/readers',
      `/readers/${reader}`,
      '/audit',
    ];
    const findings: string[] = [];
    for (const place of places) {
      await page.goto(`${url}/admin${place}`);
      await page.evaluate(axe);
      for (const width of [375, 1280]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          const { violations } = await page.evaluate<AxeResults>('axe.run()');
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          const told = serious.map(
            ({ id, nodes }) => `${place} ${width} ${colorScheme}: ${id} ${nodes[0]?.html}`,
          );
          const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
          findings.push(...told, ...(isWide ? [`${place} ${width}: wider than the window`] : []));
        }
      }
    }
    expect(findings).toEqual([]);
  });

  it('is complete without JavaScript, and says as of when', async () => {
    const plain = await open({ javaScriptEnabled: false });
    await logIn(plain.page, 'admin');
    expect(await plain.page.innerText('main')).toMatch(/As of \d\d:\d\d:\d\d/);
    await plain.page.getByRole('link', { name: 'Deliveries of the daily edition of 2026-08-13' }).waitFor();
    await plain.page.goto(`${url}/admin/sources/hf-daily`);
    await plain.page.click('summary:has-text("Pause it")');
    await plain.page.click('button:has-text("Pause this source")');
    await plain.page.getByText(/by admin since/).waitFor();
    await plain.page.click('button:has-text("Resume")');
    await plain.page.getByText('Pause it').waitFor();
    await plain.context.close();
  });

  it('tells an open page that its session is over', async () => {
    await page.goto(`${url}/admin`);
    await page.getByText('Live, as of').waitFor();
    await context.clearCookies();
    await page.goto(`${url}/admin/sources`);
    expect(page.url()).toContain('/admin/login');
  });

  it('asks nothing of any other host and breaks no policy of its own', () => {
    expect(complaints).toEqual([]);
  });
});
