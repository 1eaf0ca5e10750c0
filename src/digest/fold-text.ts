/**
 * Words of a text for comparing, joined by single spaces: case, accents, hyphens and punctuation are folded away;
 * `+` and `#` stay where they end a word (C++, C#).
 */
export function foldText(text: string): string {
  const bare = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return (bare.match(/[\p{L}\p{N}]+[+#]*/gu) ?? []).join(' ');
}
