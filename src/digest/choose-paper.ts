import type { EditionPaper, ShownTopic } from '../model/edition.js';
import type { Subscriber } from '../model/subscriber.js';
import type { EditionIndex, IndexedPaper } from './index-edition.js';

/** What a reader chose, made ready to ask of sixty papers. */
export interface Choices {
  choseNothing: boolean;
  topics: ReadonlySet<string>;
  mutedTopics: ReadonlySet<string>;
  authors: ReadonlySet<string>;
  /** By place of the paper: the first keyword of the reader that it holds. */
  keywords: ReadonlyMap<number, string>;
  /** Places of the papers that hold a muted keyword. */
  muted: ReadonlySet<number>;
  hadBefore: ReadonlySet<string>;
}

/** Why a reader gets a paper, and under which heading. */
export interface Choice {
  section: string;
  why: string;
  followed: string[];
  /** Papers of followed authors stand before all others. */
  byAuthor: boolean;
}

const FOLLOWED = 'Followed authors';
const TRENDING = 'Trending';
const KEYWORDS = 'Your keywords';

/** Gathers what a reader chose. Keywords are looked up once for the whole edition. */
export function readChoices(
  reader: Subscriber,
  index: EditionIndex,
  hadBefore: ReadonlySet<string>,
): Choices {
  return {
    choseNothing: reader.topics.length + reader.authors.length + reader.keywords.length === 0,
    topics: new Set(reader.topics),
    mutedTopics: new Set(reader.mutedTopics),
    authors: new Set(reader.authors),
    keywords: findKeywords(reader.keywords, index),
    muted: new Set(reader.mutedKeywords.flatMap((keyword) => index.find(keyword))),
    hadBefore,
  };
}

function findKeywords(keywords: string[], index: EditionIndex): Map<number, string> {
  const found = new Map<number, string>();
  for (const keyword of keywords) {
    for (const at of index.find(keyword)) if (!found.has(at)) found.set(at, keyword.trim());
  }
  return found;
}

/**
 * Why a reader gets a paper; undefined when they do not. A muted keyword keeps a paper out whatever else was chosen.
 * A muted topic does too, be it the paper's first or its last, but for papers of an author the reader follows: a
 * person is the narrower choice. A revised paper is for followers of its authors only, had before or not.
 */
export function choosePaper(indexed: IndexedPaper, choices: Choices): Choice | undefined {
  const { paper, at } = indexed;
  if (choices.muted.has(at)) return undefined;
  const follows = choices.authors.size > 0 && paper.authorIds.some((id) => choices.authors.has(id));
  if (!follows && (paper.revised || hasMutedTopic(paper, choices))) return undefined;
  if (!paper.revised && choices.hadBefore.has(paper.paperId)) return undefined;
  if (follows) return chooseByAuthor(paper, choices);
  return (
    chooseByTopic(paper, choices) ??
    chooseByKeyword(paper, choices.keywords.get(at)) ??
    trend(indexed, choices)
  );
}

function hasMutedTopic(paper: EditionPaper, { mutedTopics }: Choices): boolean {
  return mutedTopics.size > 0 && paper.topics.some(({ id }) => mutedTopics.has(id));
}

function chooseByAuthor(paper: EditionPaper, { authors }: Choices): Choice {
  const followed = paper.authorIds.flatMap((id) => (authors.has(id) ? (paper.authorNames?.[id] ?? []) : []));
  const why = `you follow ${listNames(followed)}`;
  return { section: FOLLOWED, why: paper.revised ? `revised; ${why}` : why, followed, byAuthor: true };
}

function listNames(names: string[]): string {
  if (names.length === 0) return 'an author';
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Under the first of the paper's topics that the reader follows. */
function chooseByTopic(paper: EditionPaper, { topics }: Choices): Choice | undefined {
  const topic = paper.topics.find(({ id }) => topics.has(id));
  return topic && choose(topic.name, `topic: ${topic.name}`);
}

/** Under the paper's own first topic, so that it stands among its like. */
function chooseByKeyword(paper: EditionPaper, keyword: string | undefined): Choice | undefined {
  const topic: ShownTopic | undefined = paper.topics[0];
  return keyword === undefined ? undefined : choose(topic?.name ?? KEYWORDS, `keyword: ${keyword}`);
}

/** The daily trending summary, for readers who chose nothing. */
function trend({ reasons }: IndexedPaper, { choseNothing }: Choices): Choice | undefined {
  return choseNothing ? choose(TRENDING, reasons[0] ?? 'trending') : undefined;
}

function choose(section: string, why: string): Choice {
  return { section, why, followed: [], byAuthor: false };
}
