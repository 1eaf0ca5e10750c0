import { expect, it } from 'vitest';
import { readCardDate } from '../../../src/sources/reading/card-date.js';
import { readShownCount } from '../../../src/sources/reading/shown-count.js';

const read = (text: string, visitedAt = '2026-01-07T23:00:00Z') => readCardDate(text, new Date(visitedAt));

it.each([
  ['Jun 14, 2022', '2022-06-14'],
  ['September 3, 2021', '2021-09-03'],
  ['Jan 7', '2026-01-07'],
  ['Jan 8', '2025-01-08'],
  ['Dec 31', '2025-12-31'],
])('reads %s on 7 January 2026 as %s', (text, day) => {
  expect(read(text)).toBe(day);
});

it('takes a leap day without a year for the latest there was', () => {
  expect(read('Feb 29')).toBe('2024-02-29');
  expect(read('Feb 29', '2028-02-29T00:00:00Z')).toBe('2028-02-29');
});

it.each(['Feb 30, 2023', 'Foo 3', '3 Jan 2023', 'Jan', ''])('knows no day for %j', (text) => {
  expect(read(text)).toBeUndefined();
});

it.each([
  ['0', 0],
  ['1,234', 1234],
  ['3.29k', 3290],
  ['1 M', 1_000_000],
  ['-', undefined],
  ['3 authors', undefined],
  [undefined, undefined],
])('reads the count %j as %s', (text, count) => {
  expect(readShownCount(text)).toBe(count);
});
