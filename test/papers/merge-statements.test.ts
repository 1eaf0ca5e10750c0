import { describe, expect, it } from 'vitest';
import type { Statement } from '../../src/model/paper.js';
import { mergeStatements } from '../../src/papers/merge-statements.js';

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
