import { expect, test } from 'vitest';
import { listDays } from '../../src/demo/sample-list.js';
import { readSampleWeek } from '../../src/demo/sample-week.js';

test('holds about sixty papers over six days with a weekend between, eight to twelve a day, some on two days', async () => {
  const week = await readSampleWeek();
  const days = listDays(week);
  expect(days).toEqual(['2026-08-06', '2026-08-07', '2026-08-10', '2026-08-11', '2026-08-12', '2026-08-13']);
  const listings = week.papers.flatMap(({ listed }) => listed);
  for (const day of days) {
    const size = listings.filter((listing) => listing.day === day).length;
    expect([day, size >= 8 && size <= 12]).toEqual([day, true]);
  }
  expect(week.papers.filter(({ listed }) => listed.length > 1).length).toBe(4);
  expect(new Set(week.papers.map(({ id }) => id)).size).toBe(week.papers.length);
});

test('lists no paper before it was published, and tells everything of it in order of time', async () => {
  const { papers } = await readSampleWeek();
  for (const { id, publishedOn, listed, counts, changes } of papers) {
    const [first] = listed;
    const moments = [counts, changes].map((series) => series.map(({ at }) => at));
    expect([id, moments]).toEqual([id, moments.map((series) => series.toSorted())]);
    expect([id, publishedOn <= (first?.day ?? ''), counts[0].at]).toEqual([id, true, first?.at]);
    expect([id, counts.map(({ upvotes }) => upvotes)]).toEqual([id, rising(counts.map((c) => c.upvotes))]);
  }
});

function rising(numbers: number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}
