import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { openBrowser, takePictures } from '../support/open-browser.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** The pages that everybody may look at, in a browser: searching, browsing by topic and by edition. */
describe('pages for readers', () => {
  let web: OpenWeb;
  let browser: Browser;
  let page: Page;
  let url: string;
  const troubles: string[] = [];
  const strangers: string[] = [];

  beforeAll(async () => {
    web = await openWeb();
    await seed(web);
    url = await web.server.listen('127.0.0.1', 0);
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => request.url().startsWith(url) || strangers.push(request.url()));
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const shown = {
    front: '/',
    week: '/?period=week',
    beyond: '/?page=999',
    papers: '/papers',
    found: '/papers?q=robots+or+models',
    mended: '/papers?q=grippers+lovelase',
    nothing: '/papers?q=zzzzqqqq&topic=robotics',
    topics: '/topics',
    topic: '/topics/robotics',
    editions: '/editions',
    edition: '/editions/2026-08-20',
  };

  it.each(Object.entries(shown))(
    'shows %s without a serious finding, in light and dark, on a desk and on a phone',
    async (name, path) => {
      await page.goto(url + path);
      await takePictures(page, `readers-${name}`);
      for (const width of [1280, 375])
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          expect(await findSerious(page), `${name} ${width} ${colorScheme}`).toEqual([]);
          const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
          expect(await page.evaluate(excess), `${name} ${width}`).toBe(0);
        }
      expect(troubles).toEqual([]);
      expect(strangers).toEqual([]);
    },
  );

  it('is searched and read by keyboard alone, without JavaScript', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(`${url}/`);
    await plain.getByRole('searchbox').focus();
    await plain.keyboard.type('the');
    await plain.keyboard.press('Enter');
    await plain.waitForURL(/\/papers\?q=the/);
    await plain.selectOption('select[name=topic]', 'robotics');
    await plain.getByRole('button', { name: 'Search' }).focus();
    await plain.keyboard.press('Enter');
    await plain.waitForURL(/topic=robotics/);
    expect(await plain.locator('select[name=topic]').inputValue()).toBe('robotics');
    await plain.getByRole('link', { name: 'Topics', exact: true }).press('Enter');
    await plain.getByRole('link', { name: 'Robotics', exact: true }).first().press('Enter');
    await plain.getByText('As a table').click();
    expect(await plain.locator('figure.chart table').isVisible()).toBe(true);
    await plain.getByRole('link', { name: 'Get it by mail' }).press('Enter');
    expect(await plain.getByLabel('Robotics').isChecked()).toBe(true);
    await plain.getByRole('link', { name: 'Editions', exact: true }).press('Enter');
    await plain.getByRole('link', { name: /Thursday 20 August/ }).press('Enter');
    await plain.locator('a[rel=prev]').press('Enter');
    await plain.waitForURL(/\/editions\/2026-08-19/);
    await plain.close();
  });
});

const SUBJECTS = [
  ['Grippers that feel', 'robotics'],
  ['World models for walking robots: what they foresee, and what they only seem to', 'robotics'],
  ['Long contexts in small language models', 'nlp-llm'],
  ['Depth from a single picture of water', 'computer-vision'],
  ['Bounds on what can be learnt from noise', 'learning-theory'],
] as const;

/** Some weeks of papers, with votes that rise, and editions of the last days. */
async function seed({ store, config }: OpenWeb): Promise<void> {
  const days = ['2026-07-08', '2026-07-21', '2026-08-04', '2026-08-18', '2026-08-19', '2026-08-20'];
  for (const [nth, day] of days.entries()) {
    const papers = SUBJECTS.map(([subject], at) => ({
      ids: { arxiv: `2608.${10_000 + nth * 100 + at}` },
      title: nth === 5 ? subject : `${subject}, part ${nth + 1}`,
      authors: ['Ada Lovelace', 'Mary Somerville', 'Émilie du Châtelet', 'Kurt Gödel', 'An Do'],
      abstract:
        'We show how robots and models of language take care of each other. What follows from it is told at length.',
      summary: 'It says in one sentence what was done, and in a second one how well that went.',
      upvotes: 12 * (5 - at),
      comments: at,
      ...(at % 2 === 0 && { codeUrl: `https://github.com/example/${at}`, stars: 900 + 700 * at }),
    }));
    const topics = Object.fromEntries(papers.map(({ title }, at) => [title, SUBJECTS[at]?.[1] ?? '']));
    await seedDay(store, day, `${day}T06:00:00Z`, papers, topics);
    const risen = papers.map((paper) => ({ ...paper, upvotes: paper.upvotes * 2 }));
    await seedDay(store, day, `${day}T18:00:00Z`, risen, topics);
    const frozenAt = new Date(`${day}T20:00:00Z`);
    const shown = rankPapers(
      await store.newsFor('daily', frozenAt),
      config.trending,
      frozenAt,
      config.topics,
    );
    await store.freezeEdition({ cadence: 'daily', date: day, frozenAt, missing: [], papers: shown });
  }
}

/** What axe calls serious or critical. The script is run from outside the page, whose policy allows none but its own. */
async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as Finding[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    );
}
