import { expect, test } from 'vitest';
import { isUnchanged } from '../../../src/web/caching/conditional.js';

const validators = { etag: '"abc"', lastModified: new Date('2026-08-20T12:00:00.700Z') };
const [before, at, after] = ['11:59:59', '12:00:00', '12:00:01'].map(
  (time) => `Thu, 20 Aug 2026 ${time} GMT`,
);

test.each([
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", W/"abc" , "y"', true],
  ['*', true],
  ['"x", "with, comma"', false],
  ['abc', false],
  ['', false],
])('a reader who has %s has it: %s', (tags, expected) => {
  expect(isUnchanged({ 'if-none-match': tags }, validators)).toBe(expected);
});

test.each([
  [before, false],
  [at, true],
  [after, true],
  ['the other day', false],
])('a reader who has it since %s has it: %s', (since, expected) => {
  expect(isUnchanged({ 'if-modified-since': since as string }, validators)).toBe(expected);
});

test('the tag counts, not the time, when both are sent', () => {
  expect(isUnchanged({ 'if-none-match': '"x"', 'if-modified-since': after as string }, validators)).toBe(
    false,
  );
  expect(isUnchanged({ 'if-none-match': '"abc"', 'if-modified-since': before as string }, validators)).toBe(
    true,
  );
});

test('without anything to compare with it is sent', () => {
  expect(isUnchanged({}, validators)).toBe(false);
  expect(isUnchanged({ 'if-modified-since': at as string }, { etag: '"abc"' })).toBe(false);
});
