import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/model/subscriber.js';
import { readCsv } from '../../src/readers/read-csv.js';
import { readJson } from '../../src/readers/read-json.js';
import { type RawRow, readReader } from '../../src/readers/reader-row.js';
import { type ListFormat, writers } from '../../src/readers/write-readers.js';

const known = { topics: [{ id: 'robotics' }, { id: 'graphs' }] };
const formats: ListFormat[] = ['csv', 'json'];
const ADA = 'c0ffee00-0000-4000-8000-000000000001';

/** The text as it comes from a file: in pieces that end anywhere, within a character too. */
async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(format: ListFormat, text: string, size = 7): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  for await (const row of (format === 'csv' ? readCsv : readJson)(inPieces(text, size))) rows.push(row);
  return rows;
}

const addresses = async (format: ListFormat, text: string, size?: number) =>
  (await readAll(format, text, size)).map((row) =>
    'fields' in row ? `${row.row} ${row.fields.email}` : `${row.row} bad: ${row.problem}`,
  );

describe('a list of readers', () => {
  const reader: Subscriber = {
    ...{ id: ADA, email: '=ada@example.org', state: 'active', cadence: 'weekly', weekday: 3, hour: 23 },
    ...{ timeZone: 'Asia/Kolkata', maxPapers: 7, quietDay: 'one-line', topics: ['robotics', 'graphs'] },
    ...{
      mutedTopics: [],
      keywords: ['in "quotes", with commas', 'a; b', '[x]'],
      mutedKeywords: ["'+1 -1", '@home'],
    },
    ...{ authors: [ADA], linkGeneration: 2, createdAt: new Date('2026-08-21T08:00:00Z') },
  };
  const { id: _id, linkGeneration: _generation, createdAt: _since, ...said } = reader;
  const write = (format: ListFormat, readers: Subscriber[]) => {
    const { begin, some, end } = writers[format];
    return begin + readers.map((each, at) => some([each], at === 0)).join('') + end;
  };

  it.each(formats)('as %s is read back as it was written, byte by byte or whole', async (format) => {
    const { email, state, ...choices } = said;
    for (const size of [1, 5, 100_000]) {
      const rows = await readAll(format, write(format, [reader, reader]), size);
      expect(rows.map((row) => readReader(row, known))).toEqual(
        [format === 'csv' ? 2 : 1, format === 'csv' ? 3 : 2].map((row) => ({
          row,
          reader: { email, state, choices },
        })),
      );
    }
    expect(await readAll(format, write(format, []))).toEqual([]);
  });

  it.each(formats)('as %s brings back every phrase there can be', async (format) => {
    const phrase = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.array(fc.constantFrom(...'=+-@\'",;[]{}ax \\'), { minLength: 1 }).map((marks) => marks.join('')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(phrase, { maxLength: 6 }), async (phrases) => {
        const taken = readReader({ row: 1, fields: { email: 'a@b.org', keywords: phrases } }, known);
        if (!('reader' in taken)) return;
        const keywords = taken.reader.choices.keywords ?? [];
        const [row] = await readAll(format, write(format, [{ ...reader, keywords }]), 64);
        expect(row && readReader(row, known)).toMatchObject({ reader: { choices: { keywords } } });
      }),
      { numRuns: 300 },
    );
  });

  it('as csv holds no cell that a spreadsheet would run', () => {
    const text = write('csv', [reader, { ...reader, email: '+1@example.org', keywords: ['=1+1', 'x'] }]);
    for (const cell of text.split('\n').flatMap((line) => line.split(',')))
      expect(cell).not.toMatch(/^"?[=+\-@＝]/);
    expect(text).toContain("'=ada@example.org");
  });

  it('may have its columns in any order and case, and most of them missing', async () => {
    const rows = await readAll('csv', '\ufeffHour, EMAIL\r\n7,a@b.org\r\n\r\n"8","c@d.org"');
    expect(rows).toEqual([
      { row: 2, fields: { hour: '7', email: 'a@b.org' } },
      { row: 4, fields: { hour: '8', email: 'c@d.org' } },
    ]);
  });

  it.each([
    ['', 'no column "email"'],
    ['a@b.org,7\n', 'no column "a@b.org"'],
    ['email;hour\na@b.org;7\n', 'no column "email;hour"'],
    ['hour\n7\n', 'no column "email"'],
    ['email,hour,Email\n', '"Email" stands there twice'],
  ])('whose first row does not name the columns is refused: %j', async (text, words) => {
    await expect(readAll('csv', text)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(new RegExp(`^row 1: .*${words}; .*email,state,cadence`)),
    });
  });

  it('as csv tells a row that cannot be read, and reads the next', async () => {
    const many = Array.from({ length: 30 }, (_, at) => `r${at}@b.org,7`);
    const text = [
      'email,hour',
      'a@b.org,7',
      '"b"x@b.org,7',
      'c@b.org',
      '"d@b.org,7',
      ...many,
      '"e@b.org,1',
      'f@b.org,2',
    ];
    const told = await addresses('csv', text.join('\n'));
    const quotes = 'bad: its quotation marks do not fit: one inside a cell is written twice ("")';
    expect(told).toEqual([
      '2 a@b.org',
      `3 ${quotes}`,
      '4 bad: it has 1 cells where the first row names 2',
      `5 ${quotes}`,
      ...many.map((line, at) => `${at + 6} ${line.split(',')[0]}`),
      `36 ${quotes}`,
      '37 f@b.org',
    ]);
  });

  it('as csv may have line breaks within quotation marks', async () => {
    const [row] = await readAll('csv', 'email,keywords\r\na@b.org,"graph nets\r\nrobots"\r\n');
    expect(row && readReader(row, known)).toMatchObject({
      reader: { choices: { keywords: ['graph nets', 'robots'] } },
    });
  });

  it.each([
    ['one object a line', '{"email":"a@b.org"}\n\nnonsense\n[1]\n{"email":"c@b.org"', '{"email":"d@b.org"}'],
    ['an array', ' [{"email":"a@b.org"},nonsense\n,[1],{"email":"c@b.org}\n,', '{"email":"d@b.org"}]'],
  ])('as json tells what is no object in %s, and reads on', async (_what, ...parts) => {
    const told = await addresses('json', parts.join('\n'));
    expect(told).toEqual([
      '1 a@b.org',
      '2 bad: it is no JSON: nonsense',
      '3 bad: it is no JSON object such as {"email":"reader@example.org"}',
      expect.stringMatching(/^4 bad: it is no JSON: \{"email":"c@b\.org/),
      ...(_what === 'an array' ? [] : ['5 d@b.org']),
    ]);
  });

  it.each(formats)('as %s is read on after a row that is far too long, which is not kept', async (format) => {
    const long = 'x'.repeat(500_000);
    const text =
      format === 'csv' ? `email\n${long}\nb@b.org\n` : `{"email":"${long}"}\n{"email":"b@b.org"}\n`;
    const told = await addresses(format, text, 65_536);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('longer than 131072 characters');
    expect(told[1]).toContain('b@b.org');
  });

  it('tells all that is wrong with a row', () => {
    const fields = { email: 'a b@c.org', state: 'asleep', hour: '25', colour: 'red' };
    const told = readReader({ row: 9, fields }, known);
    expect(told).toMatchObject({ row: 9, problems: expect.any(Array) });
    expect('problems' in told && told.problems.map(({ path }) => path)).toEqual([
      'email',
      'state',
      'hour',
      'colour',
    ]);
    expect(readReader({ row: 9, fields: {} }, known)).toMatchObject({ problems: [{ path: 'email' }] });
  });
});
