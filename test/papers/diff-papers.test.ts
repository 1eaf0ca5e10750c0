import { describe, expect, it } from 'vitest';
import { diffPapers } from '../../src/papers/diff-papers.js';
import { isNothingToWrite, nothing, readAll, reading, sighting } from './page.js';

const first = sighting({ upvotes: 3, comments: 1, abstract: 'We fold.', summary: 'Folding.' });

/** The one change that a page with one paper makes to what the first reading left. */
function changeTo(over: Parameters<typeof sighting>[0], context = reading()) {
  const [change] = diffPapers([{ ...first, ...over }], readAll([[first]]), context).papers;
  return change;
}

describe('what a page says of a paper', () => {
  it('is new when the paper is not known', () => {
    const { papers, gone } = diffPapers([first], nothing, reading());
    expect(papers).toMatchObject([
      { kind: 'new', fields: [], news: 'new', listedOn: '2026-08-20', counts: { upvotes: 3, comments: 1 } },
    ]);
    expect(papers[0]?.paper).toMatchObject({ title: first.title, ids: first.ids, authorCount: 2 });
    expect(papers[0]?.statement).not.toHaveProperty('upvotes');
    expect(gone).toEqual([]);
  });

  it('leaves nothing to write when the same page is read again', () => {
    const page = [first, sighting({ ids: {}, title: 'A Paper without an Id' })];
    expect(isNothingToWrite(diffPapers(page, readAll([page]), reading()))).toBe(true);
  });

  it('is a recount when only votes, comments or stars moved, and that is no news', () => {
    const change = changeTo({ upvotes: 30 });
    expect(change).toMatchObject({
      kind: 'recounted',
      fields: [],
      counts: { upvotes: 30, comments: 1 },
    });
    expect(change).not.toHaveProperty('news');
    expect(change).not.toHaveProperty('statement');
  });

  it.each([
    ['title', { title: 'Folding Proteins with Great Patience' }],
    ['abstract', { abstract: 'We fold better.' }],
    ['authors', { authors: ['Ada Byron', 'Charles Babbage', 'Mary Somerville'] }],
    ['codeUrl', { codeUrl: 'https://github.com/ada/fold' }],
  ])('is a revision, told to followers, when the %s changed', (field, over) => {
    expect(changeTo(over)).toMatchObject({
      kind: 'revised',
      news: 'revised',
      fields: expect.arrayContaining([field]),
    });
  });

  it.each([
    ['a summary that comes in late', { summary: 'Folding, told in one line.' }, 'summary'],
    ['keywords that come in late', { keywords: ['proteins'] }, 'keywords'],
  ])('is a revision without news for %s', (_what, over, field) => {
    const change = changeTo(over);
    expect(change).toMatchObject({ kind: 'revised', fields: [field] });
    expect(change).not.toHaveProperty('news');
  });

  it('keeps what changed beside the point, and calls the paper the same', () => {
    const change = changeTo({ thumbnailUrl: 'https://example.org/t.png' });
    expect(change).toMatchObject({ kind: 'same', fields: ['other'] });
    expect(change?.statement).toHaveProperty('thumbnailUrl');
  });

  it('names the papers that the scope no longer holds, once', () => {
    const other = sighting({ ids: { arxiv: '2508.00002' }, title: 'Another' });
    const known = readAll([[first, other]]);
    const { papers, gone } = diffPapers([first], known, reading());
    expect(papers).toHaveLength(1);
    expect(gone).toEqual([known.papers[1]?.paper.id]);
    expect(diffPapers([first], readAll([[first, other], [first]]), reading()).gone).toEqual([]);
  });

  it('stands in the list of a second day, which is no second news', () => {
    const change = changeTo({ featuredOn: '2026-08-21' });
    expect(change).toMatchObject({ kind: 'same', listedOn: '2026-08-21' });
    expect(change).not.toHaveProperty('news');
  });
});

describe('identity', () => {
  const known = readAll([[sighting({ ids: { arxiv: '2508.00001', doi: '10.1/a' } })]]);
  const idOf = (over: Parameters<typeof sighting>[0]) =>
    diffPapers([sighting(over)], known, reading()).papers[0]?.paper.id;
  const stored = known.papers[0]?.paper.id;

  it('is any id that the sighting carries', () => {
    expect(idOf({ ids: { doi: '10.1/a' }, title: 'Renamed', authors: [] })).toBe(stored);
    expect(idOf({ ids: { openalex: 'W1', doi: '10.1/a' } })).toBe(stored);
  });

  it('is the title and the family name of the first author where no id is known', () => {
    expect(idOf({ ids: {} })).toBe(stored);
    expect(idOf({ ids: { openalex: 'W1' }, title: 'FOLDING proteins: with patience' })).toBe(stored);
    expect(idOf({ ids: {}, authors: ['A. Byron'] })).toBe(stored);
    expect(idOf({ ids: {}, authors: ['Ada Lovelace'] })).not.toBe(stored);
  });

  it('is not the title when an id of the same kind says that they are two papers', () => {
    expect(idOf({ ids: { arxiv: '2508.99999' } })).not.toBe(stored);
  });

  it('passes over a namesake that contradicts for one that does not', () => {
    const two = readAll([[sighting({ ids: { arxiv: '1' } })], [sighting({ ids: { arxiv: '2', doi: 'b' } })]]);
    const ids = [
      { arxiv: '1', mag: 'x' },
      { arxiv: '2', mag: 'y' },
    ];
    const found = ids.map(
      (each) => diffPapers([sighting({ ids: each })], two, reading()).papers[0]?.paper.id,
    );
    expect(found).toEqual(two.papers.map(({ paper }) => paper.id));
    const byTitle = diffPapers([sighting({ ids: { doi: 'c' } })], two, reading()).papers[0]?.paper.id;
    expect(byTitle).toBe(two.papers[0]?.paper.id);
  });

  it('takes ids that it learns, so that the next page may carry only those', () => {
    const learnt = readAll([[sighting()], [sighting({ ids: { arxiv: '2508.00001', doi: '10.1/z' } })]]);
    const { papers } = diffPapers(
      [sighting({ ids: { doi: '10.1/z' }, title: 'Other words' })],
      learnt,
      reading(),
    );
    expect(papers[0]?.paper.id).toBe(learnt.papers[0]?.paper.id);
  });
});

describe('a paper that stands on one page twice', () => {
  it.each([
    ['under one id', { title: 'Other words' }],
    ['under an id that is the second of the first', { ids: { doi: '10.1/a' }, title: 'Other words' }],
    ['under its title', { ids: {} }],
    ['under its title, with an id of another kind', { ids: { mag: '7' } }],
  ])('is told once: %s', (_how, over) => {
    const page = [sighting({ ids: { arxiv: '2508.00001', doi: '10.1/a' }, upvotes: 9 }), sighting(over)];
    const { papers } = diffPapers(page, nothing, reading());
    expect(papers).toMatchObject([{ kind: 'new', counts: { upvotes: 9 } }]);
    expect(isNothingToWrite(diffPapers(page, readAll([page]), reading()))).toBe(true);
  });

  it('is two papers when their ids say so', () => {
    const page = [sighting({ ids: { arxiv: '1' } }), sighting({ ids: { arxiv: '2' } })];
    expect(diffPapers(page, nothing, reading()).papers).toHaveLength(2);
  });

  it('is left out when it is unknown and has no title', () => {
    const { title: _title, ...untitled } = sighting({ ids: {}, abstract: 'Only an abstract.' });
    expect(diffPapers([untitled], nothing, reading())).toEqual({ papers: [], gone: [] });
  });
});

describe('news', () => {
  const featured = (featuredOn: string) =>
    diffPapers([sighting({ featuredOn })], nothing, reading()).papers[0]?.news;

  it('is a paper of a day list that lies within the lookback, to the day', () => {
    expect(featured('2026-08-21')).toBe('new');
    expect(featured('2026-08-17')).toBe('new');
    expect(featured('2026-08-16')).toBeUndefined();
    expect(featured('2026-08-22')).toBeUndefined();
  });

  it('is not the first reading of a profile, query or feed, but what comes after', () => {
    const context = reading({ news: 'baseline', sourceId: 'scholar-feed' });
    const { featuredOn: _day, ...plain } = sighting();
    expect(diffPapers([plain], nothing, context).papers[0]?.news).toBeUndefined();
    const later = { ...plain, ids: { arxiv: '2508.00002' }, title: 'A Later One' };
    const [old, fresh] = diffPapers([plain, later], readAll([[plain]], context), context).papers;
    expect([old?.news, fresh?.news]).toEqual([undefined, 'new']);
  });

  it('is a known paper that was never told, when a list features it within 30 days', () => {
    const quiet = reading({ news: 'baseline' });
    const known = readAll([[sighting()]], quiet);
    const newsOn = (now: string) => {
      const featuredOn = now.slice(0, 10);
      return diffPapers([sighting({ featuredOn })], known, reading({ now: new Date(now) })).papers[0]?.news;
    };
    expect(newsOn('2026-08-25T00:00:00Z')).toBe('new');
    expect(newsOn('2026-09-20T06:00:00Z')).toBe('new');
    expect(newsOn('2026-09-20T06:00:01Z')).toBeUndefined();
  });

  it('is not a change of a paper that readers have never heard of', () => {
    const old = sighting({ featuredOn: '2026-01-05' });
    const known = readAll([[old]]);
    const [change] = diffPapers([{ ...old, title: 'Renamed' }], known, reading()).papers;
    expect(change).toMatchObject({ kind: 'revised' });
    expect(change).not.toHaveProperty('news');
  });
});
