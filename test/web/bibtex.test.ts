import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Citable, citePaper, escapeTex } from '../../src/web/pages/bibtex.js';

const paper: Citable = {
  ids: {},
  title: 'Notes on the engine',
  authors: ['Ada Lovelace'],
  authorCount: 1,
  firstSeenAt: new Date('2026-08-20T06:00:00Z'),
  categories: [],
};
const cite = (over: Partial<Citable>) => citePaper({ ...paper, ...over });

/** Reads an entry as BibTeX does: a value ends where its braces are closed, with or without a backslash before them. */
function readEntry(text: string): { type: string; key: string; fields: Record<string, string> } {
  const [, type = '', key = '', body = ''] = /^@(\w+)\{([^,\s]*),\n([\s\S]*)\n\}\n$/.exec(text) ?? [];
  const fields: Record<string, string> = {};
  let rest = body;
  while (rest !== '') {
    const [start = '', name = ''] = /^\s*(\w+)\s*=\s*\{/.exec(rest) ?? [];
    if (start === '') throw new Error(`not a field: ${rest}`);
    let depth = 1;
    let end = start.length;
    for (; depth > 0; end += 1) {
      if (end >= rest.length) throw new Error(`never closed: ${rest}`);
      if (rest[end] === '{') depth += 1;
      if (rest[end] === '}') depth -= 1;
    }
    fields[name] = rest.slice(start.length, end - 1);
    if (rest[end] !== ',') throw new Error(`no comma after ${name}`);
    rest = rest.slice(end + 1).replace(/^\n/, '');
  }
  return { type, key, fields };
}

/** What LaTeX prints of it. */
const typeset = (text: string) =>
  text.replace(/\\text([a-z]+)\{\}|\\([$&#_%])/g, (_, name: string, sign: string) => sign ?? SIGNS[name]);
const SIGNS: Record<string, string> = {
  ...{ backslash: '\\', braceleft: '{', braceright: '}', asciicircum: '^', asciitilde: '~' },
};

describe('an entry of BibTeX', () => {
  it('of a preprint names its archive, of a published paper its journal', () => {
    const preprint = cite({ ids: { arxiv: 'cs/0112017', doi: '10.1/x' }, categories: ['cs.CL'] });
    expect(readEntry(preprint.bibtex)).toMatchObject({
      ...{ type: 'misc', key: preprint.key },
      fields: { eprint: 'cs/0112017', archivePrefix: 'arXiv', primaryClass: 'cs.CL', doi: '10.1/x' },
    });
    const published = readEntry(
      cite({ ids: { doi: '10.1/x' }, journalRef: 'J. Eng. 3 (1843) & more' }).bibtex,
    );
    expect(published).toMatchObject({ type: 'article', fields: { journal: 'J. Eng. 3 (1843) \\& more' } });
    expect(published.fields).not.toHaveProperty('eprint');
  });

  it.each([
    [['Ada Lovelace'], 'The Analytical Engine', '2026-08-20', 'lovelace2026analytical'],
    [['Lovelace, Ada'], 'Engines', '2025', 'lovelace2025engines'],
    [['Jean-Luc Ó Súilleabháin'], 'Über Räume', undefined, 'suilleabhain2026uber'],
    [['李白'], '山中问答', '2024-01-01', 'anonymous2024'],
    [[], 'On the', '2024-01-01', 'anonymous2024'],
    [['}, evil={'], '\\input{x}', '2024-01-01', 'evil2024input'],
  ])('by %j of %j has a key for every tool', (authors, title, publishedAt, key) => {
    expect(cite({ authors, title, ...(publishedAt && { publishedAt }) }).key).toBe(key);
  });

  it('takes the year of an arXiv id where the paper gives none', () => {
    expect(cite({ ids: { arxiv: '1909.00001' } }).key).toBe('lovelace2019notes');
  });

  it('keeps names whole that BibTeX would take apart', () => {
    const authors = [
      'ATLAS Collaboration',
      'Simon and Schuster',
      'Ada Lovelace',
      'a, b, c',
      'King, Jr., Martin',
    ];
    expect(readEntry(cite({ authors, authorCount: 9 }).bibtex).fields.author).toBe(
      '{ATLAS Collaboration} and {Simon and Schuster} and Ada Lovelace and {a, b, c} and {King, Jr., Martin} and others',
    );
  });

  it('holds the text whatever it is, and nothing but the text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'\\{}$&#_%^~"@,=\n\t %ab') }),
    );
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), text, text, (title, authors, address, arxiv) => {
        const { bibtex, key } = cite({
          ...{ title, authors, authorCount: 5, url: address, ids: { arxiv, doi: address } },
          ...{ journalRef: title, categories: [address], publishedAt: arxiv },
        });
        const entry = readEntry(bibtex);
        expect(entry.key).toBe(key);
        expect(key).toMatch(/^[a-z0-9]+$/);
        expect(typeset(entry.fields.title ?? '')).toBe(`{${title.replace(/\s+/g, ' ').trim()}}`);
        expect(entry.fields.title?.slice(1, -1)).not.toMatch(/(?<!\\)[$&#_%^~]/);
        const known = [
          'title',
          'author',
          'year',
          'month',
          'journal',
          'eprint',
          'archivePrefix',
          'primaryClass',
          'doi',
          'url',
        ];
        expect(Object.keys(entry.fields).filter((name) => !known.includes(name))).toEqual([]);
      }),
    );
  });

  it('writes no sign that LaTeX takes for a command', () => {
    expect(escapeTex('50% of $5 & {x}_1 ~ a^b \\n #1')).toBe(
      '50\\% of \\$5 \\& \\textbraceleft{}x\\textbraceright{}\\_1 \\textasciitilde{} a\\textasciicircum{}b \\textbackslash{}n \\#1',
    );
  });
});
