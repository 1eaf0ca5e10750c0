/** Words that say nothing about a paper's subject. */
const EMPTY_WORDS = new Set(
  (
    'all also and any approach are art based been between both but can each existing for from further has have here how however ' +
    'into introduce introduces its many method methods more most new not novel often only other our paper present presents ' +
    'propose proposed proposes recent results show shows some state still such than that the their them then there these ' +
    'they this those three through thus two under use used using very was well were what when where which while who will ' +
    'with without work'
  ).split(' '),
);

/** Chinese and Japanese put no space between words: there each sign counts. */
const WORDS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{M}\p{N}]+/gu;
const SIGN = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u;

/** Enough of a word to know it in another form ("improves", "improving"). */
const STEM_LENGTH = 6;

/** The stems of the words that say what a text is about, in lower case, each once. */
export function contentWords(text: string): Set<string> {
  const stems = new Set<string>();
  for (const word of text.toLowerCase().match(WORDS) ?? []) {
    const counts = SIGN.test(word) || (word.length > 2 && !EMPTY_WORDS.has(word));
    if (counts) stems.add(word.slice(0, STEM_LENGTH));
  }
  return stems;
}

/** Which share of the words also stands in the other set, 0–1; 0 when there are none. */
export function sharedPart(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  if (words.size === 0) return 0;
  let shared = 0;
  for (const word of words) if (others.has(word)) shared += 1;
  return shared / words.size;
}
