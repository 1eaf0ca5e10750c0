import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderItem } from '../../src/demo/daily-papers-item.js';
import { measureSummaries } from './measure.js';

const DAY = '2026-08-20';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-recorded-'));
  await record(
    folder,
    [1, 2, 3].map((number) => item(number, 'A small network counts birds by their song.')),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function record(dir: string, items: object[]) {
  await mkdir(join(dir, 'huggingface', 'api'), { recursive: true });
  const file = join(dir, 'huggingface', 'api', `daily_papers-date-${DAY}.json`);
  await writeFile(file, JSON.stringify(items));
}

const item = (number: number, summary?: string) =>
  renderItem(
    {
      ...{ id: `2608.0000${number}`, publishedOn: DAY, title: 'Counting Birds', submitter: 'ada' },
      abstract:
        'Rivers are long and marshes are wide. We propose a small network that counts birds by their song.',
      ...(summary !== undefined && { summary }),
      ...{ authors: ['Ada Byron'], hiddenAuthors: [], hasMedia: false, upvotes: number, comments: 0 },
    },
    DAY,
  );

describe('the bench of summaries', () => {
  it("compares what is extracted, and the first sentence, with the source's summary", async () => {
    const figures = await measureSummaries(folder);
    // Of 11 words 8 stand in the 8 of the reference, in order: "a small network counts birds by their song".
    const score = { value: expect.closeTo((100 * 2 * 8) / (11 + 8)), unit: '%', obvious: 0 };
    expect(figures.get('extracted summary, ROUGE-L F1, odd ids')).toMatchObject({
      ...score,
      note: '2 papers',
    });
    expect(figures.get('extracted summary, ROUGE-L F1, all')).toMatchObject({ ...score, note: '3 papers' });
    expect(figures.get('gain over the first sentence, odd ids, at least')).toMatchObject({
      value: score.value,
      aim: { least: 0 },
    });
    expect(figures.get('papers left without a summary')).toMatchObject({ value: 0 });
  });

  it('has nothing to say without recorded answers', async () => {
    expect((await measureSummaries()).size).toBe(0);
  });

  it('says so when the answers hold no summary', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'broadsheet-recorded-'));
    await record(bare, [item(1)]);
    await expect(measureSummaries(bare)).rejects.toThrow(/no recorded page shows a summary/);
    await rm(bare, { recursive: true, force: true });
  });
});
