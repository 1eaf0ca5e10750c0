/** Signs that mean something to LaTeX. While its markup is taken away, those that mean themselves stand shielded. */
const SIGNS = '$_^{}~%#&-\\';

// Noncharacters (Unicode 16, section 23.7) are never part of text that is meant for people.
const FIRST = 0xfdd0;
const SHIELDS = new RegExp(
  `[${String.fromCharCode(FIRST)}-${String.fromCharCode(FIRST + SIGNS.length - 1)}]`,
  'g',
);

/** Puts every sign of LaTeX in `text` out of reach of what follows, until `unshield`. */
export function shield(text: string): string {
  return text.replace(/[$_^{}~%#&\-\\]/g, (sign) => String.fromCharCode(FIRST + SIGNS.indexOf(sign)));
}

/** Gives the shielded signs back. */
export function unshield(text: string): string {
  return text.replace(SHIELDS, (mark) => SIGNS[mark.charCodeAt(0) - FIRST] ?? '');
}
