import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser } from './browse.js';
import { now, type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;
let browser: Browser;
beforeAll(async () => {
  web = await openWeb();
  browser = openBrowser(web.server);
  await browser.login();
});
afterAll(() => web.close());

const idle = (day: string, over: object) =>
  web.store.saveIdleScan({
    sourceId: 'hf-daily',
    scope: { day },
    ...{ startedAt: now, finishedAt: now, askedBy: 'schedule', outcome: 'unchanged' as const },
    ...over,
  });

const desk = async () => (await browser.get('/admin')).body + (await browser.get('/admin/sources')).body;

const count = (body: string, words: string) => body.split(words).length - 1;

test('the desk shows what looked odd about a list, with the scan and with its source', async () => {
  await idle('2026-08-20', { warning: 'possibly stale: <b>nothing</b> has changed' });
  const body = await desk();
  expect(count(body, 'possibly stale: &lt;b&gt;nothing&lt;/b&gt; has changed')).toBe(2);
  expect(count(body, '<span class="mark warn">warning</span>')).toBe(2);
});

test('the desk shows a busy site as one that rests, not as one that fails', async () => {
  await idle('2026-08-20', { outcome: 'resting', reason: 'huggingface.co asks for fewer requests (429)' });
  const body = await desk();
  expect(count(body, '<span class="mark quiet">resting</span>')).toBe(2);
  expect(body).not.toContain('failing</span>');
});
