/** Columns of the text part. */
export const COLUMNS = 72;

/** Breaks one line of text at spaces so that no line is longer than `columns`; a longer word is broken inside. */
export function wrapText(text: string, columns = COLUMNS): string {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const cut = space > 0 ? space : findCharacterEnd(rest, columns);
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return lines.length > 0 ? [...lines, rest].join('\n') : text;
}

/** The last place at or before `limit` that is not inside a surrogate pair. */
function findCharacterEnd(text: string, limit: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}
