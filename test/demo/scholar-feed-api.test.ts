import { expect, test } from 'vitest';
import { z } from 'zod';
import { openSiteAt } from './sample-site.js';

const nakada = '/api/v1/public/authors/118365';

const Paper = z.looseObject({ rank_score: z.number() });
const Profile = z.looseObject({ total_citations: z.number(), top_papers: z.array(Paper) });
const Papers = z.object({ papers: z.array(Paper), total: z.number() });

async function ask<T>(url: string, shape: z.ZodType<T>): Promise<T> {
  const response = await fetch(url);
  return shape.parse(await response.json());
}

test('shows a researcher whose figures and papers change during the week', async () => {
  const site = await openSiteAt('2026-08-10T12:00:00Z');
  const before = await ask(site.url + nakada, Profile);
  expect(before).toMatchObject({ id: 118365, name: 'Ryumei Nakada', h_index: 8, total_papers: 11 });
  expect(before.top_papers.length).toBe(10);
  site.turnTo('2026-08-13T12:00:00Z');
  const after = await ask(site.url + nakada, Profile);
  expect(after.total_papers).toBe(12);
  expect(after.total_citations).toBeGreaterThan(before.total_citations);
});

test('pages the papers of a researcher by rank, with the fields of the real API', async () => {
  const site = await openSiteAt('2026-08-13T12:00:00Z');
  const first = await ask(`${site.url}${nakada}/papers?limit=8&page=1`, Papers);
  const second = await ask(`${site.url}${nakada}/papers?limit=8&page=2`, Papers);
  expect([first.papers.length, second.papers.length, first.total]).toEqual([8, 4, 12]);
  const ranks = [...first.papers, ...second.papers].map((paper) => paper.rank_score);
  expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
  const observed =
    'arxiv_id authors categories citation_count has_code impact_pct llm_novelty_score llm_summary';
  expect(Object.keys(first.papers[0] ?? {})).toEqual(expect.arrayContaining(observed.split(' ')));
});

test('knows nobody else, and counts requests down', async () => {
  const site = await openSiteAt('2026-08-13T12:00:00Z');
  expect((await fetch(`${site.url}/api/v1/public/authors/1`)).status).toBe(404);
  const { headers } = await fetch(site.url + nakada);
  expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['60', '58']);
});
