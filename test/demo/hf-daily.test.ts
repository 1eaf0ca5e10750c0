import { expect, test } from 'vitest';
import hfDaily from '../../src/sources/hf-daily.js';
import { openSiteAt } from './sample-site.js';

async function readDay(baseUrl: string, day: string, way: 'api' | 'page') {
  const [alternatives] = hfDaily.requests({ day }, { baseUrl, hosts: {} });
  const address = alternatives?.[way === 'api' ? 0 : 1]?.url ?? '';
  const response = await fetch(address);
  const body = await response.text();
  const answered = { requestUrl: address, url: response.url, status: response.status, body };
  const page = { ...answered, unchanged: false, validators: {}, fetchedAt: new Date() };
  return hfDaily.parse(page, { day });
}

test.each(['api', 'page'] as const)('reads every day of the sample week from its %s', async (way) => {
  const site = await openSiteAt('2026-08-17T12:00:00Z');
  expect(site.listDays.length).toBe(6);
  for (const day of site.listDays) {
    const { covers, sightings, unreadable } = await readDay(site.url, day, way);
    expect([day, covers?.date, sightings.length, unreadable]).toEqual([day, day, site.papersOn(day), []]);
  }
});

test('leaves out a hidden author and counts what the page gives', async () => {
  const site = await openSiteAt('2026-08-17T12:00:00Z');
  const { sightings } = await readDay(site.url, '2026-08-07', 'api');
  const video = sightings.find(({ ids }) => ids.arxiv === '2608.03974');
  expect([video?.authors.length, video?.codeUrl]).toEqual([
    24,
    'https://github.com/jd-opensource/JoyAI-Video-Edit',
  ]);
});
