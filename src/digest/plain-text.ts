import { shield, unshield } from './latex-literals.js';
import { mendCommands } from './mend-commands.js';
import { stripCommands } from './strip-commands.js';

/** Longest formula between two `$`; what is longer is prose between two prices. */
const LONGEST_FORMULA = 400;

// Controls, lone surrogates, noncharacters, and format characters that hide or turn text round
// (Unicode TR 36, section 2.5). Joiners (U+200C, U+200D) are kept: scripts and emoji need them.
const LINE_CONTROLS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]/gu;

/**
 * Text as it came, for people: LaTeX as Unicode (`$S^{2}$FT` → S²FT), stripped commands mended (`mathcal{O}` → O),
 * prices kept ($200k), on one line, without characters that hide or reorder text. Not escaped for HTML.
 * Never raises; takes time linear in the length.
 */
export function toPlainText(text: string): string {
  const clean = text.replace(LINE_CONTROLS, ' ').replace(HIDDEN, '');
  return showMarkup(clean).normalize('NFC').replace(/\s+/g, ' ').trim();
}

function showMarkup(text: string): string {
  const shielded = shieldAddresses(text).replace(/\\\$/g, () => shield('$'));
  const mended = mendCommands(partTies(stripFormulas(shielded)));
  return unshield(showDashes(stripCommands(mended)));
}

/** Underscores and tildes of an address are its own. What is left of `\href` (`address{words}`) shows the address. */
function shieldAddresses(text: string): string {
  return text.replace(/(https?:\/\/[^\s{}$\\]+)(?:\{[^{}]*\})?/g, (_, address: string) => shield(address));
}

/** Takes the `$` (and `\(`, `\[`) from around formulas and leaves those of prices. */
function stripFormulas(text: string): string {
  const parts = stripDelimiters(text).split(/\$\$?/);
  const shown = [parts[0] ?? ''];
  for (let at = 1; at < parts.length; at++) {
    const [content = '', after] = parts.slice(at, at + 2);
    const formula = after !== undefined && isFormula(content, after);
    shown.push(formula ? braceScripts(content) : shield('$') + content);
    if (!formula) continue;
    shown.push(after);
    at++;
  }
  return shown.join('');
}

/** `\(…\)` and `\[…\]`, which are never prices. */
function stripDelimiters(text: string): string {
  return text
    .replace(/\\[([]((?:(?!\\[()[\]])[^$]){1,400})\\[)\]]/g, (_, formula: string) => braceScripts(formula))
    .replace(/\\[()[\]]/g, '');
}

/** Whether what stands between two `$` is a formula, and the `$` no prices (after Pandoc's rule for `tex_math_dollars`). */
function isFormula(content: string, after: string): boolean {
  if (content.trim() === '' || content.length > LONGEST_FORMULA) return false;
  const hasCommand = /\\[A-Za-z]/.test(content);
  const [spaceBefore, spaceAfter] = [/^\s/.test(content), /\s$/.test(content)];
  if (hasCommand || !/[\p{L}\p{N}]/u.test(content)) return true;
  if (spaceBefore !== spaceAfter || /^\d.*(?:[A-Za-z]{2}\s|[–-]$)/.test(content)) return false;
  return /[\\^_=]/.test(content) || !(spaceBefore || /^\d/.test(after));
}

/** Within a formula every `_x` lowers; elsewhere it may be a name such as my_file. */
function braceScripts(formula: string): string {
  return formula.replace(/_\s?([A-Za-z0-9]|[^\p{ASCII}])/gu, '_{$1}');
}

/** TeX's unbreakable spaces: `Fig.~3`. A tilde before a number (`~10`) is the author's. */
function partTies(text: string): string {
  return text.replace(/~(?<=(?:\p{L}{2}|\.)~)(?=[\p{L}\p{N}(\\])|~(?=\\(?:cite|ref|eqref))/gu, ' ');
}

/** TeX's dashes and quotes; `--force` is an option and stays. */
function showDashes(text: string): string {
  return text
    .replace(/---(?<!----)(?!-)/g, '—')
    .replace(/--(?<![-<!]--)(?![->])(?<!(?:^|\s)--(?=\p{L}))/gu, '–')
    .replace(/``([^`]{1,300}?)''/g, '“$1”');
}
