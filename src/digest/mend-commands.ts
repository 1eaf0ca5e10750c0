// Some sites drop the backslashes (and the `$`) of LaTeX: `mathcal{O}`, `5times`, `ell_infty`. A name is given its
// backslash back only where no English sentence would have it: glued to a brace, a digit or a script, or no word at all.

/** Names that take an argument in braces; no word of a sentence stands before `{`. */
const WITH_BRACES =
  /(?<![\\A-Za-z])((?:math|text)(?:cal|bb|bf|rm|it|sf|tt|sc|scr|frak)|boldsymbol|operatorname|emph|text|sqrt|frac|hat|widehat|tilde|widetilde|bar|overline|underline|vec|cite[pt]?|ref|label|url|href)(?=\{)/g;

/** Styles glued to what they style: `boldsymbolλ`, `mathbbR`, `mathcal O`. */
const GLUED_STYLE =
  /(?<![\\A-Za-z])(?:boldsymbol|math(?:cal|bb|bf|rm|sf|frak|scr)) ?(?:([A-Za-z])(?![A-Za-z])|(?=[^\p{ASCII}\s]))/gu;

// In the patterns below the name comes first and what may not stand before it is looked at afterwards: an engine finds
// a literal many times faster than it looks behind at every character.

/** Names that are no English word and no name of a thing. */
const NO_WORD = notAfter(
  String.raw`[\p{L}\p{M}\\/.@#-]`,
  'varepsilon|varphi|vartheta|varrho|varsigma|varnothing|infty|[lg]eq(?:slant)?|neq|(?:long)?(?:left|right)arrow|leftrightarrow|(?:Left|Right)arrow|propto|cdots?|ldots|[lr](?:ceil|floor)|[lr]angle|oplus|otimes|emptyset|subseteq|supseteq',
  String.raw`(?![\p{L}\p{M}/])`,
);

const GREEK =
  'alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega';

/** Names that are words too, where a script or a value follows: `tau^2`, `ell_1`, `alpha=0.5`. */
const WITH_SCRIPT = notAfter(
  String.raw`[\p{L}\p{N}\\/._-]`,
  `${GREEK}|ell|nabla|sum|prod`,
  String.raw`(?=[_^]|\s?[=<>]\s?\d)`,
);
/** `(epsilon, delta)`. */
const PAIR = new RegExp(`\\((${GREEK}), ?(${GREEK})\\)`, 'g');
/** A name alone in braces or raised: `{sim}20%`, `360^circ`. */
const ALONE = new RegExp(
  `([{^_])(${GREEK}|sim|times|circ|infty|ell|approx|pm|dagger|star|ast|top|prime|perp)(?![A-Za-z])`,
  'g',
);

/** Gives stripped LaTeX commands their backslash back; leaves every ordinary word alone. */
export function mendCommands(text: string): string {
  return mendSigns(text)
    .replace(WITH_BRACES, '\\$1')
    .replace(GLUED_STYLE, '$1')
    .replace(NO_WORD, '\\$1')
    .replace(WITH_SCRIPT, '\\$1')
    .replace(PAIR, '(\\$1, \\$2)')
    .replace(ALONE, '$1\\$2');
}

/** `1920times1080`, `5times`, `sim607K`, `approx 0.52`, `0.31 pm 0.02`, `LLMtimesMapReduce`, `R^{d times d}`. */
function mendSigns(text: string): string {
  return text
    .replace(/times(?<=\d[KMBkx%]?times)(?![a-zA-Z])/g, '×')
    .replace(/times(?<=[A-Z]{2}times)(?=[A-Z])/g, '×')
    .replace(/times(?<=[_^]\{\w{0,3} ?times)(?= ?\w{0,3}\})/g, '×')
    .replace(/sim(?=\d)(?<![\p{L}\p{N}\\/._-]sim)(?!2[a-zA-Z]|\d[dD](?![a-z]))/gu, '~')
    .replace(/approx(?= ?\d)(?<![\p{L}\\]approx)/gu, '≈')
    .replace(/(\.\d{1,6} ?)pm(?= ?\d{1,6}\.\d)/g, '$1±');
}

function notAfter(before: string, names: string, after: string): RegExp {
  return new RegExp(`(${names})${after}(?<!${before}(?:${names}))`, 'gu');
}
