import type { Edition, EditionPaper } from '../../src/model/edition.js';
import type { Subscriber } from '../../src/model/subscriber.js';

/** A paper of an edition, of our own making. */
export function editionPaper(id: string, overrides: Partial<EditionPaper> = {}): EditionPaper {
  return {
    paperId: id,
    rank: 1,
    score: 1,
    reasons: [],
    revised: false,
    ids: {},
    title: `Paper ${id}`,
    authors: [],
    authorCount: 0,
    authorIds: [],
    url: `https://example.org/${id}`,
    topics: [],
    ...overrides,
  };
}

/** An edition of these papers, ranked as they stand. */
export function editionOf(...papers: EditionPaper[]): Edition {
  return {
    id: 'edition',
    cadence: 'daily',
    date: '2026-08-21',
    number: 7,
    frozenAt: new Date('2026-08-21T04:00:00Z'),
    missing: [],
    papers: papers.map((paper, at) => ({ ...paper, rank: at + 1 })),
  };
}

/** A reader who chose nothing but what is given. */
export function readerOf(overrides: Partial<Subscriber> = {}): Subscriber {
  return {
    id: 'reader',
    email: 'reader@example.org',
    state: 'active',
    cadence: 'daily',
    weekday: 1,
    hour: 7,
    timeZone: 'UTC',
    maxPapers: 20,
    quietDay: 'nothing',
    topics: [],
    mutedTopics: [],
    keywords: [],
    mutedKeywords: [],
    authors: [],
    linkGeneration: 0,
    createdAt: new Date('2026-05-03T00:00:00Z'),
    ...overrides,
  };
}

/** A topic as an edition shows it; its name is its id with a capital. */
export function topicOf(id: string): EditionPaper['topics'][number] {
  return { id, name: id.charAt(0).toUpperCase() + id.slice(1), score: 0.9, evidence: [] };
}
