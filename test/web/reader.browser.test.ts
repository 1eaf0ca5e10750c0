import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { WebServer } from '../../src/web/server.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { openProgram, type Program } from '../support/open-program.js';
import { readOutbox } from '../support/read-outbox.js';
import { type OpenSize, sizes } from '../support/sizes.js';

const publicUrl = 'https://paper.example.org';

/** One reader's life, from the front page to the last mail, in a browser and an inbox. */
describe.each(sizes)('a reader, $size', ({ openSize }) => {
  let installation: OpenSize;
  let program: Program;
  let server: WebServer;
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    installation = await openSize();
    const variables = { ...installation.variables, PUBLIC_URL: publicUrl };
    program = await openProgram(new Date('2026-08-13T15:30:00Z'), variables);
    server = await program.app.openWeb();
    url = await server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    page = await browser.newPage();
    const scope = { day: '2026-08-13' };
    const asked = { sourceId: 'hf-daily', scope, force: false, askedBy: 'test' };
    await (await program.app.queue.enqueue(scanSource.with(asked))).ended();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await program?.close();
    await installation?.close();
  });

  const inbox = async () =>
    Promise.all(
      (await readOutbox(join(program.app.config.environment.DATA_DIR, 'outbox')).catch(() => [])).map((raw) =>
        PostalMime.parse(raw),
      ),
    );
  /** Waits for a mail whose subject says so. */
  const mailThat = (says: RegExp) =>
    vi.waitFor(
      async () => {
        const mail = (await inbox()).find(({ subject }) => says.test(subject ?? ''));
        expect(mail?.subject).toMatch(says);
        return mail;
      },
      { timeout: 20_000, interval: 200 },
    );
  /** The first link of a kind in a mail, on the server of the test. */
  const linkIn = (mail: Awaited<ReturnType<typeof mailThat>>, kind: string) => {
    const [link = ''] = new RegExp(`${publicUrl}/${kind}/[\\w-]+`).exec(mail?.text ?? '') ?? [];
    return link.replace(publicUrl, url);
  };
  const reader = () => program.app.deps.store.subscriberByEmail('ada@example.org');

  it('subscribes, and finds a letter that asks to confirm', async () => {
    await page.goto(`${url}/`);
    await page.click('nav >> text=Subscribe');
    await takePictures(page, 'subscribe');
    await page.fill('input[name=email]', 'Ada@Example.org');
    await page.click('button:has-text("Subscribe")');
    await page.getByText('Look into your inbox').waitFor();
    const letter = await mailThat(/confirm/i);
    await page.goto(linkIn(letter, 'confirm'));
    expect((await reader())?.state).toBe('pending');
    await page.click('button:has-text("Yes, send it to me")');
    await page.getByText('You are subscribed').waitFor();
    expect((await reader())?.state).toBe('active');
  });

  it('chooses two topics and an author, and sees what they bring before anything is sent', async () => {
    await page.click('text=Choose what you get');
    await page.check('input[name="topic.nlp-llm"][value=follow]');
    await page.check('input[name="topic.computer-vision"][value=follow]');
    await page.fill('input[name=find]', 'https://www.catalyzex.com/author/Ada%20Example');
    await page.click('button:has-text("Look up")');
    await page.getByText('Ada Example').waitFor();
    await page.click('button:has-text("Save")');
    await page.getByText('Saved.').waitFor();
    await takePictures(page, 'preferences');
    const saved = await reader();
    expect(saved?.topics.sort()).toEqual(['computer-vision', 'nlp-llm']);
    expect(saved?.authors).toHaveLength(1);
  });

  it('gets a digest of these topics, readable in light and dark', async () => {
    const { queue, deps } = program.app;
    await (await queue.enqueue(freezeEdition.with({ cadence: 'daily', date: '2026-08-13' }))).ended();
    const edition = await deps.store.editionOf('daily', '2026-08-13');
    await deps.store.makeDue(edition?.id ?? '', deps.clock.now());
    await (await queue.enqueue(deliverBatch.with({ editionId: edition?.id ?? '', lane: 1 }))).ended();
    const digest = await mailThat(/13 Aug/);
    expect(digest?.text).toMatch(/topic: (Language models|Computer vision)/);
    // A page of its own: the site's policy allows no styles within a page.
    const mailWindow = await browser.newPage();
    await mailWindow.setContent(digest?.html ?? '');
    await takePictures(mailWindow, 'reader-digest');
  });

  it('leaves by one POST to the address in the header, and gets nothing more', async () => {
    const digest = await mailThat(/13 Aug/);
    const header = digest?.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
    const address = /<(https:[^>]+)>/.exec(header)?.[1]?.replace(publicUrl, url) ?? '';
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(answer.status).toBe(200);
    const before = (await inbox()).length;
    program.clock.turnTo(new Date('2026-08-14T15:30:00Z'));
    const { queue, deps } = program.app;
    await (await queue.enqueue(freezeEdition.with({ cadence: 'daily', date: '2026-08-14' }))).ended();
    const edition = await deps.store.editionOf('daily', '2026-08-14');
    expect(await deps.store.skipReasons(edition?.id ?? '')).toEqual([{ reason: 'has left', count: 1 }]);
    expect((await inbox()).length).toBe(before);
  });
});
