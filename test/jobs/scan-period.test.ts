import { afterAll, beforeAll, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import { asJson, dailyPaper } from '../support/daily-papers.js';
import { page, redirect, status } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-20T12:00:00Z');
});
afterAll(() => stage.close());

const scan = (scope: Record<string, string>) =>
  runJob(scanSource, { sourceId: 'hf-daily', scope, askedBy: 'test' }, stage.deps);

function showPage(path: string, periodType: string, dateString: string) {
  const props = JSON.stringify({ dailyPapers: [dailyPaper(9, '2026-08-19')], periodType, dateString });
  const html = `<title>Daily Papers</title><div data-target="DailyPapers" data-props="${props.replaceAll('"', '&quot;')}"></div>`;
  stage.site.on(path, page(html));
}

it('keeps the papers of a week under their own days, and takes only young ones for news', async () => {
  const items = [dailyPaper(1, '2026-08-10'), dailyPaper(2, '2026-08-19')];
  stage.site.on('/api/daily_papers?week=2026-W34&limit=100', asJson(items));
  expect(await scan({ week: '2026-W34' })).toMatchObject({ outcome: 'ok', papers: 2, fresh: 2 });
  const now = stage.clock.now();
  const news = await stage.store.newsFor('daily', now);
  expect(news.map(({ paper, featuredOn }) => [paper.ids.arxiv, featuredOn])).toEqual([
    ['2608.00002', '2026-08-19'],
  ]);
  expect(await stage.store.papersOfDay('2026-08-10', now)).toHaveLength(1);
});

it.each([
  ['week', '2026-W33', 'week', '2026-W34'],
  ['month', '2026-07', 'month', '2026-08'],
  ['week', '2026-W31', 'day', '2026-08-19'],
])('refuses, for the %s %s, the page of the %s %s', async (name, asked, periodType, dateString) => {
  stage.site.on(`/api/daily_papers?${name}=${asked}&limit=100`, status(400));
  stage.site.on(`/papers/${name}/${asked}`, redirect('/papers/elsewhere'));
  showPage('/papers/elsewhere', periodType, dateString);
  await expect(scan({ [name]: asked })).rejects.toThrow(`the page is of ${dateString}, not of ${asked}`);
});

it('takes the page of the week that was asked for', async () => {
  stage.site.on('/api/daily_papers?week=2026-W32&limit=100', status(500));
  showPage('/papers/week/2026-W32', 'week', '2026-W32');
  expect(await scan({ week: '2026-W32' })).toMatchObject({ outcome: 'ok', papers: 1 });
});
