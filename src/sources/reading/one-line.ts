/**
 * A text on one line: white space and control characters become single spaces, the ends are trimmed. Otherwise it
 * stays as it came. Half a surrogate pair becomes U+FFFD, since no database can hold it.
 */
export function oneLine(text: string): string {
  const line = text.replace(RUN, ' ').trim();
  return SURROGATE.test(line) ? line.replace(/\p{Cs}/gu, '\ufffd') : line;
}

/** All white space but a space that stands alone: most of a text is words with one between them. */
const RUN = /(?: [\s\p{Cc}]|[^\S ]|\p{Cc})[\s\p{Cc}]*/gu;

/** Either half of a pair, which is quickly looked for; whether it stands alone is looked at after that. */
const SURROGATE = /[\ud800-\udfff]/;
