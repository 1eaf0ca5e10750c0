import type { Classifiable } from '../model/topic.js';
import { LATEX_WORDS, PLAIN_WORDS } from './plain-words.js';
import { splitWords, type Word } from './split-words.js';

/** One text of a paper, split once for all who look at it. */
export interface Passage {
  text: string;
  words: Word[];
  isTitle: boolean;
}

/** A word or a pair of words as it stands in a passage, folded. */
export interface Gram {
  folded: string;
  passage: Passage;
  start: number;
  end: number;
}

/** Title, abstract and keywords, in this order. */
export function readPassages({ title, abstract = '', keywords = [] }: Classifiable): Passage[] {
  return [title, abstract, ...keywords].map((text, place) => ({
    text,
    words: splitWords(text),
    isTitle: place === 0,
  }));
}

/** The words and the pairs of neighbouring words that may say what a paper is about. */
export function readGrams(passages: readonly Passage[]): Gram[] {
  const grams: Gram[] = [];
  for (const passage of passages) readPassage(passage, grams);
  return grams;
}

function readPassage(passage: Passage, grams: Gram[]): void {
  let before: Word | undefined;
  for (const word of passage.words) {
    if (!isContent(word.folded)) {
      // A LaTeX command or a number between two words does not part them; a plain word does.
      if (!word.joined || PLAIN_WORDS.has(word.folded)) before = undefined;
      continue;
    }
    const { folded, start, end } = word;
    grams.push({ folded, passage, start, end });
    if (before && word.joined)
      grams.push({ folded: `${before.folded} ${folded}`, passage, start: before.start, end });
    before = word;
  }
}

function isContent(folded: string): boolean {
  return folded.length > 1 && !PLAIN_WORDS.has(folded) && !LATEX_WORDS.has(folded) && !/^\d+$/.test(folded);
}
