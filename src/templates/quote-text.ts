/** Longest line but for the `=` of a soft line break (RFC 2045, section 6.7, rule 5). */
const LONGEST = 75;

/** A line break that is none of the text. */
const SOFT_BREAK = '=\r\n';

/**
 * What may not stand as it is: all but printable ASCII, `=`, spaces at the end of a line and all but the last of a run of
 * them. So no mail server that tidies white space changes a byte, and lines are in DKIM's relaxed form as they stand.
 */
const SPECIAL = /[^ -<>-~\n]| (?= |$)/gmu;

/** Met in every mail; the others are worked out one by one. */
const USUAL = new Map([...'= ·…–—‘’“”▲★é'].map((character) => [character, quoteCharacter(character)]));

/** A stretch of one part of a mail, and the same in quoted-printable. */
export interface Stretch {
  text: string;
  quoted: string;
}

/** Text in quoted-printable (RFC 2045, section 6.7), its line breaks CRLF. The last line stays open: what follows it must fit. */
export function quoteText(text: string): string {
  const quoted = text.replace(SPECIAL, (character) => USUAL.get(character) ?? quoteCharacter(character));
  return quoted.includes('\n') ? quoted.split('\n').map(breakLine).join('\r\n') : breakLine(quoted);
}

/** The same, to be put before whatever: what follows begins a line. */
export function quotePiece(text: string): string {
  return text === '' || text.endsWith('\n') ? quoteText(text) : closeLine(quoteText(text));
}

/** Ends an open line; no break is added to the text. */
export const closeLine = (quoted: string): string => quoted + SOFT_BREAK;

/** Text as a stretch that any other may follow. */
export function makeStretch(text: string): Stretch {
  return { text, quoted: quotePiece(text) };
}

/** Adds instead of joining: a join copies all that was joined before, and mails are long. */
export function joinStretches(stretches: readonly Stretch[]): Stretch {
  let [text, quoted] = ['', ''];
  for (const stretch of stretches) {
    text += stretch.text;
    quoted += stretch.quoted;
  }
  return { text, quoted };
}

/** `▲` is `=E2=96=B2`. Half a pair of surrogates is what it becomes in UTF-8 anyway. */
function quoteCharacter(character: string): string {
  const isHalf = /^[\uD800-\uDFFF]$/.test(character);
  return encodeURIComponent(isHalf ? '\uFFFD' : character).replaceAll('%', '=');
}

/** Joins instead of adding: most of what is broken is kept and put into many mails, and a joined text is in one piece. */
function breakLine(quoted: string): string {
  if (quoted.length <= LONGEST) return quoted;
  const lines: string[] = [];
  let at = 0;
  while (quoted.length - at > LONGEST) {
    const end = findEnd(quoted, at + LONGEST);
    lines.push(quoted.slice(at, end));
    at = end;
  }
  return [...lines, quoted.slice(at)].join(SOFT_BREAK);
}

/** The last place at or before `limit` that is not inside an `=XX`. */
function findEnd(quoted: string, limit: number): number {
  const sign = quoted.lastIndexOf('=', limit - 1);
  return sign > limit - 3 && sign >= 0 ? sign : limit;
}
