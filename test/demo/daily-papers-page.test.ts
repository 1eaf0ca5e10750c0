import { expect, test } from 'vitest';
import { findHydratedProps } from '../../src/sources/reading/hydrated-props.js';
import { Items } from './daily-papers-shape.js';
import { openSiteAt, readItems } from './sample-site.js';

const afterwards = '2026-08-17T12:00:00Z';

async function readPage(address: string) {
  const response = await fetch(address);
  const body = await response.text();
  return { response, body, props: JSON.parse(findHydratedProps(body, 'DailyPapers') ?? '{}') };
}

test('carries the same papers as the API, as JSON and as cards', async () => {
  const site = await openSiteAt(afterwards);
  const { body, props } = await readPage(`${site.url}/papers/date/2026-08-11`);
  const items = await readItems(site, '2026-08-11');
  expect(Items.parse(props.dailyPapers)).toEqual(items);
  const cards = [...body.matchAll(/<h3[^>]*><a href="\/papers\/([\d.]+)"/g)].map((match) => match[1]);
  expect(cards).toEqual(items.map(({ paper }) => paper.id));
  expect(body.match(/SVELTE_HYDRATER/g)?.length).toBeGreaterThan(1);
});

test('names its day and its neighbours, and no next day on the newest page', async () => {
  const site = await openSiteAt(afterwards);
  const { props } = await readPage(`${site.url}/papers/date/2026-08-10`);
  const named = {
    dateString: '2026-08-10',
    periodType: 'day',
    prevDate: '2026-08-07',
    nextDate: '2026-08-11',
  };
  expect(props).toMatchObject(named);
  const newest = await readPage(`${site.url}/papers/date/2026-08-13`);
  expect('nextDate' in newest.props).toBe(false);
});

test.each([
  ['a Saturday', '2026-08-08', '2026-08-07'],
  ['a Sunday', '2026-08-09', '2026-08-10'],
  ['a day to come', '2026-12-24', '2026-08-13'],
])('redirects %s to the nearest day with papers', async (_name, asked, shown) => {
  const site = await openSiteAt(afterwards);
  const first = await fetch(`${site.url}/papers/date/${asked}`, { redirect: 'manual' });
  expect([first.status, first.headers.get('location')]).toEqual([302, `/papers/date/${shown}`]);
  const { response, props } = await readPage(`${site.url}/papers/date/${asked}`);
  expect([new URL(response.url).pathname, props.dateString]).toEqual([`/papers/date/${shown}`, shown]);
});

test('has no page before the week begins', async () => {
  const site = await openSiteAt('2026-08-05T12:00:00Z');
  expect((await fetch(`${site.url}/papers/date/2026-08-05`)).status).toBe(404);
  expect((await fetch(`${site.url}/robots.txt`)).status).toBe(200);
});
