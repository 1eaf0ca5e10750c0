import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import { diffPapers } from '../../src/papers/diff-papers.js';
import { isNothingToWrite, readAll, reading, remember, sighting } from './page.js';

const doi = sighting({ ids: { doi: '10.1/fold' }, title: 'Folding, a Preprint', abstract: 'We fold.' });
const arxiv = sighting({ ids: { arxiv: '2508.00001' }, upvotes: 3 });
const both = sighting({ ids: { arxiv: '2508.00001', doi: '10.1/fold' }, upvotes: 3 });

/** First the one page is read, by a feed, a day later the other, by the daily list. */
function known(first: Sighting[], second: Sighting[], sourceId = 'feed') {
  const before = readAll([first], reading({ sourceId, now: new Date('2026-08-20T06:00:00Z') }));
  return remember(before, diffPapers(second, before, reading()), reading());
}

describe('two papers found to be one', () => {
  it('are one when a page brings ids of both: the older stays, the other leads to it', () => {
    const before = known([doi], [arxiv]);
    const { papers } = diffPapers([both], before, reading());
    const [older, younger] = before.papers.map(({ paper }) => paper.id);
    expect(papers).toMatchObject([{ paper: { id: older }, merged: { aliases: [younger] } }]);
    expect(papers[0]?.paper.ids).toEqual({ arxiv: '2508.00001', doi: '10.1/fold' });
  });

  it('are believed by the order of trust in those who speak of either, which is a revision and no news', () => {
    const before = known([doi], [arxiv]);
    const [change] = diffPapers([both], before, reading()).papers;
    expect(change).toMatchObject({ kind: 'revised', fields: expect.arrayContaining(['title']) });
    expect(change?.paper).toMatchObject({ title: arxiv.title, abstract: 'We fold.' });
    expect(change).not.toHaveProperty('news');
    expect(change?.merged?.statements).toEqual({});
  });

  it('hold what one source said of both in one statement, the later words over the earlier', () => {
    const before = known([doi], [arxiv], 'hf-daily');
    const [change] = diffPapers([both], before, reading({ sourceId: 'feed' })).papers;
    expect(change?.merged?.statements).toMatchObject({
      'hf-daily': { ids: both.ids, title: arxiv.title, abstract: 'We fold.' },
    });
  });

  it('are news when a list features them and neither was, and else not', () => {
    const told = known([doi], [arxiv]);
    expect(diffPapers([both], told, reading()).papers[0]).not.toHaveProperty('news');
    const untold = { ...told, papers: told.papers.map(({ newsAt: _newsAt, ...rest }) => rest) };
    expect(diffPapers([both], untold, reading()).papers).toMatchObject([{ news: 'new' }]);
  });

  it('leave nothing to write when the page is read again, and are not gone from the list', () => {
    const before = known([doi], [arxiv]);
    const changes = diffPapers([both], before, reading());
    expect(changes.gone).toEqual([]);
    const after = remember(before, changes, reading());
    expect(after.papers).toHaveLength(1);
    expect(isNothingToWrite(diffPapers([both], after, reading()))).toBe(true);
  });

  it('are counted anew where one source counted both', () => {
    const before = known([{ ...doi, upvotes: 3 }], [{ ...arxiv, upvotes: 9 }], 'hf-daily');
    const [change] = diffPapers([both], before, reading()).papers;
    expect(change?.counts).toEqual({ upvotes: 3 });
  });

  it('may be three', () => {
    const mag = sighting({ ids: { mag: '7' }, title: 'Folding, a Record' });
    const before = readAll([[doi], [arxiv], [mag]]);
    const all = sighting({ ids: { mag: '7', doi: '10.1/fold', arxiv: '2508.00001' } });
    const [change] = diffPapers([all], before, reading()).papers;
    expect(change?.merged?.aliases).toHaveLength(2);
  });

  it('are one from the start when the page that brings them says so itself', () => {
    const page = [doi, arxiv, both];
    const { papers } = diffPapers(page, { papers: [] }, reading());
    expect(papers).toMatchObject([{ kind: 'new', paper: { ids: both.ids, title: doi.title } }]);
    expect(isNothingToWrite(diffPapers(page, readAll([page]), reading()))).toBe(true);
  });
});

describe('a paper stored by its title alone', () => {
  const plain = sighting({ ids: {} });

  it('is the one with ids that bears its title', () => {
    const before = known([plain], [sighting({ title: 'Folding, a Preprint' })]);
    expect(before.papers).toHaveLength(2);
    const [change] = diffPapers([sighting()], before, reading()).papers;
    const [older, younger] = before.papers.map(({ paper }) => paper.id);
    expect(change).toMatchObject({ paper: { id: older }, merged: { aliases: [younger] } });
  });

  it('goes with the one paper that bears its title, though the page tells no id', () => {
    const before = known([plain], [sighting({ title: 'Folding, a Preprint' })]);
    const papers = before.papers.map((each) => ({ ...each, titleKey: before.papers[0]?.titleKey ?? '' }));
    const [change] = diffPapers([plain], { papers }, reading()).papers;
    expect(change?.merged?.aliases).toEqual([papers[1]?.paper.id]);
  });

  it('is meant by a page that tells no id, where two others bear its title', () => {
    const before = known([plain], [sighting({ ids: { arxiv: '1' }, title: 'One' })]);
    const two = readAll([[sighting({ ids: { arxiv: '2' }, title: 'Two' })]]);
    const key = before.papers[0]?.titleKey ?? '';
    const papers = [...before.papers, ...two.papers].map((each) => ({ ...each, titleKey: key }));
    const [change] = diffPapers([plain], { papers }, reading()).papers;
    expect(change?.paper.id).toBe(papers[0]?.paper.id);
    expect(change).not.toHaveProperty('merged');
  });

  it('is neither of two that come to bear it', () => {
    const [one, two] = ['1', '2'].map((id) => sighting({ ids: { arxiv: id }, title: `Words ${id}` }));
    const before = readAll([[plain, one ?? plain, two ?? plain]]);
    const page = ['1', '2'].map((id) => sighting({ ids: { arxiv: id } }));
    const changes = diffPapers(page, before, reading());
    expect(changes.papers.map(({ merged }) => merged)).toEqual([undefined, undefined]);
    expect(isNothingToWrite(diffPapers(page, remember(before, changes, reading()), reading()))).toBe(true);
  });
});

describe('a title that several papers bear', () => {
  it('means the oldest of them, also when it has come to bear it on this page', () => {
    const retitled = sighting({ ids: { doi: '10.1/fold' }, title: 'Folding, a Preprint' });
    const before = known([retitled], [sighting({ ids: { mag: '7' } })]);
    const page = [sighting({ ids: { doi: '10.1/fold' } }), sighting({ ids: {} })];
    const changes = diffPapers(page, before, reading());
    expect(changes.papers.map(({ paper }) => paper.id)).toEqual([before.papers[0]?.paper.id]);
    expect(isNothingToWrite(diffPapers(page, remember(before, changes, reading()), reading()))).toBe(true);
  });
});

describe('two papers that an id tells apart', () => {
  const one = sighting({ ids: { arxiv: '1' }, title: 'One' });
  const two = sighting({ ids: { arxiv: '2', doi: 'd' }, title: 'Two' });

  it.each([
    ['of the one with an id of the other', { arxiv: '1', doi: 'd' }, 0],
    ['of the other, told by its second id first', { doi: 'd', arxiv: '1' }, 0],
    ['that names a third id of the kind', { arxiv: '3', doi: 'd' }, 1],
  ])('stay two, whatever a page says %s', (_what, ids, place) => {
    const before = readAll([[one, two]]);
    const { papers } = diffPapers([sighting({ ids, title: 'Both' })], before, reading());
    expect(papers).toHaveLength(1);
    expect(papers[0]?.paper.id).toBe(before.papers[place]?.paper.id);
    expect(papers[0]).not.toHaveProperty('merged');
    expect(papers[0]?.paper.ids).toEqual(before.papers[place]?.paper.ids);
  });

  it('stay two when a page names each by an id that does not tell them apart', () => {
    const other = sighting({ ids: { arxiv: '3', mag: '7' }, title: 'Three' });
    const before = readAll([[two, other]]);
    const page = [sighting({ ids: { doi: 'd', mag: '7' }, title: 'Both' })];
    expect(diffPapers(page, before, reading()).papers).toMatchObject([{ paper: { ids: two.ids } }]);
    expect(diffPapers(page, before, reading()).papers[0]).not.toHaveProperty('merged');
  });

  it('stay two when a contradicting page names a third', () => {
    const before = readAll([[two, sighting({ ids: { mag: '7' }, title: 'Seven' })]]);
    const page = [sighting({ ids: { doi: 'd', mag: '7', arxiv: '1' }, title: 'All' })];
    expect(diffPapers(page, before, reading()).papers.every(({ merged }) => !merged)).toBe(true);
  });
});
