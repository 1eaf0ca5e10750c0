/** A text that somebody typed to look for papers, taken apart. */
export interface FoldedQuery {
  parts: QueryPart[];
  /** True when the text was longer than what is looked for. */
  isCut: boolean;
}

/** A word, or several in a row; `or` stands by itself. */
export interface QueryPart {
  words: string[];
  isPhrase: boolean;
  isExcluded: boolean;
}

/** Nobody types more; a pasted abstract finds its paper by less. */
const LONGEST = 400;
const MOST_WORDS = 32;
const LONGEST_WORD = 100;

/** Takes a text apart as `websearch_to_tsquery` would, its words folded like those of papers (`fold_words` in the migration). */
export function foldQuery(text: string): FoldedQuery {
  const typed = text.slice(0, LONGEST);
  const tokens = typed.replace(/[“”„«»]/g, '"').match(/-?"[^"]*"?|[^\s"]+/g) ?? [];
  const parts: QueryPart[] = [];
  let room = MOST_WORDS;
  for (const part of tokens.map(foldToken)) {
    const words = part.words.slice(0, room);
    room -= words.length;
    if (words.length > 0) parts.push({ ...part, words });
  }
  return { parts, isCut: typed.length < text.length || room === 0 };
}

/** The query again as a text in which `websearch_to_tsquery` finds nothing but words, quotes, minus and or. */
export function writeQuery(parts: readonly QueryPart[]): string {
  return parts.map(writePart).join(' ');
}

/** The words that are looked for, without those that are excluded. */
export function wantedWords(parts: readonly QueryPart[]): string[] {
  return parts.filter((part) => !part.isExcluded && !isOr(part)).flatMap(({ words }) => words);
}

export const isOr = ({ words, isPhrase, isExcluded }: QueryPart): boolean =>
  words[0] === 'or' && words.length === 1 && !isPhrase && !isExcluded;

/** A word with a sign in it (`self-supervised`, `Qwen2.5`) is a phrase. */
function foldToken(token: string): QueryPart {
  const words = foldWords(token);
  return {
    words,
    isPhrase: words.length > 1 || token.includes('"'),
    isExcluded: /^-[^\s-]/.test(token),
  };
}

function writePart({ words, isPhrase, isExcluded }: QueryPart): string {
  const text = isPhrase ? `"${words.join(' ')}"` : words.join(' ');
  return isExcluded ? `-${text}` : text;
}

/** As `fold_words` in the migration folds the words of papers. Lone surrogates are no text, and part words. */
function foldWords(text: string): string[] {
  const bare = text.normalize('NFKD').replace(/[\u0300-\u036f\u00ad\u200b-\u200d$^_{}\\]+/g, '');
  const words = bare.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.map((word) => word.slice(0, LONGEST_WORD));
}
