/** Control characters, line and paragraph separators, and marks that turn the direction of what follows. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u200B\u202A-\u202E\u2066-\u2069\uFEFF\s]+/gu;
/** Most texts: printable ASCII with single spaces. */
const CLEAN_ALREADY = /^[!-~]+(?: [!-~]+)*$/;
const LONE_SURROGATE = /\p{Cs}/gu;
const LONGEST_URL = 2000;

/** Scraped text as one line: no control characters, single spaces, at most `longest` UTF-16 units, cut at a word. */
export function cleanText(text: string, longest: number): string {
  if (text.length <= longest && CLEAN_ALREADY.test(text)) return text;
  // What lies far behind the cut need not be cleaned; the slack makes up for white space that falls away.
  const near = text.slice(0, longest * 4);
  return shortenText(near.replace(LONE_SURROGATE, '\uFFFD').replace(UNWANTED, ' ').trim(), longest);
}

/** Cuts a line at a word, or inside one that is too long, and ends it with `…`. The result fits in `longest` UTF-16 units. */
export function shortenText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  if (longest < 1) return '';
  const room = text.slice(0, longest);
  const space = room.lastIndexOf(' ');
  const cut = space > longest / 2 ? room.slice(0, space) : withoutHalfCharacter(room.slice(0, longest - 1));
  return `${cut.replace(/(?<![\s,;:.–—-])[\s,;:.–—-]+$/u, '')}…`;
}

function withoutHalfCharacter(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '');
}

/** The address as it may be linked, or undefined when it is not http or https (or unreasonably long). */
export function linkableUrl(url: string | undefined): string | undefined {
  if (url === undefined || url.length > LONGEST_URL || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return (protocol === 'http:' || protocol === 'https:') && href.length <= LONGEST_URL ? href : undefined;
}
