import { expect, test } from 'vitest';
import hfPaper from '../../src/sources/hf-paper.js';
import { aPage } from '../sources/a-page.js';
import { openSiteAt } from './sample-site.js';

test('tells of one paper what its list tells, from the moment on that a list has held it', async () => {
  const paper = '2608.03974';
  const site = await openSiteAt('2026-08-06T12:00:00Z');
  const address = hfPaper.requests({ paper }, { baseUrl: site.url, hosts: {} })[0]?.[0]?.url ?? '';
  expect((await fetch(address)).status).toBe(404);
  site.turnTo('2026-08-17T12:00:00Z');
  const response = await fetch(address);
  expect(response.headers.get('ratelimit')).toContain('"api"');
  expect(hfPaper.parse(aPage(address, await response.text()), { paper }).sightings).toMatchObject([
    { ids: { arxiv: paper }, codeUrl: 'https://github.com/jd-opensource/JoyAI-Video-Edit', linkedModels: 0 },
  ]);
});
