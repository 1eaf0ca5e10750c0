import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutbox } from '../../src/mail/outbox.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb } from './open-web.js';

let web: OpenWeb;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-'));
  const outbox = createOutbox(join(folder, 'outbox'));
  web = await openWeb({ outbox });
  browser = openBrowser(web.server);
  await browser.login();
  expect((await browser.get('/outbox')).body).toContain('No mail has been written yet.');
  await outbox.send({
    messageId: '<one@example.org>',
    from: 'Broadsheet <paper@example.org>',
    to: 'reader@example.org',
    subject: '3 new papers <today> & "more"',
    date: new Date('2026-08-21T05:00:00Z'),
    headers: {},
    html: '<html><head><title>x</title></head><body><script>alert(1)</script><p>Dear reader</p></body></html>',
    text: 'Dear reader',
    paperIds: [],
  });
});
afterAll(async () => {
  await web.close();
  await rm(folder, { recursive: true });
});

async function firstMail(): Promise<string> {
  const { body } = await browser.get('/outbox');
  return /href="(\/outbox\/[^"]+)"/.exec(body)?.[1] ?? '';
}

test('lists the mails, to operators only', async () => {
  const { body } = await browser.get('/outbox');
  expect(body).toContain('3 new papers &lt;today&gt; &amp; &quot;more&quot;');
  expect(body).toContain('reader@example.org');
  expect((await openBrowser(web.server).get('/outbox')).statusCode).toBe(303);
});

test('shows headers, text, and the HTML in a frame that runs nothing', async () => {
  const path = await firstMail();
  const { body } = await browser.get(path);
  expect(body).toContain('<dt>Message-ID</dt>');
  expect(body).toContain('<pre>Dear reader');
  expect(body).toContain(`src="${path}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"`);
  const html = await browser.get(`${path}/html`);
  const policy = String(html.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('sandbox allow-popups');
  expect(policy).not.toContain('script-src');
  expect(policy).not.toContain('allow-scripts');
  expect((await openBrowser(web.server).get(`${path}/html`)).statusCode).toBe(303);
});

test.each(['nothing.eml', '..%2f..%2fetc%2fpasswd'])('finds no mail named %s', async (name) => {
  expect((await browser.get(`/outbox/${name}`)).statusCode).toBe(404);
});
