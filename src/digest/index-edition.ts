import type { DigestPaper } from '../model/digest.js';
import type { Cadence, Edition, EditionPaper } from '../model/edition.js';
import { foldText } from './fold-text.js';

/** One paper of an edition with what every reader's digest asks about it. */
export interface IndexedPaper {
  paper: EditionPaper;
  /** Place in the index. */
  at: number;
  /** Equal for papers whose titles differ in case, accents and punctuation only. */
  titleKey: string;
  /** Words of the title, for telling near-duplicates. */
  words: ReadonlySet<string>;
  /** As shown to readers, by reason: most readers of a topic share one object. Filled as it is needed. */
  shownAs: Map<string, DigestPaper>;
  /** Why it ranks where it does, without a day where the edition is a week's. */
  reasons: string[];
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
    .map((paper, at) => indexPaper(paper, at, edition.cadence));
  const texts = papers.map(({ paper }) => ` ${foldPaper(paper)} `);
  const places = listPlaces(texts);
  return { papers, find: (keyword) => findPhrase(foldText(keyword), places, texts) };
}

function indexPaper(paper: EditionPaper, at: number, cadence: Cadence): IndexedPaper {
  const titleKey = foldText(paper.title) || paper.paperId;
  const words = new Set(titleKey.split(' '));
  const reasons =
    cadence === 'weekly' ? paper.reasons.map((reason) => reason.replace(/ today$/, '')) : paper.reasons;
  return { paper, at, titleKey, words, reasons, shownAs: new Map() };
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
