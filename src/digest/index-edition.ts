import type { DigestPaper } from '../model/digest.js';
import type { Edition, EditionPaper } from '../model/edition.js';
import { foldText } from './fold-text.js';

/** One paper of an edition with what every reader's digest asks about it. */
export interface IndexedPaper {
  paper: EditionPaper;
  /** Place in the index. */
  at: number;
  /** Equal for papers whose titles differ in case, accents and punctuation only. */
  titleKey: string;
  /** As shown to readers, by reason: most readers of a topic share one object. Filled as it is needed. */
  shownAs: Map<string, DigestPaper>;
}

/** An edition made ready for many readers. */
export interface EditionIndex {
  /** In falling rank. */
  papers: IndexedPaper[];
  /** Places of the papers that hold a word or phrase, whole; case and accents folded. */
  find(keyword: string): number[];
}

/** Does once what is the same for all readers: order, titles to compare, words to look up. */
export function indexEdition(edition: Edition): EditionIndex {
  const papers = [...edition.papers]
    .sort((a, b) => a.rank - b.rank)
    .map((paper, at) => ({
      paper,
      at,
      titleKey: foldText(paper.title) || paper.paperId,
      shownAs: new Map(),
    }));
  const texts = papers.map(({ paper }) => ` ${foldPaper(paper)} `);
  const places = listPlaces(texts);
  return { papers, find: (keyword) => findPhrase(foldText(keyword), places, texts) };
}

/** Title, summary and abstract; the mark between them keeps a phrase from running across. */
function foldPaper({ title, summary, abstract }: EditionPaper): string {
  return [title, summary ?? '', abstract ?? ''].map(foldText).join(' | ');
}

function listPlaces(texts: string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  texts.forEach((text, at) => {
    for (const word of new Set(text.trim().split(' '))) {
      const known = places.get(word);
      if (known) known.push(at);
      else places.set(word, [at]);
    }
  });
  return places;
}

function findPhrase(phrase: string, places: Map<string, number[]>, texts: string[]): number[] {
  const [first = '', ...rest] = phrase.split(' ');
  const found = places.get(first) ?? [];
  if (phrase === '' || rest.length === 0) return phrase === '' ? [] : found;
  return found.filter((at) => texts[at]?.includes(` ${phrase} `));
}
