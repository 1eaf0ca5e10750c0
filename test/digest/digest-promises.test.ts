import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeDigest, prepareEdition } from '../../src/digest/compose-digest.js';
import { foldText } from '../../src/digest/fold-text.js';
import type { DigestPaper } from '../../src/model/digest.js';
import { editionOf, editionPaper, readerOf, topicOf } from './edition.js';

const word = fc.constantFrom('depth', 'graph', 'robot', 'Épée', 'sparse');
const topic = fc.constantFrom('graphs', 'robots', 'vision');
const author = fc.constantFrom('ada', 'bo');
const id = fc.nat(12).map(String);

const paper = fc
  .record({
    id,
    title: fc.array(word, { maxLength: 2 }),
    topics: fc.uniqueArray(topic),
    authorIds: fc.uniqueArray(author),
    revised: fc.boolean(),
    gained: fc.nat(5),
  })
  .map(({ id, title, topics, ...rest }) =>
    editionPaper(id, { ...rest, title: title.join(' '), topics: topics.map(topicOf) }),
  );
const edition = fc.array(paper, { maxLength: 25 }).map((papers) => editionOf(...papers));
const reader = fc
  .record({
    topics: fc.uniqueArray(topic),
    mutedTopics: fc.uniqueArray(topic, { maxLength: 1 }),
    keywords: fc.uniqueArray(word, { maxLength: 2 }),
    mutedKeywords: fc.uniqueArray(word, { maxLength: 1 }),
    authors: fc.uniqueArray(author),
    maxPapers: fc.integer({ min: 1, max: 8 }),
    quietDay: fc.constantFrom('nothing' as const, 'one-line' as const),
  })
  .map(readerOf);
const hadBefore = fc.uniqueArray(id).map((ids) => new Set(ids));
const cases = [edition, reader, hadBefore] as const;

const papersOf = (...args: Parameters<typeof composeDigest>): DigestPaper[] => {
  const composed = composeDigest(...args);
  return 'digest' in composed ? composed.digest.sections.flatMap(({ papers }) => papers) : [];
};

describe('every digest', () => {
  it('holds nothing muted', () => {
    const check = fc.property(...cases, (edition, reader, hadBefore) => {
      for (const { title, topics, authorIds } of papersOf(edition, reader, hadBefore)) {
        const words = foldText(title).split(' ');
        expect(reader.mutedKeywords.some((keyword) => words.includes(foldText(keyword)))).toBe(false);
        const follows = authorIds.some((id) => reader.authors.includes(id));
        expect(!follows && topics.some(({ id }) => reader.mutedTopics.includes(id))).toBe(false);
      }
    });
    fc.assert(check);
  });

  it('holds nothing twice and nothing had before, but revised papers of followed authors', () => {
    const check = fc.property(...cases, (edition, reader, hadBefore) => {
      const papers = papersOf(edition, reader, hadBefore);
      const ids = papers.map(({ paperId }) => paperId);
      expect(new Set(ids).size).toBe(ids.length);
      const titles = papers.map(({ title, paperId }) => foldText(title) || paperId);
      expect(new Set(titles).size).toBe(titles.length);
      for (const { paperId, revised, authorIds } of papers) {
        const follows = authorIds.some((id) => reader.authors.includes(id));
        expect(revised ? follows : !hadBefore.has(paperId)).toBe(true);
      }
    });
    fc.assert(check);
  });

  it('stays within the limit and says why for every paper', () => {
    const check = fc.property(...cases, (edition, reader, hadBefore) => {
      const papers = papersOf(edition, reader, hadBefore);
      expect(papers.length).toBeLessThanOrEqual(reader.maxPapers);
      for (const { why } of papers) expect(why.trim()).not.toBe('');
    });
    fc.assert(check);
  });

  it('is the same however often and for whoever else the edition was composed', () => {
    const check = fc.property(...cases, reader, (edition, one, hadBefore, other) => {
      const compose = prepareEdition(edition);
      const first = compose(one, hadBefore);
      compose(other, new Set());
      expect(compose(one, hadBefore)).toEqual(first);
      expect(composeDigest(edition, one, hadBefore)).toEqual(first);
    });
    fc.assert(check);
  });
});
