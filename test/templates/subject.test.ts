import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRenderer } from '../../src/templates/render-digest.js';
import { writeSubjectHead } from '../../src/templates/word-digest.js';
import {
  edition,
  envelope,
  makeDigest,
  makeFullPaper,
  makePaper,
  renderOnce,
  settings,
} from './sample-digest.js';

it('names the first paper and counts the others', async () => {
  const papers = [makePaper(1, { title: 'A short title' }), makePaper(2), makePaper(3), makePaper(4)];
  const { subject } = await renderOnce(makeDigest(papers));
  expect(subject).toBe('Broadsheet, Fri 21 Aug: A short title and 3 more');
});

it('cuts a long title at a word', async () => {
  const { subject } = await renderOnce(makeDigest([makeFullPaper(1), makeFullPaper(2)]));
  expect(subject).toBe('Broadsheet, Fri 21 Aug: Paper 1 has a title of the usual length… and 1 more');
});

it('says so when there is nothing new', async () => {
  const { subject } = await renderOnce(makeDigest([]));
  expect(subject).toBe('Broadsheet, Fri 21 Aug: nothing new');
});

it('is told apart from the weekly one', () => {
  expect(writeSubjectHead({ cadence: 'weekly', date: '2026-08-24' }, 'Broadsheet')).toBe(
    'Broadsheet weekly, Mon 24 Aug',
  );
});

it('fits in 78 characters on one line, whatever the titles are', async () => {
  const unit = fc.oneof(fc.constantFrom('binary', 'grapheme', 'grapheme-ascii'));
  const title = unit.chain((kind) => fc.string({ unit: kind as 'grapheme', maxLength: 200 }));
  const renderer = await createRenderer(settings);
  fc.assert(
    fc.property(title, fc.integer({ min: 1, max: 12 }), (first, count) => {
      const papers = Array.from({ length: count }, (_, number) =>
        makePaper(number, number === 0 ? { title: first } : {}),
      );
      const { subject } = renderer.forEdition(edition)(makeDigest(papers), envelope);
      expect(subject.length).toBeLessThanOrEqual(78);
      expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
      expect(subject.startsWith('Broadsheet, Fri 21 Aug: ')).toBe(true);
      expect(subject.endsWith(count > 1 ? ` and ${count - 1} more` : '')).toBe(true);
    }),
    { numRuns: 60 },
  );
});
