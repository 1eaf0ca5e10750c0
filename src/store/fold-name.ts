/**
 * Names that may be one person's fold into one: family name and first initial, without case and accents. `Byron, Ada`
 * is Ada Byron; of a name that is one word there is no initial.
 */
export function foldName(name: string): string {
  const [before = [], after = []] = name.split(',', 2).map(splitName);
  const words = [...after, ...before];
  const initial = words.length > 1 ? [...(words[0] ?? '')][0] : '';
  return `${words.at(-1) ?? ''} ${initial}`;
}

/** `Jean-Luc O’Hara` → `jeanluc`, `ohara`. */
function splitName(text: string): string[] {
  const words = text.normalize('NFKD').toLowerCase().split(/\s+/);
  return words.map((word) => word.replace(/[^\p{L}\p{N}]+/gu, '')).filter((word) => word !== '');
}
