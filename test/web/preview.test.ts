import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PREVIEWS } from '../../src/jobs/preview-mail.js';
import { writtenRows } from '../store/stage.js';
import { type Browser, openBrowser } from './browse.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;
let browser: Browser;
beforeAll(async () => {
  web = await openWeb();
  browser = openBrowser(web.server);
  await browser.login({ name: 'viewer' });
  await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', [
    { title: 'Folding <paper> cranes', upvotes: 9 },
  ]);
  await web.store.addSubscriber({
    email: 'ada@example.org',
    state: 'active',
    topics: ['robotics'],
    quietDay: 'nothing',
  });
});
afterAll(() => web.close());

const TABLES = ['subscribers', 'tokens', 'letters', 'editions', 'deliveries', 'audit'];
const frameOf = (body: string) =>
  /<iframe[^>]* src="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';

describe('/admin/preview', () => {
  it.each(PREVIEWS)(
    'shows %s to viewers, in a frame that runs nothing, with text, headers and size',
    async (kind) => {
      const { statusCode, body } = await browser.get(`/admin/preview?kind=${kind}&date=2026-08-21&width=375`);
      expect(statusCode).toBe(200);
      expect(body).toMatch(/HTML [\d,]+ bytes of at most 92,160, text [\d,]+ bytes/);
      expect(body).toContain('<dt>Auto-Submitted</dt>');
      expect(body).toContain('tabindex="0">BROADSHEET');
      expect(body).toContain('class="at-375"');
      expect(body).toContain('@media (prefers-color-scheme)');
      const html = await browser.get(frameOf(body));
      expect(html.body).toMatch(/<base target="_blank">.*Broadsheet/s);
      expect(String(html.headers['content-security-policy'])).toMatch(
        /default-src 'none'.*sandbox allow-popups/,
      );
    },
  );

  it('drafts an edition that is not frozen, for a made-up reader or a known one', async () => {
    const made = (await browser.get('/admin/preview?kind=daily&date=2026-08-21')).body;
    expect(made).toContain('That edition is not frozen');
    expect(made).toContain('Folding &lt;paper&gt; cranes');
    const known = (await browser.get('/admin/preview?kind=daily&date=2026-08-21&reader=ada%40example.org'))
      .body;
    expect(known).toContain('This reader gets no mail: nothing new for these choices.');
    const picked = (await browser.get('/admin/preview?kind=daily&topics=robotics&topics=nlp-llm')).body;
    expect(picked).toMatch(/value="robotics" checked/);
    expect(picked).toContain('Nothing new for you today.');
  });

  it('says when there is no such reader, and takes odd values for none', async () => {
    expect((await browser.get('/admin/preview?reader=nobody%40example.org')).body).toContain(
      'no reader with that address',
    );
    const odd = await browser.get(
      '/admin/preview?kind=x&date=tomorrow&papers=-1&width=9&topics=%00&reader=%00a',
    );
    expect(odd.statusCode).toBe(200);
    expect((await browser.get('/admin/preview/html?reader=nobody%40example.org')).statusCode).toBe(404);
  });

  it('changes nothing, and holds no link with which a reader could be changed', async () => {
    const stage = { store: web.store, database: { query: web.query } } as never;
    const before = await writtenRows(stage, TABLES);
    const reader = await web.store.subscriberByEmail('ada@example.org');
    for (const kind of PREVIEWS) {
      const { body } = await browser.get(`/admin/preview/html?kind=${kind}&reader=ada%40example.org`);
      for (const [, token = ''] of body.matchAll(/\/(?:unsubscribe|preferences)\/([\w-]+)/g))
        expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain(reader?.id);
    }
    expect(await writtenRows(stage, TABLES)).toEqual(before);
  });

  it('is for operators only', async () => {
    const stranger = openBrowser(web.server);
    expect((await stranger.get('/admin/preview')).statusCode).toBe(303);
    expect((await stranger.get('/admin/preview/html')).statusCode).toBe(303);
  });
});
