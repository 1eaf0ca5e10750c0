import { replacements, subsuperscripts } from 'unicodeit/ts_dist/js/data.js';

// unicodeit's `replace` runs thousands of passes over its text and is quadratic on hostile input;
// its tables, looked up a command at a time, keep the work linear.

/** Commands that unicodeit lacks, or shows with a sign that mail fonts do not have or readers do not know. */
const OWN_SYMBOLS: [string, string][] = [
  ['dots', '…'],
  ['dotsc', '…'],
  ['dag', '†'],
  ['i', 'ı'],
  ['j', 'ȷ'],
  ['eg', 'e.g.'],
  ['ie', 'i.e.'],
  ['etal', 'et al.'],
  ['langle', '⟨'],
  ['rangle', '⟩'],
  ['lbrack', '['],
  ['rbrack', ']'],
  ['llbracket', '⟦'],
  ['rrbracket', '⟧'],
  ['not', ''],
  ['phi', 'φ'],
  ['sim', '~'],
  ['square', '□'],
  ['textasciitilde', '~'],
  ['textbackslash', '∖'],
  ['textdegree', '°'],
  ['textemdash', '—'],
  ['textendash', '–'],
  ['textquoteright', '’'],
  ['textregistered', '®'],
  ['textunderscore', '_'],
];

const SYMBOLS = new Map<string, string>(
  replacements.flatMap(([command = '', sign = '']): [string, string][] =>
    // A combining mark is no sign of its own; accents are set on their letter.
    /^\\[A-Za-z]+$/.test(command) && !/^\p{M}/u.test(sign) ? [[command.slice(1), sign]] : [],
  ),
);
for (const [name, sign] of OWN_SYMBOLS) SYMBOLS.set(name, sign);

const DOUBLE_STRUCK = new Map<string, string>(
  replacements.flatMap(([command = '', sign = '']): [string, string][] => {
    const letter = /^\\mathbb\{([A-Z])\}$/.exec(command)?.[1];
    // Letters beyond the first plane (𝔼, 𝔽 …) are missing from the fonts of many mail readers.
    return letter !== undefined && sign.length === 1 ? [[letter, sign]] : [];
  }),
);

const SCRIPTS = new Map<string, string>(
  subsuperscripts.map(([plain = '', sign = '']): [string, string] => [plain, sign]),
);
SCRIPTS.set('^V', 'ⱽ');
SCRIPTS.set('^′', '′');
SCRIPTS.set('^∘', '°');
SCRIPTS.delete('^.');

const ACCENTS: Record<string, string> = {
  '"': '\u0308',
  "'": '\u0301',
  '`': '\u0300',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  '.': '\u0307',
  c: '\u0327',
  H: '\u030b',
  k: '\u0328',
  r: '\u030a',
  u: '\u0306',
  v: '\u030c',
  d: '\u0323',
  b: '\u0331',
  hat: '\u0302',
  widehat: '\u0302',
  tilde: '\u0303',
  widetilde: '\u0303',
  bar: '\u0304',
  dot: '\u0307',
  ddot: '\u0308',
};

/** The sign of a command such as `alpha` or `times` (no backslash); undefined when it has none. */
export function symbolOf(name: string): string | undefined {
  return SYMBOLS.get(name);
}

/** `\mathbb{R}` as ℝ; the plain letter where no common font has the sign. */
export function showDoubleStruck(letters: string): string {
  return DOUBLE_STRUCK.get(letters) ?? letters;
}

/** A letter under an accent, composed; undefined when `name` is no accent or there is more than one letter. */
export function accentLetter(name: string, letter: string): string | undefined {
  const mark = Object.hasOwn(ACCENTS, name) ? ACCENTS[name] : undefined;
  if (mark === undefined || !/^\p{L}$/u.test(letter)) return undefined;
  const base = letter === 'ı' ? 'i' : letter === 'ȷ' ? 'j' : letter;
  return (base + mark).normalize('NFC');
}

/**
 * Text raised (`^`) or lowered (`_`): in Unicode's script letters when all of it has them and it is no long word, else `x^(…)` and `x_(…)`,
 * without brackets when it is one word or sign; a lowered sign just follows (ℓ∞).
 */
export function showScript(kind: '^' | '_', text: string): string {
  const plain = text.replace(/\s+/g, '');
  if (plain === '') return '';
  const signs = Array.from(plain, (letter) => SCRIPTS.get(kind + letter));
  const isWord = /^\p{L}{4,}$/u.test(plain);
  if (!isWord && signs.every((sign) => sign !== undefined)) return signs.join('');
  if (/^[^\p{L}\p{N}]$/u.test(plain)) return kind === '_' ? plain : kind + plain;
  return /^[\p{L}\p{N}.]+$/u.test(plain) ? kind + plain : `${kind}(${text.trim()})`;
}
