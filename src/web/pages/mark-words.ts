/** A stretch of a text, and whether it is a word that was looked for. */
export interface Piece {
  text: string;
  isHit: boolean;
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** How much of a text stands around the first word that was looked for. */
const AROUND = 130;

/** Every word of some texts once. */
export function listWords(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.match(WORD) ?? []))];
}

/** Takes a text apart where it holds words that were looked for; put together again it is the text. */
export function markWords(text: string, hits: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!hits.has(word)) continue;
    if (index > last) pieces.push({ text: text.slice(last, index), isHit: false });
    pieces.push({ text: word, isHit: true });
    last = index + word.length;
  }
  if (last < text.length) pieces.push({ text: text.slice(last), isHit: false });
  return pieces;
}

/** A line of a text around the first word in it that was looked for; undefined when it holds none. */
export function cutAround(text: string, hits: ReadonlySet<string>): string | undefined {
  const hit = [...text.matchAll(WORD)].find(([word]) => hits.has(word));
  if (!hit) return undefined;
  const [from, to] = [hit.index - AROUND, hit.index + hit[0].length + AROUND];
  const before =
    from <= 0 ? text.slice(0, hit.index) : `… ${text.slice(from, hit.index).replace(/^\S*\s+/, '')}`;
  const after =
    to >= text.length ? text.slice(hit.index) : `${text.slice(hit.index, to).replace(/\s+\S*$/, '')} …`;
  return before + after;
}
