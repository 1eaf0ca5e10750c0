/** What ends with a full stop and ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s([~])(?:et al|al|i\.e|e\.g|a\.k\.a|w\.r\.t|cf|vs|viz|resp|approx|ca|etc|figs?|eqs?|eqns?|secs?|tabs?|refs?|defs?|thms?|no|nos|vol|pp?|dr|mr|mrs|ms|prof|st|jr|inc|ltd|dept|univ|u\.s|\p{L})\.$/iu;

/**
 * Where a sentence may end: its mark, closing quotes or brackets, space, and a beginning that is no small letter.
 * Chinese and Japanese marks need no space after them, and now and then a source loses it ("known.However, we").
 */
const END =
  /[.!?…؟۔।][)\]"'”’]{0,3}(?=\s+[("'“‘[]{0,3}[\p{Lu}\p{Lt}\p{Lo}\p{N}])|\.(?<=\p{Ll}{3}\.)(?=\p{Lu}\p{Ll}+,? )|[。！？｡][)\]"'”’」』）]{0,3}/gu;

/** How a whole text ends, and how one that was cut does. */
const WHOLE = /[.!?؟۔।。！？｡][)\]"'”’」』）]{0,3}$/;
const TRAILING_OFF = /\.\.\.?[)\]"'”’]{0,3}$/;

/**
 * Whole sentences of a plain text, in order. "et al.", "i.e.", initials and decimals end none. What follows the last
 * mark, and a last sentence that trails off in dots, is left out: the source cut it.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const { index, 0: mark } of text.matchAll(END)) {
    const end = index + mark.length;
    // Twenty characters hold the longest abbreviation.
    if (mark === '.' && ABBREVIATION.test(text.slice(Math.max(from, end - 20), end))) continue;
    if (mark === '.' && isTornNumber(text, end)) continue;
    sentences.push(text.slice(from, end).trim());
    from = end;
  }
  const last = text.slice(from).trim();
  return isWhole(last) ? [...sentences, last] : sentences;
}

/** "53. 6 %": a space that slipped into a decimal. */
function isTornNumber(text: string, end: number): boolean {
  return /\d\.$/.test(text.slice(end - 2, end)) && /^\s\d/.test(text.slice(end, end + 2));
}

/** Whether a text ends where its author ended it. */
export function isWhole(text: string): boolean {
  return WHOLE.test(text) && !TRAILING_OFF.test(text);
}
