/** TeX accents as combining characters; the letter they stand on comes after them in TeX, before them in Unicode. */
const COMBINING: Record<string, string> = {
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '"': '\u0308',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  k: '\u0328',
  r: '\u030a',
  u: '\u0306',
  v: '\u030c',
  H: '\u030b',
};

const LETTERS: Record<string, string> = {
  aa: 'å',
  AA: 'Å',
  ae: 'æ',
  AE: 'Æ',
  l: 'ł',
  L: 'Ł',
  o: 'ø',
  O: 'Ø',
  oe: 'œ',
  OE: 'Œ',
  ss: 'ß',
  i: 'i',
  j: 'j',
};

const ACCENT = /\{?\\(?:(['`^"~=.])\s*|([ckruvH])(?:\s+|(?=\{)))\{?\\?([A-Za-z])\}?\}?/g;
const LETTER = /\{?\\(aa|AA|ae|AE|oe|OE|ss|[lLoOij])(?![A-Za-z])(?:\{\}|\s+)?\}?/g;

/**
 * A name of the announcements, in which accents are written as in TeX (`Andr\'e`), as the API of arXiv writes it
 * (`André`): else the same authors would be others each time.
 */
export function readAccents(name: string): string {
  const accented = name.replace(ACCENT, (whole, mark = '', command = '', letter = '') => {
    const combining = COMBINING[mark || command];
    return combining === undefined ? whole : letter + combining;
  });
  return accented.replace(LETTER, (whole, command: string) => LETTERS[command] ?? whole).normalize('NFC');
}
