import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRecordedSite } from '../../src/demo/site.js';
import { ConfigError } from '../../src/errors.js';

async function makeFolder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'recorded-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(dir, name, '..'), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

test('serves a list as API and a page as page, byte for byte, so that a reader falls back to the page', async () => {
  const list = '[ {"paper": {"id": "2608.00001"}},\n {"paper": {"id": "2608.00002"}} ]\n';
  const page = '<main><article>one</article></main>';
  const dir = await makeFolder({
    'huggingface/api/daily_papers-date-2026-08-17.json': list,
    'huggingface/html/papers-date-2024-08-01.html': page,
  });
  const site = await openRecordedSite({ dir });
  onTestFinished(() => site.close());
  const ask = async (path: string) => {
    const response = await fetch(site.url + path);
    return [response.status, await response.text()];
  };
  expect(site.listDays).toEqual(['2024-08-01', '2026-08-17']);
  expect(site.listDays.map(site.papersOn)).toEqual([1, 2]);
  expect(await ask('/api/daily_papers?date=2026-08-17&limit=100')).toEqual([200, list]);
  expect(await ask('/api/daily_papers?date=2026-08-17&p=1')).toEqual([200, '[]']);
  expect(await ask('/api/daily_papers?date=2026-08-16')).toEqual([200, '[]']);
  expect((await ask('/api/daily_papers?date=2024-08-01'))[0]).toBe(404);
  expect(await ask('/papers/date/2024-08-01')).toEqual([200, page]);
  expect((await ask('/papers/date/2026-08-17'))[0]).toBe(404);
  expect((await ask('/api/daily_papers?date=soon'))[0]).toBe(400);
});

test('says what it expected when a folder holds no recorded day, or one that is no list', async () => {
  const opening = openRecordedSite({ dir: await makeFolder({}) });
  await expect(opening).rejects.toThrow(ConfigError);
  await expect(opening).rejects.toThrow(/daily_papers-date-YYYY-MM-DD\.json/);
  const dir = await makeFolder({ 'huggingface/api/daily_papers-date-2026-08-17.json': '{"error": "x"}' });
  await expect(openRecordedSite({ dir })).rejects.toThrow(/2026-08-17\.json: expected a JSON list/);
});
