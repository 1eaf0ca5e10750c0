import fc from 'fast-check';

/** One change of a text. What it changes depends on the text it meets, so a shorter list of changes is a simpler input. */
interface Edit {
  kind: (typeof KINDS)[number];
  /** Where, in ten-thousandths of the text. */
  at: number;
  to: number;
  /** How often, how far, or which. */
  pick: number;
}

const KINDS = [
  ...([
    'cut',
    'end',
    'double',
    'swap',
    'splice',
    'flip',
    'insert',
    'number',
    'string',
    'nest',
    'tag',
    'charset',
  ] as const),
];

/** Nothing that is read is longer: answers are bounded by `fetch.maxBytes`, the rest by less. */
const LONGEST = 1_000_000;

/** What readers of formats stumble over. */
const TOKENS = [
  ...[
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<',
    '>',
    '</',
    '/>',
    '&',
    '&#0;',
    '&#x110000;',
    '&amp;amp;',
    '<?xml?>',
    '<script>',
  ],
  ...[
    '<!DOCTYPE x [<!ENTITY a "&b;&b;">]>',
    '&a;',
    '<svg/onload=1>',
    '"',
    "'",
    '\\',
    '\\u0000',
    '\\ud800',
    '{',
    '}',
    '[',
    ']',
  ],
  ...[
    'null',
    'true',
    '""',
    '{}',
    '[]',
    ':',
    ',',
    '\0',
    '\ud800',
    '\udfff',
    '\ufeff',
    '\ufffd',
    '\u202e',
    '\u0301',
    'İ',
    'ß',
    '😀',
  ],
  ...[
    '\r\n',
    '\n\n',
    '\t',
    '\r',
    '\u2028',
    ' '.repeat(500),
    '__proto__',
    'constructor',
    'toString',
    '../../',
    '%00',
    '%',
    '=',
    '+',
    '@',
  ],
  ...[
    '*a',
    '&a [*a]',
    '!!js/function',
    '<<: *a',
    '- -',
    '--B',
    'Content-Type: message/rfc822\r\n\r\n',
    'Content-Transfer-Encoding: base64\r\n',
  ],
  ...[
    '=?utf-8?B?',
    '=?x?Q?=00?=',
    '$',
    '$$',
    '\\frac{',
    '\\(',
    '^{',
    '_{',
    '~',
    '``',
    "''",
    '0000-00-00',
    '2026-02-30',
    'https://[',
    '//',
  ],
];

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1e999',
  '-1e999',
  '9007199254740993',
  '1e-999',
  '0x10',
  '٣',
  '1.',
  '99999999999999999999',
];

const CHARSETS = [
  'utf-16le',
  'utf-7',
  'iso-2022-jp',
  'shift_jis',
  'x-user-defined',
  'replacement',
  'klingon',
  '',
];

const ANYWHERE = fc.integer({ min: 0, max: 10_000 });

/** Texts that were once one of the seeds: cut, doubled, spliced with others, nested, and wrong in small things. */
export function mutated(seeds: readonly string[]): fc.Arbitrary<string> {
  const edits = fc.array(
    fc.record<Edit>({ kind: fc.constantFrom(...KINDS), at: ANYWHERE, to: ANYWHERE, pick: fc.nat(100_000) }),
    { minLength: 1, maxLength: 8 },
  );
  const seed = fc.nat(seeds.length - 1).map((at) => seeds[at] ?? '');
  return fc
    .tuple(seed, edits)
    .map(([text, list]) => list.reduce((now, edit) => apply(now, edit, seeds), text));
}

function apply(text: string, { kind, at, to, pick }: Edit, seeds: readonly string[]): string {
  const from = place(text, Math.min(at, to));
  const until = Math.min(place(text, Math.max(at, to)), from + 1 + (pick % 5000));
  const part = text.slice(from, until);
  const put = (middle: string, end = until) =>
    (text.slice(0, from) + middle + text.slice(end)).slice(0, LONGEST);
  switch (kind) {
    case 'cut':
      return put('');
    case 'end':
      return text.slice(0, from);
    case 'double':
      return put(part.repeat(2 + (pick % 30)));
    case 'swap':
      return put(text.slice(until, until + part.length) + part, until + part.length);
    case 'splice': {
      const other = seeds[pick % seeds.length] ?? '';
      const begin = place(other, to);
      return put(other.slice(begin, begin + 1 + (pick % 3000)));
    }
    case 'flip':
      return put(String.fromCharCode((text.charCodeAt(from) || 0) ^ (1 << (pick % 8))), from + 1);
    case 'insert':
      return put(choose(TOKENS, pick), from);
    case 'nest':
      return put((part.slice(0, 12) || choose(TOKENS, pick)).repeat(1 + (pick % 40_000)), from);
    case 'tag':
      return put(
        `${choose(['<div>', '<a href="', '<!--', '{"a":', '[', '<item>', '- ', '>'], pick)}`.repeat(pick),
        from,
      );
    case 'number':
      return replaceNear(text, /-?\d+(?:\.\d+)?/g, from, choose(NUMBERS, pick));
    case 'string':
      return replaceNear(
        text,
        /"[^"\n]{0,300}"/g,
        from,
        choose(['null', '{}', '[]', '0', 'true', '""', '"\\ud800"'], pick),
      );
    case 'charset':
      return replaceNear(text, /utf-?8|us-ascii|iso-8859-1/gi, 0, choose(CHARSETS, pick));
  }
}

function place(text: string, part: number): number {
  return Math.floor((text.length * part) / 10_000);
}

function choose(list: readonly string[], pick: number): string {
  return list[pick % list.length] ?? '';
}

function replaceNear(text: string, pattern: RegExp, from: number, by: string): string {
  pattern.lastIndex = from;
  const found = pattern.exec(text) ?? pattern.exec(text);
  return found ? text.slice(0, found.index) + by + text.slice(found.index + found[0].length) : text;
}
