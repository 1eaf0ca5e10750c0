import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/digest/split-sentences.js';
import { LONGEST_SUMMARY, summarise } from '../../src/digest/summarise.js';

const filler =
  'Birds have long been counted by hand along rivers and in marshes, which is slow and costs much.';

describe('splitting sentences', () => {
  it('does not end one at an abbreviation, an initial or a decimal', () => {
    expect(splitSentences('We follow Li et al. 2024 and J. Doe, i.e. We gain 3.5 points. It works!')).toEqual(
      ['We follow Li et al. 2024 and J. Doe, i.e. We gain 3.5 points.', 'It works!'],
    );
  });

  it('leaves out what the source cut', () => {
    expect(splitSentences('One is whole. The other trails off...')).toEqual(['One is whole.']);
    expect(splitSentences('One is whole. The other just st')).toEqual(['One is whole.']);
  });
});

describe('summarising', () => {
  it("takes the source's own summary", () => {
    const paper = { summary: 'A small model counts birds', abstract: filler };
    expect(summarise(paper)).toEqual({ summary: 'A small model counts birds', summaryBy: 'source' });
  });

  it("shortens a long source's summary to whole sentences", () => {
    const long = { summary: `${filler} ${filler} ${filler}` };
    expect(summarise(long)).toEqual({ summary: `${filler} ${filler}`, summaryBy: 'source' });
  });

  it('prefers the sentence that says what is contributed, and starts plainly', () => {
    const told =
      'In this paper, we propose a microphone that counts birds by their song with $\\alpha$ error. It needs no labels.';
    expect(summarise({ abstract: `${filler} To this end, i${told.slice(1)} ${filler}` })).toEqual({
      summary: 'We propose a microphone that counts birds by their song with α error. It needs no labels.',
      summaryBy: 'abstract',
    });
  });

  it('falls back to the first sentence that fits', () => {
    const endless = `${'Rivers, and '.repeat(30)}marshes.`;
    expect(summarise({ abstract: `${endless} Counting is slow. ${endless}` })?.summary).toBe(
      'Counting is slow.',
    );
  });

  it('gives nothing when no whole sentence fits', () => {
    expect(summarise({ abstract: `We propose ${'rivers and '.repeat(40)}` })).toBeUndefined();
    expect(summarise({ abstract: '' })).toBeUndefined();
    expect(summarise({})).toBeUndefined();
  });

  it('never cuts a sentence and never exceeds its length', () => {
    const sentence = fc.array(
      fc.constantFrom('we', 'show', 'propose', 'birds', 'rivers', 'In this paper,', '3.5'),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 8 }), (sentences) => {
        const abstract = sentences.map((words) => `S${words.join(' ')}.`).join(' ');
        const summary = summarise({ abstract })?.summary;
        if (summary === undefined) return;
        expect(summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
        expect(summary.endsWith('.')).toBe(true);
        expect(abstract).toContain(summary.slice(1));
      }),
    );
  });
});
