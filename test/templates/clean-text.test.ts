import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText, shortenText } from '../../src/templates/clean-text.js';
import { wrapText } from '../../src/templates/wrap-text.js';

const characters = fc.array(fc.constantFrom('a', ' ', '字', '😀', ':'), { maxLength: 120 });
const text = characters.map((list) => list.join('').trim().replace(/ +/g, ' '));

it('cuts a line at a word, without the punctuation before the cut', () => {
  expect(shortenText('one two: three', 10)).toBe('one two…');
  expect(shortenText('one two: three', 14)).toBe('one two: three');
});

it('cuts inside a word that is longer than the line, never inside a character', () => {
  expect(shortenText('abcdefghij', 5)).toBe('abcd…');
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 90 }), (line, longest) => {
      const short = shortenText(line, longest);
      expect(short.length).toBeLessThanOrEqual(longest);
      expect(short).not.toMatch(/\p{Cs}/u);
    }),
  );
});

it('cleans a line of any length to one of the length that is wanted', () => {
  expect(cleanText(`\n ${'x'.repeat(100_000)}`, 10)).toBe('xxxxxxxxx…');
  expect(cleanText('plain already', 80)).toBe('plain already');
});

it('wraps without losing or splitting a character', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (line, columns) => {
      const lines = wrapText(line, columns).split('\n');
      expect(Math.max(...lines.map((one) => one.length))).toBeLessThanOrEqual(columns);
      expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''));
      for (const one of lines) expect(one).not.toMatch(/\p{Cs}/u);
    }),
  );
});
