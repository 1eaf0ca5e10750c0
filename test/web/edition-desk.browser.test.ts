import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../src/access/passwords.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import type { WebServer } from '../../src/web/server.js';
import { runJob } from '../jobs/stage.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { openProgram, type Program } from '../support/open-program.js';

const NOW = new Date('2026-08-13T15:30:00Z');

describe('the desk of an edition in a browser', { timeout: 120_000 }, () => {
  let program: Program;
  let server: WebServer;
  let browser: Browser;
  let page: Page;
  let url: string;
  let editionId: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    program = await openProgram(NOW);
    const { deps } = program.app;
    server = await program.app.openWeb();
    const passwordHash = await hashPassword('correct horse');
    await deps.store.addOperator({ name: 'ops', role: 'operator', passwordHash });
    for (let at = 0; at < 12; at += 1)
      await deps.store.addSubscriber({ email: `reader${at}@example.org`, state: 'active', hour: 6 });
    const frozen = await runJob(freezeEdition, { cadence: 'daily', date: '2026-08-13' }, deps);
    editionId = frozen.edition;
    await deps.store.pauseEdition(editionId);
    await deps.store.makeDue(editionId, NOW);
    await deps.store.resumeEdition(editionId);
    url = await server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('request', (one) => one.url().startsWith(url) || complaints.push(`asks ${one.url()}`));
    page.on('console', (one) => one.type() === 'error' && complaints.push(one.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${url}/admin/login`);
    await page.fill('input[name=name]', 'ops');
    await page.fill('input[name=password]', 'correct horse');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/admin`);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
  });

  /** Sends some, of which the mail server refuses one, puts one off and says nothing of one. */
  const sendSome = async () => {
    const { store } = program.app.deps;
    const request = { editionId, owner: 'one', limit: 7, leaseSeconds: 60, now: NOW };
    const leased = await store.leaseDeliveries(request);
    const rows = leased.map(({ subscriber }) => ({ subscriberId: subscriber.id, paperIds: [] }));
    const [gone = '', busy = '', lost = '', ...others] = await store.markSending(editionId, 'one', rows);
    const refused = { outcome: 'refused', reason: '550 5.1.1 no such user', code: 550 } as const;
    const late = { outcome: 'deferred', reason: '451 4.2.0 try later', code: 451 } as const;
    await store.recordReceipts(
      editionId,
      [
        { subscriberId: gone, receipt: refused, refusal: { kind: 'hard', about: 'address' } },
        { subscriberId: busy, receipt: late, refusal: { kind: 'soft', about: 'mailbox' } },
        { subscriberId: lost, receipt: { outcome: 'unknown', reason: 'it broke' } },
        ...others.map((subscriberId) => ({
          subscriberId,
          receipt: { outcome: 'sent', response: '250 ok' } as const,
        })),
      ],
      NOW,
    );
  };
  const text = () => page.locator('[data-part=progress]').innerText();

  it('tells how far it has come while it is sent, without being loaded again', async () => {
    await page.goto(`${url}/admin/editions/${editionId}`);
    expect(await text()).toContain('0 of 12 done.');
    await page.evaluate(`document.title = 'the same page'`);
    await sendSome();
    await page.getByText('6 of 12 done.').waitFor();
    expect(await text()).toMatch(/a (second|minute), about .* left\./);
    expect(await page.locator('progress').getAttribute('value')).toBe('6');
    expect(await page.title()).toBe('the same page');
  });

  it('pauses from there, and lists what went wrong with its class', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused').first().waitFor();
    expect(await page.locator('main').innerText()).toContain('address unknown: 550 5.1.1 no such user');
    await takePictures(page, 'edition-desk');
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    expect(complaints).toEqual([]);
  });
});
