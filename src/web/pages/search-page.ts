import type { Day } from '../../model/clock.js';
import type { EditionPaper } from '../../model/edition.js';
import type { FoundPapers } from '../../store/store.js';
import { sayDate } from '../dates.js';
import { writePlace } from '../place-text.js';
import { type FoundPaper, viewFound } from './found-paper.js';

/** What was asked for. */
export interface SearchChoice {
  /** As it was typed; empty for all papers. */
  text: string;
  topicId?: string;
  since?: Day;
  until?: Day;
  /** Where it goes on, as `writePlace` writes it. */
  after?: string;
}

/** Papers that hold some words, or the newest ones. */
export interface SearchPage {
  heading: string;
  /** In the field that one types into. */
  text: string;
  topics: { value: string; label: string; chosen: boolean }[];
  since: string;
  until: string;
  /** `212 papers, the best first.` */
  tally: string;
  /** What to know about this answer, in sentences. */
  notes: string[];
  papers: FoundPaper[];
  /** What to say when there are none, and ways on. */
  empty: string;
  ways: { label: string; href: string }[];
  first?: string;
  next?: string;
}

export interface SearchFacts {
  choice: SearchChoice;
  found: FoundPapers;
  /** The papers of the answer, ready to be shown, each with its day. */
  shown: { paper: EditionPaper; day?: Day }[];
  /** Words of these papers that were looked for. */
  hits: ReadonlySet<string>;
  topics: readonly { id: string; name: string }[];
}

/** Lays out an answer. */
export function viewSearch({ choice, found, shown, hits, topics }: SearchFacts): SearchPage {
  const { text, topicId, since = '', until = '', after } = choice;
  return {
    heading: found.words.length > 0 ? `Papers on “${shorten(text)}”` : 'Papers',
    ...{ text, since, until },
    topics: [
      { value: '', label: 'All topics', chosen: topicId === undefined },
      ...topics.map(({ id, name }) => ({ value: id, label: name, chosen: id === topicId })),
    ],
    tally: sayTally(found, choice),
    notes: listNotes(found, choice),
    papers: shown.map(({ paper, day }) => viewFound(paper, hits, day && sayDate(day))),
    empty: after === undefined ? 'No paper here holds that.' : 'There are no more.',
    ways: listWays(choice),
    ...(after !== undefined && { first: searchHref({ ...choice, after: undefined }) }),
    ...(found.next && { next: searchHref({ ...choice, after: writePlace(found.next) }) }),
  };
}

/** Where an answer is on the web. */
export function searchHref({
  text,
  topicId,
  since,
  until,
  after,
}: Omit<SearchChoice, 'after'> & { after?: string | undefined }): string {
  const query = new URLSearchParams({
    ...(text && { q: text }),
    ...(topicId && { topic: topicId }),
    ...(since && { from: since }),
    ...(until && { to: until }),
    ...(after && { after }),
  });
  return query.size > 0 ? `/papers?${query}` : '/papers';
}

const LONGEST_SHOWN = 80;

/** By code points, so that none is cut in two. */
function shorten(text: string): string {
  const letters = [...text.trim()];
  return letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN).join('')}…` : letters.join('');
}

function sayTally({ total }: FoundPapers, { text }: SearchChoice): string {
  const order = /\p{L}|\p{N}/u.test(text) ? 'the best first' : 'the newest first';
  if (total === 0) return 'No papers.';
  if (total === 1) return '1 paper.';
  return total === undefined
    ? `Very many papers, ${order}.`
    : `${total.toLocaleString('en')} papers, ${order}.`;
}

function listNotes(found: FoundPapers, { text, since, until }: SearchChoice): string[] {
  const { words, otherwise, total, isPartial, isCut } = found;
  const last = words.at(-1) ?? '';
  const isEmpty = total === 0;
  return [
    ...(otherwise === 'by similar words'
      ? [
          `No paper holds “${shorten(text)}”. These hold “${words.join(' ')}”, which is written much the same.`,
        ]
      : []),
    ...(otherwise === 'by the beginning of the last word'
      ? [`No paper holds the word “${last}”. These hold words that begin with it.`]
      : []),
    ...(isPartial
      ? [
          'So many papers hold this that only the newest are listed. Add a word, or choose dates, to reach the others.',
        ]
      : []),
    ...(isCut ? ['The text was long; its beginning was looked for.'] : []),
    ...(text.trim() !== '' && !/\p{L}|\p{N}/u.test(text) ? ['There is no word in what was typed.'] : []),
    ...(isEmpty && since && until && since > until ? ['The first day chosen lies after the last.'] : []),
  ];
}

function listWays(choice: SearchChoice): SearchPage['ways'] {
  const { text, topicId, since, until } = choice;
  const isNarrowed = (topicId ?? since ?? until) !== undefined;
  return [
    ...(isNarrowed && text ? [{ label: 'The same in all topics and days', href: searchHref({ text }) }] : []),
    { label: 'The newest papers', href: '/papers' },
    { label: 'Topics', href: '/topics' },
    { label: 'Today’s papers', href: '/' },
  ];
}
