import { LATEX_WORDS, PLAIN_WORDS } from './plain-words.js';
import { splitWords, type Word } from './split-words.js';

/** What a paper is said to be about. */
export interface Subject {
  title: string;
  keywords: readonly string[];
}

/** A term that more papers use than before: in how many of the recent ones, and of those before. */
export interface RisingTerm {
  term: string;
  recent: number;
  before: number;
}

const LONGEST_TERM = 3;
/** What fewer papers share is no trend. */
const FEWEST = 3;
/** The share of papers that use it must have grown by half at least. */
const GROWTH = 1.5;
/** Of a term that has not grown, only one in a hundred would come out above this (chi-square, one degree of freedom). */
const CLEAR = 6.63;

/**
 * Words, and up to three in a row, that stand in the title or the keywords of more papers than before: in three recent
 * papers at least, their share grown by half, and by more than chance would have it (log-likelihood ratio). The clearest
 * first; of terms that hold one another only the clearest.
 */
export function findRisingTerms(
  recent: readonly Subject[],
  before: readonly Subject[],
  limit: number,
): RisingTerm[] {
  if (recent.length === 0 || before.length === 0) return [];
  const old = countTerms(before);
  const risen = [...countTerms(recent)]
    .map(([key, { papers, spellings }]) => ({
      key,
      spellings,
      recent: papers,
      before: old.get(key)?.papers ?? 0,
    }))
    .filter(
      (one) => one.recent >= FEWEST && one.recent / recent.length >= (GROWTH * one.before) / before.length,
    )
    .map((one) => ({ ...one, clear: likelihoodRatio(one.recent, recent.length, one.before, before.length) }))
    .filter(({ clear }) => clear >= CLEAR)
    .sort((a, b) => b.clear - a.clear || b.key.length - a.key.length || (a.key < b.key ? -1 : 1));
  const chosen: typeof risen = [];
  for (const one of risen) {
    if (chosen.length === limit) break;
    if (!chosen.some(({ key }) => holds(key, one.key) || holds(one.key, key))) chosen.push(one);
  }
  return chosen.map(({ spellings, ...one }) => ({
    term: usualOf(spellings),
    recent: one.recent,
    before: one.before,
  }));
}

interface TermCount {
  papers: number;
  spellings: Map<string, number>;
}

/** Each term once a paper. */
function countTerms(subjects: readonly Subject[]): Map<string, TermCount> {
  const counts = new Map<string, TermCount>();
  for (const { title, keywords } of subjects) {
    const terms = new Map([title, ...keywords].flatMap(termsOf));
    for (const [key, spelling] of terms) {
      const count = counts.get(key) ?? { papers: 0, spellings: new Map() };
      count.papers += 1;
      count.spellings.set(spelling, (count.spellings.get(spelling) ?? 0) + 1);
      counts.set(key, count);
    }
  }
  return counts;
}

/** Folded words, and as they stand in the text. */
function termsOf(text: string): [key: string, spelling: string][] {
  const words = splitWords(text);
  return words.flatMap((first, at) => {
    const terms: [string, string][] = [];
    for (let size = 1; size <= LONGEST_TERM; size += 1) {
      const run = words.slice(at, at + size);
      const last = run.at(-1);
      if (run.length < size || !last || (size > 1 && !last.joined)) break;
      if (isTerm(run))
        terms.push([run.map(({ folded }) => folded).join(' '), text.slice(first.start, last.end)]);
    }
    return terms;
  });
}

/** A term holds no word that carries no subject. */
function isTerm(run: readonly Word[]): boolean {
  if (run.length === 1 && run.some(({ folded }) => folded.length < 3 || /^\d+$/.test(folded))) return false;
  return run.every(({ folded }) => folded.length > 1 && carries(folded));
}

const carries = (word: string): boolean =>
  !PLAIN_WORDS.has(word) && !EMPTY_WORDS.has(word) && !LATEX_WORDS.has(word);

/** Titles hold them whatever they are about. */
const EMPTY_WORDS = new Set(
  'paper using based toward new novel approach method study case towards framework analysis'.split(' '),
);

const holds = (longer: string, shorter: string): boolean => ` ${longer} `.includes(` ${shorter} `);

/** In small letters where papers differ about them. */
function usualOf(spellings: ReadonlyMap<string, number>): string {
  const [usual = ''] =
    [...spellings].sort(([a, many], [b, more]) => more - many || (a < b ? 1 : -1))[0] ?? [];
  return [...spellings.keys()].includes(usual.toLowerCase()) ? usual.toLowerCase() : usual;
}

/** Twice the logarithm of how much likelier two shares make the counts than one share would (Dunning 1993). */
function likelihoodRatio(recent: number, ofRecent: number, before: number, ofBefore: number): number {
  const share = (recent + before) / (ofRecent + ofBefore);
  const part = (count: number, expected: number) => (count > 0 ? count * Math.log(count / expected) : 0);
  return (
    2 *
    (part(recent, ofRecent * share) +
      part(ofRecent - recent, ofRecent * (1 - share)) +
      part(before, ofBefore * share) +
      part(ofBefore - before, ofBefore * (1 - share)))
  );
}
