import { describe, expect, it } from 'vitest';
import type { Statement } from '../../src/model/paper.js';
import { layStatement, mergeStatements } from '../../src/papers/merge-statements.js';

const said = (over: Partial<Statement>): Statement => ({ ids: {}, authors: [], ...over });

describe('what is believed of a paper', () => {
  it('is what arXiv says, then the paper page, then the daily list, then the others by the alphabet', () => {
    const sources = ['hf-daily', 'zeta', 'arxiv', 'hf-paper', 'alpha'];
    const statements = Object.fromEntries(sources.map((id) => [id, said({ title: `by ${id}` })]));
    const order = sources.map(() => {
      const { title } = mergeStatements('p', statements);
      delete statements[title.slice(3)];
      return title.slice(3);
    });
    expect(order).toEqual(['arxiv', 'hf-paper', 'hf-daily', 'alpha', 'zeta']);
  });

  it('is field by field what the most trusted source says that says anything', () => {
    const paper = mergeStatements('p', {
      arxiv: said({ title: 'The title', authors: ['Ada Byron'], keywords: [] }),
      'hf-daily': said({ title: 'A title', abstract: 'Words.', keywords: ['a'], codeUrl: 'https://x.org/' }),
    });
    expect(paper).toMatchObject({
      title: 'The title',
      authors: ['Ada Byron'],
      abstract: 'Words.',
      keywords: ['a'],
      codeUrl: 'https://x.org/',
    });
  });

  it('holds the ids of all, the trusted ones where two differ', () => {
    const { ids } = mergeStatements('p', {
      'hf-daily': said({ ids: { arxiv: '1', hf: 'x' } }),
      arxiv: said({ ids: { arxiv: '2', doi: 'd' } }),
    });
    expect(ids).toEqual({ arxiv: '2', doi: 'd', hf: 'x' });
  });

  it('counts the visible authors where no source states their number', () => {
    const authors = ['Ada Byron', 'Charles Babbage'];
    expect(mergeStatements('p', { a: said({ authors }) }).authorCount).toBe(2);
    expect(mergeStatements('p', { a: said({ authors, authorCount: 40 }) }).authorCount).toBe(40);
  });

  it('leaves out what nobody says', () => {
    const paper = mergeStatements('p', { a: said({ title: 'T' }) });
    expect(Object.keys(paper).sort()).toEqual(
      ['authorCount', 'authors', 'categories', 'id', 'ids', 'keywords', 'title'].sort(),
    );
  });
});

describe('what a source says now, over what it said before', () => {
  const v1 = said({
    title: 'A $\\beta$ Bound',
    abstract: 'Of  $\\beta$.',
    authors: ['Ada Byron'],
    version: 1,
  });
  const spelt = { title: 'A β Bound', abstract: 'Of β.', authors: ['A. Byron'] };

  it('has the text of a version in one spelling', () => {
    expect(layStatement(v1, said({ ...spelt, version: 1, codeUrl: 'https://x.org/' }))).toEqual({
      ...v1,
      codeUrl: 'https://x.org/',
    });
  });

  it('has another text with another version', () => {
    expect(layStatement(v1, said({ ...spelt, version: 2 }))).toMatchObject({ ...spelt, version: 2 });
  });

  it('keeps the newer version when an old page shows an older one, or none', () => {
    const v2 = { ...v1, version: 2 };
    expect(layStatement(v2, said({ ...spelt, version: 1 }))).toEqual(v2);
    expect(layStatement(v2, said(spelt))).toEqual(v2);
  });

  it('learns the version of a text, and the text of a version', () => {
    const { version: _version, ...unnumbered } = v1;
    expect(layStatement(unnumbered, said({ ...spelt, version: 1 }))).toEqual(v1);
    const { abstract: _abstract, ...short } = { ...v1, authors: [] };
    expect(layStatement(short, said({ ...spelt, version: 1 }))).toEqual({
      ...short,
      abstract: 'Of β.',
      authors: ['A. Byron'],
    });
  });

  it('has another text whenever the source counts no versions', () => {
    expect(layStatement(said({ title: 'Old' }), said({ title: 'New' }))).toMatchObject({ title: 'New' });
  });
});
