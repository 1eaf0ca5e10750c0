/** A word of a text: how it is compared, where it stands, and whether it can continue a phrase. */
export interface Word {
  folded: string;
  start: number;
  end: number;
  /** False where a sentence, a bracket or an enumeration parts it from the word before. */
  joined: boolean;
}

/** Words are runs of letters, marks and digits; everything else parts them. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Longer runs are text without spaces (Chinese, a broken page), in which no term of ours is found. */
const LONGEST_WORD = 40;

/** The words of a text in order, folded so that case, accents and a plural ending make no difference. */
export function splitWords(text: string): Word[] {
  const words: Word[] = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    words.push({ folded: foldWord(match[0]), start, end, joined: isJoin(text, last, start) });
    last = end;
  }
  return words;
}

/** What may stand within a phrase: any one sign, as in `well-known`, `Qwen2.5`, `NDCG@10`, or spaces and hyphens in a row. */
function isJoin(text: string, from: number, to: number): boolean {
  return to - from === 1 || /^[\s\p{Pd}_/'’]+$/u.test(text.slice(from, to));
}

function foldWord(word: string): string {
  if (word.length > LONGEST_WORD) return '';
  const lower = word.toLowerCase();
  return withoutPlural(/^[a-z0-9]+$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}/gu, ''));
}

/** Terms and text lose the same endings, so it does no harm that `physics` becomes `physic`. */
function withoutPlural(word: string): string {
  if (!word.endsWith('s') || word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
