import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../src/readers/read-address.js';

const long = (count: number) => 'a'.repeat(count);

describe('an address', () => {
  it.each([
    ['reader@example.org', 'reader@example.org'],
    ['  Reader.Name+Paper@Example.ORG\t', 'reader.name+paper@example.org'],
    ["o'neil_{x}=?@sub.example.org", "o'neil_{x}=?@sub.example.org"],
    ['ada@exämple.org', 'ada@xn--exmple-cua.org'],
    ['ada@exa\u0308mple.org', 'ada@xn--exmple-cua.org'],
    ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
    ['ada@localhost', 'ada@localhost'],
    [`${long(64)}@example.org`, `${long(64)}@example.org`],
  ])('%j is read as %j', (text, address) => {
    expect(readAddress(text)).toEqual({ address });
  });

  it.each([
    ['', 'there is no address'],
    ['a@b.example\r\nBcc: c@d.example', 'a line break'],
    ['a@b.example\u2028c', 'a line break'],
    ['a\u0000@b.example', 'cannot be seen'],
    ['a\u200b@b.example', 'cannot be seen'],
    ['"a b"@example.org', 'quotation marks'],
    ['Ada <ada@example.org>', 'without a name'],
    ['ada(home)@example.org', 'comment'],
    ['a@b.example,c@d.example', 'more than one address'],
    ['a@b.example; c@d.example', 'more than one address'],
    ['a b@example.org', 'a space'],
    ['a@b@example.org', 'more than one @'],
    ['example.org', 'no @'],
    ['@example.org', 'before the @'],
    ['ada@', 'after the @'],
    ['.ada@example.org', 'a dot'],
    ['ada..b@example.org', 'a dot'],
    ['ada:b@example.org', '":" may not'],
    ['adä@example.org', 'without accents'],
    [`${long(65)}@example.org`, '65 characters before'],
    [`ada@${`${long(60)}.`.repeat(4)}example`, '255 characters'],
    [long(1001), '1001 characters'],
    ['ada@example', 'has no dot'],
    ['ada@127.0.0.1', 'a number'],
    ['ada@0x7f.1', 'a number'],
    ['ada@[127.0.0.1]', 'a number'],
    ['ada@example.org.', 'no domain'],
    ['ada@-example.org', 'no domain'],
    ['ada@exa_mple.org', 'no domain'],
    ['ada@ex%61mple.org', 'no domain'],
    ['ada@xn--zzzzzz.org', 'no domain'],
    [`ada@${long(64)}.org`, 'no domain'],
  ])('%j is refused, and the words say why', (text, words) => {
    expect(readAddress(text)).toEqual({ problem: expect.stringContaining(words) });
  });

  const marks = fc.constantFrom(
    '@',
    '.',
    ' ',
    '\r\n',
    ',',
    '<',
    '"',
    'ä',
    'İ',
    'ß',
    '。',
    '\u00ad',
    '%40',
    'xn--',
    'ﬁ',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(marks, fc.stringMatching(/^[a-z0-9.-]{0,6}$/))).map((parts) => parts.join('')),
    fc
      .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
      .map((parts) => parts.join('@')),
    fc.emailAddress(),
    fc
      .tuple(fc.emailAddress(), marks, fc.nat(40))
      .map(([email, mark, at]) => email.slice(0, at) + mark + email.slice(at)),
  );

  it('that is taken fits a header and an envelope, and is read again as it is', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const read = readAddress(text);
        if ('problem' in read) return void expect(read.problem).toMatch(/^\S.*[^.]$/s);
        expect(read.address).toMatch(/^[!-~]{1,64}@[a-z0-9.-]+$/);
        expect(read.address).not.toMatch(/[\s,;<>"()[\]:\\A-Z]|@.*@/);
        expect(read.address.length).toBeLessThanOrEqual(254);
        expect(readAddress(read.address)).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});
