import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_SUMMARY } from '../../src/digest/fit-sentences.js';
import { splitSentences } from '../../src/digest/split-sentences.js';
import { summarise } from '../../src/digest/summarise.js';

const filler =
  'Birds have long been counted by hand along rivers and in marshes, which is slow and costs much.';

describe('splitting sentences', () => {
  it('does not end one at an abbreviation, an initial or a decimal', () => {
    expect(splitSentences('We follow Li et al. 2024 and J. Doe, i.e. We gain 3.5 points. It works!')).toEqual(
      ['We follow Li et al. 2024 and J. Doe, i.e. We gain 3.5 points.', 'It works!'],
    );
    expect(splitSentences('Errors fall by 53. 6% on rivers. They rise on lakes.')).toEqual([
      'Errors fall by 53. 6% on rivers.',
      'They rise on lakes.',
    ]);
  });

  it('ends one where the source has lost the space after it', () => {
    const lost = 'Counting birds is slow.However, we know no better way. See Node.js for more.';
    expect(splitSentences(lost)).toHaveLength(3);
  });

  it('knows how sentences end in other scripts', () => {
    expect(splitSentences('我们提出一种方法。它有效！')).toEqual(['我们提出一种方法。', '它有效！']);
    expect(splitSentences('هل ينجح ذلك؟ نعم ينجح.')).toEqual(['هل ينجح ذلك؟', 'نعم ينجح.']);
  });

  it('leaves out what the source cut', () => {
    expect(splitSentences('One is whole. The other trails off...')).toEqual(['One is whole.']);
    expect(splitSentences('One is whole. The other just st')).toEqual(['One is whole.']);
  });
});

describe('choosing a summary', () => {
  const written = 'A microphone counts birds by their song.';
  const abstract = `${filler} We propose a net that counts birds.`;

  it("takes the source's own, else what the operator's model wrote, else the abstract's", () => {
    const summary = 'A small model counts birds';
    expect(summarise({ summary, written, abstract })).toEqual({ summary, summaryBy: 'source' });
    expect(summarise({ written, abstract })).toEqual({ summary: written, summaryBy: 'model' });
    expect(summarise({ abstract })).toMatchObject({ summaryBy: 'abstract' });
  });

  it("shortens a long source's summary to whole sentences", () => {
    const long = { summary: `${filler} ${filler} ${filler}` };
    expect(summarise(long)).toEqual({ summary: `${filler} ${filler}`, summaryBy: 'source' });
  });

  it('takes a copy of the abstract for none', () => {
    const long = `${filler} ${filler} ${filler} We propose a net that counts birds at night.`;
    expect(summarise({ summary: long, abstract: long })).toEqual({
      summary: 'We propose a net that counts birds at night.',
      summaryBy: 'abstract',
    });
  });
});

describe('extracting a summary', () => {
  const extract = (abstract: string, title = 'Counting Birds by Their Song') =>
    summarise({ title, abstract })?.summary;

  it('prefers the sentence that says what is contributed, and starts plainly', () => {
    const told =
      'In this paper, we propose a microphone that counts birds by their song with $\\alpha$ error, by day and by night. ';
    expect(extract(`${filler} To this end, i${told.slice(1)}${filler}`)).toBe(
      'We propose a microphone that counts birds by their song with α error, by day and by night.',
    );
  });

  it.each([
    'Building on this insight, in this work we propose',
    'To bridge the gap, we therefore propose',
    'Motivated by these observations, here we propose',
    'Specifically, to address this, we first propose',
    'In light of these limits, we propose',
    '(2) We propose',
  ])('drops an opening that leans on what stood before: %s', (opening) => {
    const rest = 'a microphone that counts birds by their song, by day and by night, in any weather.';
    expect(extract(`${filler} ${opening} ${rest}`)).toBe(`We propose ${rest}`);
  });

  it('keeps the condition under which something holds', () => {
    const condition = 'Under these assumptions, we prove that birds can be counted by their song alone.';
    expect(extract(`${filler} ${condition}`)).toBe(condition);
  });

  it('adds the result where there is room for it, and no praise without one', () => {
    const given = 'We propose SongNet, a microphone that counts birds by their song.';
    const praise = 'Extensive experiments show that it is effective and holds much promise.';
    const result = 'SongNet counts birds with 31% fewer errors than a person does.';
    const more = 'Listening is cheap, and microphones last for a year on one battery in the field.';
    const title = 'SongNet: Counting Birds by Song';
    expect(extract(`${filler} ${given} ${more} ${praise} ${result}`, title)).toBe(`${given} ${result}`);
    const longer = given.replace('song.', 'song in marshes and along rivers.');
    expect(extract(`${filler} ${longer} ${more} ${praise}`, title)).toBe(longer);
  });

  it('leaves the code to its link', () => {
    const release = 'We release our code and models at https://example.org/birds.';
    expect(extract(`${filler} We count birds by their song. ${release}`)).not.toContain('release');
  });

  it('shortens a sentence that is too long by its asides, never by its end', () => {
    const aside = 'for rivers, marshes and lakes in all four seasons and in every weather there is';
    const long = `To count birds ${aside}, we propose a microphone (${aside}) that knows them by their song and ${aside}.`;
    expect(long.length).toBeGreaterThan(LONGEST_SUMMARY);
    expect(extract(long)).toBe(
      `To count birds ${aside}, we propose a microphone that knows them by their song and ${aside}.`,
    );
  });

  it('falls back to the first sentence that fits', () => {
    const endless = `${'Rivers, and '.repeat(30)}marshes.`;
    expect(extract(`${endless} Counting is slow. ${endless}`)).toBe('Counting is slow.');
  });

  it('gives nothing when no whole sentence fits', () => {
    expect(extract(`We propose ${'rivers and '.repeat(40)}`)).toBeUndefined();
    expect(extract('')).toBeUndefined();
    expect(summarise({})).toBeUndefined();
  });

  it('never cuts a sentence and never exceeds its length', () => {
    const sentence = fc.array(
      fc.constantFrom('we', 'show', 'propose', 'birds', 'rivers', 'In this paper,', '3.5'),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 8 }), (sentences) => {
        const whole = sentences.map((words) => `S${words.join(' ')}.`);
        const summary = extract(whole.join(' '));
        if (summary === undefined) return;
        expect(summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
        for (const part of splitSentences(summary)) expect(whole).toContain(part);
      }),
    );
  });
});
