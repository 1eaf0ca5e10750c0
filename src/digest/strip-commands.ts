import { shield } from './latex-literals.js';
import { accentLetter, showDoubleStruck, showScript, symbolOf } from './latex-symbols.js';

/** Deeper nesting than this is no text for people; what remains only loses its braces. */
const DEEPEST = 8;

/** Commands that change how text looks, or where it stands, and say nothing themselves. */
const SILENT =
  /^(?:[Bb]igg?[lrm]?|left|right|middle|displaystyle|textstyle|(?:no)?limits|xspace|noindent|protect|newline|linebreak|allowbreak|(?:math|text)(?:cal|bb|bf|rm|it|sf|tt|sc|scr|frak|normal)|bm|boldsymbol|operatorname|emph|text|mbox|underline|overline)$/;
/** Switches, which hold until their group ends. */
const SWITCH =
  /\{\s*\\(?:em|bf|it|sc|rm|tt|sf|sl|tiny|small|large|Large|footnotesize|normalsize|(?:it|sc|sl)shape|bfseries|(?:tt|sf|rm)family)(?![A-Za-z])\s*/g;
/** Commands whose argument is for the typesetter. */
const DROPPED =
  /^(?:cite[a-z]*|label|ref|eqref|autoref|footnote|thanks|begin|end|color|[vh]space|phantom|index)$/;

const ACCENT_SIGN = /\\(["'`^~=.])(?:\{\s*(\\[ij]|\p{L})\s*\}|\s?(\\[ij](?![A-Za-z])|\p{L}))/gu;
const ACCENT_LETTER = /\\([cHkruvdb])(?:\{\s*(\\[ij]|\p{L})\s*\}| (\p{L})(?!\p{L}))/gu;
const TWO_ARGUMENTS = /\\([dts]?frac|href|texorpdfstring|textcolor)\s?\{([^{}]*)\}\s?\{([^{}]*)\}/g;
const ONE_ARGUMENT = /\\([A-Za-z]+)\*?\s?\{([^{}]*)\}/g;
const SCRIPT_GROUP = /([_^])\{([^{}]*)\}/g;

/** Turns LaTeX commands, accents, scripts and groups into Unicode text. Signs that mean themselves come out shielded. */
export function stripCommands(text: string): string {
  let shown = showNames(showAccents(showEscapes(text)).replace(SWITCH, '\\emph{'));
  for (let depth = 0; depth < DEEPEST; depth++) {
    const before = shown;
    shown = showGroups(shown);
    if (shown === before) break;
  }
  return stripBraces(showScripts(stripOpen(shown)));
}

/** `\&` is &, `\ ` and `\\` are spaces, `\'s` is no accent but an apostrophe someone escaped. */
function showEscapes(text: string): string {
  return text
    .replace(/\\\\/g, ' ')
    .replace(/\\([$_{}%#&])/g, (_, sign: string) => shield(sign))
    .replace(/\\'(?<=\p{L}\\')(?=s(?!\p{L}))/gu, "'")
    .replace(/\\\|/g, '‖')
    .replace(/\\[ ,;:>]/g, ' ')
    .replace(/\\[!@/-]/g, '');
}

function showAccents(text: string): string {
  const accent = (whole: string, name: string, braced?: string, bare?: string) =>
    accentLetter(name, (braced ?? bare ?? '').replace('\\i', 'ı').replace('\\j', 'ȷ')) ?? whole;
  return text.replace(ACCENT_SIGN, accent).replace(ACCENT_LETTER, accent);
}

/** Commands that stand for one sign, and those without an argument: `\left(` says nothing, `\log` is its own name. */
function showNames(text: string): string {
  return text
    .replace(/\^\s?(?:\\(?:circ|degree)(?![A-Za-z])|\{\s?\\(?:circ|degree)\s?\})/g, '°')
    .replace(/\\([A-Za-z]+)(\*?\s?\{)?/g, (whole, name: string, opening?: string) => {
      if (opening !== undefined && name === 'sqrt') return whole;
      const sign = symbolOf(name);
      if (sign !== undefined) return sign + (opening ?? '');
      return opening === undefined ? nameBare(name) : whole;
    });
}

function nameBare(name: string): string {
  return SILENT.test(name) || DROPPED.test(name) ? '' : name;
}

/** Takes the innermost groups apart. */
function showGroups(text: string): string {
  return text
    .replace(TWO_ARGUMENTS, (_, name: string, first: string, second: string) =>
      name.endsWith('frac') ? `${bracket(first)}/${bracket(second)}` : second,
    )
    .replace(ONE_ARGUMENT, (_, name: string, argument: string) => showCommand(name, argument))
    .replace(SCRIPT_GROUP, (_, kind: '^' | '_', content: string) =>
      shield(showScript(kind, showScripts(content))),
    );
}

function showCommand(name: string, argument: string): string {
  if (DROPPED.test(name)) return '';
  if (name === 'mathbb') return showDoubleStruck(argument);
  if (name === 'sqrt') return `√${bracket(argument)}`;
  if (name === 'unicode') return showCodePoint(argument);
  if (name === 'textsuperscript') return shield(showScript('^', argument));
  if (name === 'textsubscript') return shield(showScript('_', argument));
  if (argument === '') return nameBare(name);
  return accentLetter(name, argument) ?? argument;
}

/** MathJax's `\unicode{x2013}`. */
function showCodePoint(argument: string): string {
  const code = Number.parseInt(argument.replace(/^[xU]\+?/i, ''), 16);
  const isText =
    code >= 0x20 && code <= 0xffff && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCharCode(code));
  return isText ? shield(String.fromCharCode(code)) : '';
}

function bracket(text: string): string {
  return /[\s+\-/]/.test(text.trim()) ? `(${text.trim()})` : text;
}

/** Scripts without braces: all raised ones; lowered ones only after a lone letter, so that snake_case stays. */
function showScripts(text: string): string {
  return text
    .replace(/\^([-−+]?\d+|[\p{L}*+∗∞′†⊤⊥∘])/gu, (_, content: string) => showScript('^', content))
    .replace(/_(?<=(?<![\p{L}\p{N}_])[\p{L}∑∏∇∫]_)(\d+|[\p{L}∞])(?![\p{L}\p{N}_])/gu, (_, content: string) =>
      showScript('_', content),
    );
}

/** Commands whose group never closes, as in an abstract the source has cut. */
function stripOpen(text: string): string {
  return text.replace(/\\([A-Za-z]+)\*?\s?\{/g, (_, name: string) => nameBare(name)).replace(/\\/g, '');
}

/** Braces that only group vanish (`1{,}879`); those around a list (`{yes, no}`) are the author's. */
function stripBraces(text: string): string {
  return text.replace(/\{([^{},]*|,)\}/g, '$1').replace(/\{([^{},]*)\}/g, '$1');
}
