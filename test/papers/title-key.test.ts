import { describe, expect, it } from 'vitest';
import { familyName, titleKey } from '../../src/papers/title-key.js';

const key = (title: string, ...authors: string[]) => titleKey({ title, authors });

describe('the key of a title', () => {
  it.each([
    ['case and punctuation', 'Attention Is All You Need!', 'attention is all you need'],
    ['white space', 'Graph  Neural\nNetworks', 'Graph Neural Networks'],
    ['LaTeX commands, stripped or not', '\\textbf{Fast} $\\mathcal{O}(n)$', 'Fast mathcal{O}(n)'],
    ['compatibility forms', 'ﬁne tuning ²', 'fine tuning 2'],
  ])('is the same whatever %s', (_what, one, other) => {
    expect(key(one, 'Ada Byron')).toBe(key(other, 'Ada Byron'));
  });

  it('tells papers of one title by the family name of the first author', () => {
    expect(key('A Survey', 'Ada Byron')).not.toBe(key('A Survey', 'Mary Somerville'));
    expect(key('A Survey', 'Ada Byron', 'X')).toBe(key('A Survey', 'A. Byron', 'Y'));
    expect(key('A Survey')).not.toBe(key('A Survey', 'Ada Byron'));
  });

  it('keeps titles in other scripts apart', () => {
    expect(key('学习')).not.toBe(key('推理'));
  });
});

it.each([
  ['Jean-Luc de la Tour', 'tour'],
  ['Bernhard Schölkopf', 'scholkopf'],
  ['Seán O’Brien', 'obrien'],
  ['Plato', 'plato'],
  ['', ''],
])('the family name of "%s" is "%s"', (name, family) => {
  expect(familyName(name)).toBe(family);
});
