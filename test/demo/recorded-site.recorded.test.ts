import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRecordedSite } from '../../src/demo/site.js';
import { Items } from './daily-papers-shape.js';

function recordedDir(): string {
  const dir = process.env.RECORDED_DIR;
  if (!dir) throw new Error('RECORDED_DIR is not set; run: RECORDED_DIR=<folder> npm run test:recorded');
  return dir;
}

async function openSite() {
  const site = await openRecordedSite({ dir: recordedDir() });
  onTestFinished(() => site.close());
  return site;
}

test('serves the five days of August 2026 byte for byte', async () => {
  const site = await openSite();
  const days = site.listDays.filter((day) => day >= '2026-08-17' && day <= '2026-08-21');
  expect(days.map((day) => [day, site.papersOn(day)])).toEqual([
    ['2026-08-17', 23],
    ['2026-08-18', 29],
    ['2026-08-19', 26],
    ['2026-08-20', 15],
    ['2026-08-21', 17],
  ]);
  for (const day of days) {
    const response = await fetch(`${site.url}/api/daily_papers?date=${day}&limit=100`);
    const file = join(recordedDir(), 'huggingface', 'api', `daily_papers-date-${day}.json`);
    expect(Buffer.from(await response.arrayBuffer()).equals(await readFile(file))).toBe(true);
  }
});

test('serves the page of 2024 and answers 404 for its list', async () => {
  const site = await openSite();
  expect(site.papersOn('2024-08-01')).toBe(13);
  expect((await fetch(`${site.url}/api/daily_papers?date=2024-08-01`)).status).toBe(404);
  expect((await fetch(`${site.url}/papers/date/2024-08-01`)).status).toBe(200);
});

test('what the sample site is held to is the shape of the real answers since May 2026', async () => {
  const site = await openSite();
  const days = site.listDays.filter((day) => day >= '2026-06-12');
  expect(days.length).toBeGreaterThan(5);
  for (const day of days) {
    const items = await (await fetch(`${site.url}/api/daily_papers?date=${day}`)).json();
    expect([day, Items.safeParse(items).error?.issues ?? []]).toEqual([day, []]);
  }
});
