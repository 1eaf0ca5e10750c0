import { expect, test } from 'vitest';
import { Items } from './daily-papers-shape.js';
import { openSiteAt, readItems } from './sample-site.js';

const afterwards = '2026-08-17T12:00:00Z';

test('sends items of exactly the shape of the real site, with every optional key somewhere present and somewhere absent', async () => {
  const site = await openSiteAt(afterwards);
  const items = (await Promise.all(site.listDays.map((day) => readItems(site, day)))).flat();
  const optional = ['mediaUrls', 'projectPage', 'githubRepo', 'githubStars', 'ai_summary', 'organization'];
  for (const key of optional) {
    const having = items.filter(({ paper }) => key in paper);
    expect([key, having.length > 0, having.length < items.length]).toEqual([key, true, true]);
  }
  expect(items.flatMap(({ paper }) => paper.authors).filter(({ hidden }) => hidden).length).toBeGreaterThan(
    0,
  );
});

test('dates a paper as the real site does: cut to midnight, and the outer date names the day before', async () => {
  const site = await openSiteAt(afterwards);
  const [item] = await readItems(site, '2026-08-06');
  expect(item?.paper.submittedOnDailyAt).toBe('2026-08-06T00:00:00.000Z');
  const before = Date.parse(item?.paper.publishedAt ?? '') - 4 * 3_600_000;
  expect(item?.publishedAt).toBe(new Date(before).toISOString());
});

test('orders a day by falling votes', async () => {
  const site = await openSiteAt('2026-08-07T12:00:00Z');
  const votes = (await readItems(site, '2026-08-07')).map(({ paper }) => paper.upvotes);
  expect(votes.length).toBeGreaterThan(5);
  expect(votes).toEqual(votes.toSorted((a, b) => b - a));
});

test('answers an empty list on a weekend and before the week', async () => {
  const site = await openSiteAt(afterwards);
  expect(await readItems(site, '2026-08-08')).toEqual([]);
  expect(await readItems(site, '2026-08-05')).toEqual([]);
});

test.each(['2026-08-08', '2026-02-30', 'yesterday', ''])('refuses the date %j with 400', async (date) => {
  const site = await openSiteAt('2026-08-07T23:59:59Z');
  const response = await fetch(`${site.url}/api/daily_papers?date=${date}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test('lets a day grow: more papers in the evening, more votes the next morning', async () => {
  const site = await openSiteAt('2026-08-06T12:30:00Z');
  const noon = await readItems(site, '2026-08-06');
  expect(noon.length).toBe(site.papersOn('2026-08-06'));
  site.turnTo('2026-08-07T03:30:00Z');
  const morning = await readItems(site, '2026-08-06');
  expect(morning.length).toBeGreaterThan(noon.length);
  const sum = (items: typeof noon) => items.reduce((votes, { paper }) => votes + paper.upvotes, 0);
  expect(sum(morning)).toBeGreaterThan(2 * sum(noon));
});

test('changes what it says of a paper: a code link, a summary, a title and an abstract come later', async () => {
  const site = await openSiteAt('2026-08-07T05:00:00Z');
  const find = async (day: string, id: string) =>
    (await readItems(site, day)).find(({ paper }) => paper.id === id)?.paper;
  const glue = await find('2026-08-06', '2607.22143');
  const mirage = await find('2026-08-06', '2608.04570');
  const stream = await find('2026-08-06', '2608.02738');
  expect([glue?.githubRepo, stream?.ai_summary]).toEqual([undefined, undefined]);
  site.turnTo('2026-08-08T05:00:00Z');
  expect((await find('2026-08-06', '2607.22143'))?.githubRepo).toMatch(/^https:\/\/github\.com\//);
  const later = await find('2026-08-06', '2608.02738');
  expect(later?.ai_summary).toBeDefined();
  expect(later?.summary).not.toBe(stream?.summary);
  expect((await find('2026-08-06', '2608.04570'))?.title).not.toBe(mirage?.title);
});

test('answers 304 until something moves', async () => {
  const site = await openSiteAt('2026-08-06T12:30:00Z');
  const url = `${site.url}/api/daily_papers?date=2026-08-06`;
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  const again = await fetch(url, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text()]).toEqual([304, '']);
  site.turnTo('2026-08-06T15:30:00Z');
  const moved = await fetch(url, { headers: { 'if-none-match': etag } });
  expect(moved.status).toBe(200);
});

test('pages a list through Link, and is empty past the end', async () => {
  const site = await openSiteAt(afterwards);
  const day = '2026-08-06';
  const whole = (await readItems(site, day)).map(({ paper }) => paper.id);
  const first = await fetch(`${site.url}/api/daily_papers?date=${day}&limit=8`);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  const second = await fetch(new URL(next, site.url));
  const parts = [...Items.parse(await first.json()), ...Items.parse(await second.json())];
  expect(parts.map(({ paper }) => paper.id)).toEqual(whole);
  expect(second.headers.get('link')).toBeNull();
  const past = await fetch(`${site.url}/api/daily_papers?date=${day}&limit=8&p=2`);
  expect(await past.json()).toEqual([]);
  expect((await fetch(`${site.url}/api/daily_papers?date=${day}&limit=101`)).status).toBe(400);
});

test('counts requests down in its RateLimit header', async () => {
  const site = await openSiteAt('2026-08-06T12:30:00Z');
  const url = `${site.url}/api/daily_papers?date=2026-08-06`;
  const ask = async () => (await fetch(url)).headers.get('ratelimit');
  expect([await ask(), await ask()]).toEqual(['"api";r=499;t=300', '"api";r=498;t=300']);
  expect((await fetch(url)).headers.get('ratelimit-policy')).toBe('"fixed window";"api";q=500;w=300');
});

test('lists the newest day first when no date is asked for', async () => {
  const site = await openSiteAt(afterwards);
  const response = await fetch(`${site.url}/api/daily_papers?limit=1`);
  const [item] = Items.parse(await response.json());
  expect(item?.paper.submittedOnDailyAt).toBe('2026-08-13T00:00:00.000Z');
});
