import type { Classifiable } from '../model/topic.js';
import { readGrams, readPassages } from '../topics/read-grams.js';
import type { Vocabulary } from '../topics/vocabulary.js';

/** In how many papers a word, or a pair of words, must stand to be learnt from. */
const LEAST_PAPERS = { word: 4, pair: 10 };

/** Most grams; the rarest are left out. */
const MOST_GRAMS = 60_000;

/** The grams of many papers that are neither rare nor plain, the most frequent first. */
export function buildVocabulary(papers: readonly Classifiable[]): Vocabulary {
  const counts = countPapers(papers);
  const chosen = [...counts]
    .filter(([gram, count]) => count >= (gram.includes(' ') ? LEAST_PAPERS.pair : LEAST_PAPERS.word))
    .sort(([a, many], [b, other]) => other - many || (a < b ? -1 : 1))
    .slice(0, MOST_GRAMS);
  return {
    places: new Map(chosen.map(([gram], place) => [gram, place])),
    rarity: Float32Array.from(chosen, ([, count]) => Math.log(papers.length / count) + 1),
  };
}

function countPapers(papers: readonly Classifiable[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const paper of papers) {
    const grams = new Set(readGrams(readPassages(paper)).map(({ folded }) => folded));
    for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
