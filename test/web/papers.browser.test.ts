import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

const TITLE = 'Soft grippers that learn to hold $S^{2}$ with \\emph{few} trials';

/** The page of a paper and of a person, as a browser shows them: on a desk and on a phone, in light and dark. */
describe('in a browser', () => {
  let web: OpenWeb;
  let browser: Browser;
  let page: Page;
  let url: string;
  let ids: { paper: string; author: string };
  const complaints: string[] = [];

  beforeAll(async () => {
    web = await openWeb();
    ids = await seed(web);
    url = await web.server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    page = await (await browser.newContext({ bypassCSP: false })).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const findings = async () => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      '(() => axe.run())()',
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  /** Nothing of the page is wider than the screen. */
  const overflow = () =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  const shows = async (address: string, name: string) => {
    complaints.length = 0;
    await page.goto(`${url}${address}`);
    await takePictures(page, name);
    for (const width of [1280, 375]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await findings(), `${width} ${colorScheme}`).toEqual([]);
        expect(await overflow(), `${width}`).toBeLessThanOrEqual(0);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(complaints).toEqual([]);
  };

  it('a paper is readable on every screen, and complains of nothing', () =>
    shows(`/papers/${ids.paper}`, 'paper'));

  it('a person is readable on every screen, and complains of nothing', () =>
    shows(`/authors/${ids.author}`, 'author'));

  it('the front page leads to a paper, which leads to its author and to what a chart says in figures', async () => {
    complaints.length = 0;
    await page.goto(`${url}/?day=2026-08-20`);
    await takePictures(page, 'front');
    await page.getByRole('link', { name: /^Soft grippers/ }).click();
    expect(new URL(page.url()).pathname).toBe(`/papers/${ids.paper}`);
    await page.getByText('As a table').first().click();
    expect(await page.getByRole('row').nth(1).innerText()).toMatch(/21 Aug 2026 06:00\s+128/);
    expect(complaints).toEqual([]);
    await page.getByRole('link', { name: 'Ada Lovelace' }).first().click();
    expect(new URL(page.url()).pathname).toBe(`/authors/${ids.author}`);
    await page.getByRole('link', { name: 'Follow by mail' }).click();
    expect(await page.getByLabel('Ada Lovelace').isChecked()).toBe(true);
  });

  it('the entry to cite by is copied by a button', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${url}/papers/${ids.paper}`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('@misc{lovelace2026soft,');
  });

  it('all of it is there without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${url}/papers/${ids.paper}`);
    expect(await plain.getByRole('img', { name: /^Votes, from/ }).isVisible()).toBe(true);
    await plain.getByText('As a table').first().click();
    expect(await plain.getByRole('table').first().isVisible()).toBe(true);
    expect(await plain.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    await context.close();
  });
});

async function seed(web: OpenWeb): Promise<{ paper: string; author: string }> {
  const paper = {
    ids: { arxiv: '2608.10001', doi: '10.1000/182' },
    title: TITLE,
    authors: ['Ada Lovelace', 'Mary Somerville', 'Émilie du Châtelet', 'Sophie Germain', 'Wang Zhenyi'],
    abstract:
      'Grippers made of soft parts hold what rigid ones drop, but they are hard to steer, since nobody can write down how they bend. We let a gripper learn from its own failed trials on $\\mathbb{R}^3$, with no model of its parts. After forty trials it holds nine in ten of the things it has never seen, among them eggs, cloth and a glass of water.',
    url: 'https://huggingface.co/papers/2608.10001',
    ...{
      codeUrl: 'https://github.com/example/soft',
      projectUrl: 'https://soft.example.org/',
      publishedAt: '2026-08-18',
    },
    ...{ institutions: ['Analytical Society', 'Royal Institution'], categories: ['cs.RO'] },
  };
  const counts: [string, number, number, number][] = [
    ['2026-08-18T06:00:00Z', 3, 0, 40],
    ['2026-08-18T18:00:00Z', 21, 1, 64],
    ['2026-08-19T06:00:00Z', 48, 4, 210],
    ['2026-08-19T18:00:00Z', 66, 4, 520],
    ['2026-08-20T06:00:00Z', 94, 9, 900],
    ['2026-08-21T06:00:00Z', 128, 12, 1240],
  ];
  const others = [
    'Grippers from soft parts, held in the hand',
    'How soft a gripper may be',
    'Reading old tide tables',
  ];
  const topics = { [TITLE]: 'robotics', [others[0] ?? '']: 'robotics' };
  for (const [at, upvotes, comments, stars] of counts) {
    const rest = others.map((title, index) => ({
      title,
      ids: { arxiv: `2608.2000${index}` },
      upvotes: 5 + index,
    }));
    await seedDay(web.store, '2026-08-20', at, [{ ...paper, upvotes, comments, stars }, ...rest], topics);
  }
  const author = await web.store.followProfile({
    sourceId: 'scholarfeed',
    key: '118365',
    name: 'Ada Lovelace',
  });
  await web.query(
    `INSERT INTO profiles (source_id, source_key, author_id, name, field, orcid)
     VALUES ('catalyzex', 'Ada Lovelace', $1, 'A. A. Lovelace', 'Robotics', '0000-0001-2345-6789')`,
    [author.id],
  );
  await web.query(
    `INSERT INTO profile_samples (source_id, source_key, sampled_at, h_index, citations, papers, novelty, ai_score)
     SELECT source, key, timestamptz '2026-05-01Z' + n * interval '12 days', 8 + n / 3, 1200 + n * n * 9, 30 + n, 0.4 + n * 0.005, 0.6 - n * 0.004
     FROM generate_series(0, 8) n, (VALUES ('scholarfeed', '118365')) AS s(source, key)`,
  );
  await web.query(
    `INSERT INTO profile_samples (source_id, source_key, sampled_at, h_index, citations)
     SELECT 'catalyzex', 'Ada Lovelace', timestamptz '2026-06-01Z' + n * interval '20 days', 7 + n, 1100 + n * 90 FROM generate_series(0, 3) n`,
  );
  await web.query(
    `INSERT INTO scans (source_id, scope, started_at, finished_at, asked_by, outcome, counts)
     VALUES ('scholarfeed', '{"profile":"118365"}', '2026-08-20Z', '2026-08-20 05:40Z', 'test', 'ok', '{}')`,
  );
  await web.query(
    `INSERT INTO authorships (paper_id, author_id, name) SELECT id, $1, 'Ada Lovelace' FROM papers`,
    [author.id],
  );
  const [row] = await web.query<{ id: string }>('SELECT id FROM papers WHERE title = $1', [TITLE]);
  return { paper: row?.id ?? '', author: author.id };
}
