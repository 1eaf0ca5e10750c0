import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { joinStretches, makeStretch, quoteText } from '../../src/templates/quote-text.js';
import { parseTemplate } from '../../src/templates/template.js';
import { fullDigest, renderOnce } from './sample-digest.js';

/** What a mail program shows of a part. */
async function decode(quoted: string): Promise<string | undefined> {
  const head =
    'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
  const { text } = await PostalMime.parse(Buffer.from(head + quoted, 'latin1'));
  return text;
}

const longest = (quoted: string) => Math.max(...quoted.split('\r\n').map(({ length }) => length));

/** Words, white space, signs, several bytes a character, and line breaks. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 90 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(' ', '  ', '=', '.', '\n', '\n.\n', 'α ≤ ε', '論文', '😀', '\t', 'From '),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').replace(/\r/g, ' '));

const exact = (text: string) => `[${text}]\n`;

describe('quoted-printable', () => {
  it('reads as it was written, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const quoted = quoteText(exact(text));
        expect(await decode(quoted)).toBe(exact(text));
        expect(longest(quoted)).toBeLessThanOrEqual(76);
      }),
    );
  });

  it('reads the same when it was made in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 6 }), async (pieces) => {
        const { text, quoted } = joinStretches(['[', ...pieces, ']\n'].map(makeStretch));
        expect(text).toBe(exact(pieces.join('')));
        expect(await decode(quoted)).toBe(text);
        expect(longest(quoted)).toBeLessThanOrEqual(76);
      }),
    );
  });

  it('holds nothing that a mail server might tidy: printable ASCII, no run of spaces, none at the end of a line', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(quoteText(text).replaceAll('\r\n', '')).toMatch(/^[ -~]*$/);
        expect(quoteText(text)).not.toMatch(/ {2}| \r\n| $/);
      }),
    );
  });

  it('fills a template as it is filled unquoted', async () => {
    const template = parseTemplate('<p>{{one}} = {{two}}</p> {{one}}\n', 'sample');
    await fc.assert(
      fc.asyncProperty(texts, texts, async (one, two) => {
        const quoted = template.quoted().fill({ one: makeStretch(one).quoted, two: makeStretch(two).quoted });
        expect(await decode(quoted)).toBe(template.fill({ one, two }));
      }),
    );
  });

  it('is what a digest says, in both its parts', async () => {
    const { html, text, quoted } = await renderOnce(fullDigest());
    expect(await decode(`${quoted?.html}\r\n`)).toBe(`${html}\n`);
    expect(await decode(quoted?.text ?? '')).toBe(text);
    expect(longest(`${quoted?.html}\r\n${quoted?.text}`)).toBeLessThanOrEqual(76);
  });
});
