import { describe, expect, it } from 'vitest';
import { composeDigest } from '../../src/digest/compose-digest.js';
import type { Composed } from '../../src/model/digest.js';
import type { Edition } from '../../src/model/edition.js';
import type { Subscriber } from '../../src/model/subscriber.js';
import { editionOf, editionPaper, readerOf, topicOf } from './edition.js';

const followed = { authorIds: ['ada'], authorNames: { ada: 'Ada Example' } };
const edition = editionOf(
  editionPaper('1', { topics: [topicOf('graphs'), topicOf('robots')], reasons: ['rising fastest today'] }),
  editionPaper('2', { topics: [topicOf('robots')], gained: 3 }),
  editionPaper('3', { topics: [topicOf('vision')], abstract: 'The Café’s depth-estimation.' }),
  editionPaper('4', { topics: [topicOf('vision')], ...followed, gained: 9 }),
  editionPaper('5'),
);

const compose = (reader: Partial<Subscriber>, hadBefore: string[] = [], of: Edition = edition) =>
  composeDigest(of, readerOf(reader), new Set(hadBefore));

/** Section titles with `paperId: why`. */
const outline = (composed: Composed) =>
  'skip' in composed
    ? composed.skip
    : Object.fromEntries(
        composed.digest.sections.map(({ title, papers }) => [
          title,
          papers.map((p) => `${p.paperId}: ${p.why}`),
        ]),
      );

describe('composing a digest', () => {
  it('puts followed authors first, then topics in the order of their best paper', () => {
    const composed = compose({ authors: ['ada'], topics: ['vision', 'robots'] });
    expect(outline(composed)).toEqual({
      'Followed authors': ['4: you follow Ada Example'],
      Robots: ['1: topic: Robots', '2: topic: Robots'],
      Vision: ['3: topic: Vision'],
    });
    if (!('digest' in composed)) return;
    expect(composed.digest.sections.map(({ title }) => title)).toEqual([
      'Followed authors',
      'Robots',
      'Vision',
    ]);
    expect(composed.digest.sections[0]?.papers[0]?.followed).toEqual(['Ada Example']);
  });

  it('names the fastest riser of this digest and counts the new papers of the edition', () => {
    const composed = compose({ topics: ['robots'] });
    expect(composed).toMatchObject({ digest: { rising: { paperId: '2' }, editionPapers: 5 } });
    expect(composed).not.toHaveProperty('digest.edition.papers');
    expect(compose({ keywords: ['depth'] })).not.toHaveProperty('digest.rising');
  });

  it('files a paper under the first of its topics that the reader follows', () => {
    expect(outline(compose({ topics: ['robots', 'graphs'] }))).toEqual({
      Graphs: ['1: topic: Graphs'],
      Robots: ['2: topic: Robots'],
    });
  });

  it('finds keywords as whole words and phrases, case and accents folded', () => {
    expect(outline(compose({ keywords: ['DEPTH estimation'] }))).toEqual({
      Vision: ['3: keyword: DEPTH estimation'],
    });
    expect(outline(compose({ keywords: ['cafe'] }))).toEqual({ Vision: ['3: keyword: cafe'] });
    expect(outline(compose({ keywords: ['dept', 'estimation the', '!', ''] }))).toBe(
      'nothing new for these choices',
    );
    const languages = editionOf(
      editionPaper('c', { title: 'C++ by hand' }),
      editionPaper('d', { title: 'Vitamin C' }),
    );
    expect(outline(compose({ keywords: ['c++'] }, [], languages))).toEqual({
      'Your keywords': ['c: keyword: c++'],
    });
  });

  it('gives the trending papers to a reader who chose nothing, and to no other', () => {
    expect(outline(compose({ mutedTopics: ['vision'] }))).toEqual({
      Trending: ['1: rising fastest today', '2: trending', '5: trending'],
    });
    expect(outline(compose({ topics: ['graphs'] }))).toEqual({ Graphs: ['1: topic: Graphs'] });
  });

  it('speaks of no day in a weekly edition', () => {
    const weekly = { ...edition, cadence: 'weekly' as const };
    expect(outline(compose({ maxPapers: 1 }, [], weekly))).toEqual({ Trending: ['1: rising fastest'] });
  });

  it('keeps out what is muted: a keyword always, a topic unless its author is followed', () => {
    expect(outline(compose({ topics: ['graphs'], mutedTopics: ['robots'] }))).toBe(
      'nothing new for these choices',
    );
    expect(outline(compose({ authors: ['ada'], mutedTopics: ['vision'] }))).toEqual({
      'Followed authors': ['4: you follow Ada Example'],
    });
    const muted = { authors: ['ada'], topics: ['robots'], mutedKeywords: ['paper 4', 'Paper 2'] };
    expect(outline(compose(muted))).toEqual({ Robots: ['1: topic: Robots'] });
  });

  it('repeats nothing, but for a revised paper to followers of its author', () => {
    expect(outline(compose({ topics: ['robots'] }, ['1', '2']))).toBe('nothing new for these choices');
    const revised = editionOf(editionPaper('4', { ...followed, revised: true, topics: [topicOf('vision')] }));
    expect(outline(compose({ topics: ['vision'] }, [], revised))).toBe('nothing new for these choices');
    expect(outline(compose({}, [], revised))).toBe('nothing new for these choices');
    const composed = compose({ authors: ['ada'] }, ['4'], revised);
    expect(outline(composed)).toEqual({ 'Followed authors': ['4: revised; you follow Ada Example'] });
    expect(composed).toMatchObject({ digest: { editionPapers: 0 } });
  });

  it('stops at the reader’s limit, followed authors first', () => {
    expect(outline(compose({ authors: ['ada'], topics: ['robots'], maxPapers: 2 }))).toEqual({
      'Followed authors': ['4: you follow Ada Example'],
      Robots: ['1: topic: Robots'],
    });
  });

  it('takes one of several papers with the same title', () => {
    const twins = editionOf(
      editionPaper('a', { title: 'Counting Birds: A Survey' }),
      editionPaper('b', { title: 'Counting birds — a survey' }),
    );
    expect(outline(compose({}, [], twins))).toEqual({ Trending: ['a: trending'] });
  });

  it('says in words why there is no digest, or sends one line to who asked for it', () => {
    expect(compose({}, [], editionOf())).toEqual({ skip: 'the edition is empty' });
    expect(compose({ topics: ['speech'] })).toEqual({ skip: 'nothing new for these choices' });
    expect(compose({ topics: ['speech'], quietDay: 'one-line' })).toMatchObject({ digest: { sections: [] } });
  });

  it('names several followed authors, and owns up when a name is unknown', () => {
    const both = editionPaper('9', { authorIds: ['ada', 'bo'], authorNames: { ada: 'Ada', bo: 'Bo' } });
    const nameless = editionPaper('8', { authorIds: ['ada'] });
    expect(outline(compose({ authors: ['ada', 'bo'] }, [], editionOf(both, nameless)))).toEqual({
      'Followed authors': ['9: you follow Ada and Bo', '8: you follow an author'],
    });
  });
});
