import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChoices } from '../../src/readers/read-choices.js';

const known = { topics: [{ id: 'robotics' }, { id: 'graphs' }] };
const read = (input: unknown) => readChoices(input, known);
const ADA = 'c0ffee00-0000-4000-8000-000000000001';

describe('choices', () => {
  const whole = {
    cadence: 'weekly',
    weekday: 5,
    hour: 0,
    timeZone: 'Asia/Kolkata',
    maxPapers: 50,
    quietDay: 'one-line',
    topics: ['robotics'],
    mutedTopics: ['graphs'],
    keywords: ['graph nets', 'C++'],
    mutedKeywords: ['π'],
    authors: [ADA],
  };

  it('come as they are from JSON, and the same from a form or a table', () => {
    expect(read(whole)).toEqual({ choices: whole });
    const texts = {
      ...{ cadence: ' weekly ', weekday: 'Friday', hour: '00', timeZone: 'Asia/Kolkata', maxPapers: '50' },
      ...{
        quietDay: 'one-line',
        topics: 'robotics',
        mutedTopics: ['graphs'],
        keywords: 'graph  nets,\r\nC++;',
      },
      ...{ mutedKeywords: 'π', authors: ` ${ADA} ` },
    };
    expect(read(texts)).toEqual({ choices: whole });
  });

  it('that are empty are none, but for a list, which is emptied', () => {
    expect(read({ cadence: '', hour: null, timeZone: ' ', weekday: undefined })).toEqual({ choices: {} });
    expect(read({ topics: '', keywords: [], authors: null })).toEqual({
      choices: { topics: [], keywords: [] },
    });
  });

  it('name a phrase once, whatever its case and accents', () => {
    expect(read({ keywords: ['Émile Nets', 'emile nets', 'other', 'OTHER'] })).toEqual({
      choices: { keywords: ['Émile Nets', 'other'] },
    });
    expect(read({ topics: 'robotics,robotics' })).toEqual({ choices: { topics: ['robotics'] } });
  });

  it('tell all that is wrong at once, where and what was expected', () => {
    const wrong = {
      ...{
        cadence: 'hourly',
        weekday: 8,
        hour: '24',
        timeZone: 'Mars/Olympus',
        maxPapers: 4,
        quietDay: 'always',
      },
      ...{
        topics: ['robotics', 'cooking'],
        keywords: ['***', 'x'.repeat(81), 'a\u0000b'],
        authors: 'Ada Byron',
      },
      colour: 'red',
    };
    const told = read(wrong);
    expect('problems' in told && told.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'cadence: expected daily or weekly, found "hourly"',
      'weekday: expected a whole number from 1 to 7, found 8',
      'hour: expected a whole number from 0 to 23, found "24"',
      'timeZone: expected an IANA time zone such as Europe/Paris, found "Mars/Olympus"',
      'maxPapers: expected a whole number from 5 to 50, found 4',
      'quietDay: expected nothing or one-line, found "always"',
      'keywords.0: expected a phrase with a letter or a digit in it, found "***"',
      expect.stringMatching(/^keywords\.1: expected a phrase of at most 80 characters, .*, found "x+…$/),
      'keywords.2: expected a phrase without characters that cannot be seen, found "a\\u0000b"',
      `authors.0: expected an author's id, as /authors/… has it, found "Ada Byron"`,
      'colour: there is no such choice',
      'topics.1: expected one of the topics robotics, graphs, found "cooking"',
    ]);
  });

  it('refuse ten thousand keywords with one sentence that says why', () => {
    const keywords = Array.from({ length: 10_000 }, (_, at) => `keyword ${at}`);
    for (const each of [keywords, keywords.join('\n')])
      expect(read({ keywords: each })).toEqual({
        problems: [
          {
            path: 'keywords',
            message:
              'expected at most 50 phrases, because every paper is searched for each of them, found 10000',
          },
        ],
      });
  });

  it.each([
    [{ hour: 3.5 }, 'hour'],
    [{ hour: '1e1' }, 'hour'],
    [{ hour: true }, 'hour'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ timeZone: 7 }, 'timeZone'],
    [{ keywords: { 0: 'a' } }, 'keywords'],
    [{ keywords: [['a']] }, 'keywords.0'],
    [{ keywords: ['\ud800'] }, 'keywords.0'],
    [{ topics: [7] }, 'topics.0'],
    [null, ''],
    ['weekly', ''],
    [[], ''],
  ])('of the wrong kind are told: %j', (input, path) => {
    expect(read(input)).toEqual({ problems: [{ path, message: expect.stringContaining('expected ') }] });
  });

  it('that are taken are taken again as they are, whatever came in', () => {
    const value = fc.oneof(
      ...[fc.string({ unit: 'binary' }), fc.integer(), fc.array(fc.string({ unit: 'grapheme' }))],
      ...[fc.anything(), fc.constantFrom('7', 'weekly', 'robotics, graphs', 'UTC', 'one-line', 'é, E')],
    );
    const names = fc.constantFrom(...Object.keys(whole));
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(names, value), fc.anything()), (input) => {
        const told = read(input);
        if ('problems' in told) return void expect(told.problems.length).toBeGreaterThan(0);
        expect(read(told.choices)).toEqual(told);
        expect(read(JSON.parse(JSON.stringify(told.choices)))).toEqual(told);
        for (const phrase of [...(told.choices.keywords ?? []), ...(told.choices.mutedKeywords ?? [])])
          expect(phrase).toMatch(/^(?! )[^\p{Cc}\p{Cs}]{1,80}(?<! )$/u);
      }),
      { numRuns: 300 },
    );
  });
});
