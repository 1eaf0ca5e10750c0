import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_SUMMARY } from '../../src/digest/fit-sentences.js';
import { judgeAnswer } from '../../src/digest/judge-answer.js';
import { splitSentences } from '../../src/digest/split-sentences.js';
import { summarise } from '../../src/digest/summarise.js';

const expectSound = (summary: string | undefined) => {
  if (summary === undefined) return;
  expect(summary.length).toBeGreaterThan(0);
  expect(summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
  expect(summary).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
};

describe('a summary of a text that nobody expects', () => {
  it.each<[string, string, RegExp | undefined]>([
    ['is empty', '', undefined],
    ['is blank', ' \n\t ', undefined],
    ['is Chinese', '鸟类计数很慢。我们提出一种用声音数鸟的方法。它更快。', /。$/],
    ['is Arabic', 'عد الطيور بطيء. نقترح طريقة لعد الطيور بالصوت.', /\.$/],
    [
      'holds control characters',
      'We count\u0000 birds\u001b[31m by \u202esong\u202c at night.',
      /^We count birds/,
    ],
    ['holds lone surrogates', 'We count birds \ud83d by song at night.', /^We count birds/],
    ['is LaTeX only', '$\\mathcal{O}(n^{2})$', undefined],
    ['is one endless word', 'a'.repeat(40_000), undefined],
    ['is 40,000 characters of sentences', 'We count birds by their song. '.repeat(1334), /^We count birds/],
  ])('exists or does not when it %s', (_what, abstract, expected) => {
    const summary = summarise({ title: '$\\alpha^{2}$', abstract })?.summary;
    expectSound(summary);
    if (expected) expect(summary).toMatch(expected);
    else expect(summary).toBeUndefined();
  });

  it('is sound whatever the characters are', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'We propose ',
        'this ',
        '. ',
        '。',
        '$',
        '\\frac{',
        '}',
        '(',
        ') ',
        '; ',
        '\u0000',
        '\ud800',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (title, abstract) => {
        expectSound(summarise({ title, abstract })?.summary);
        const judged = judgeAnswer(abstract, { title, abstract });
        if ('summary' in judged) expectSound(judged.summary);
      }),
    );
  });
});

/** What took time with the square of the length would not end within the time of a test. */
describe('a hostile text of 100,000 characters', () => {
  const atoms = [
    '.',
    '. ',
    '...',
    '。',
    ' (',
    '(a',
    '$',
    '$$',
    '\\',
    '{',
    '}',
    '^{',
    '_{',
    '\\frac{',
    '`',
    '--',
  ];
  const words = [
    'we ',
    'to this ',
    'these ',
    'this this paper ',
    'code ',
    'aaa.Aa',
    'Here is',
    '<think>',
    '"',
    '<a ',
  ];
  const paper = { title: 'Birds', abstract: 'We count birds.' };

  it.each([...atoms, ...words])('is read to its end when it is made of "%s"', (atom) => {
    const text = atom.repeat(Math.ceil(100_000 / atom.length));
    expectSound(summarise({ title: text, abstract: text, summary: text })?.summary);
    expect(splitSentences(text).length).toBeLessThanOrEqual(text.length);
    expect(judgeAnswer(text, paper)).toHaveProperty('refusal');
  });
});
