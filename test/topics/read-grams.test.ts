import { describe, expect, it } from 'vitest';
import { readGrams, readPassages } from '../../src/topics/read-grams.js';
import { weighGrams } from '../../src/topics/vocabulary.js';

const gramsOf = (title: string, abstract?: string) =>
  readGrams(readPassages({ id: 'p', title, ...(abstract && { abstract }) }));
const read = (title: string) => gramsOf(title).map(({ folded }) => folded);

describe('the grams of a text', () => {
  it('are its words and the pairs of neighbours, folded', () => {
    expect(read('Graph-Neural Networks')).toEqual([
      'graph',
      'neural',
      'graph neural',
      'network',
      'neural network',
    ]);
  });

  it('leave plain words out, which part pairs, and numbers', () => {
    expect(read('A theory of 12 birds')).toEqual(['theory', 'bird']);
  });

  it('do not hold LaTeX commands, kept or stripped, which part no pair', () => {
    for (const title of [
      'sparse $\\mathcal{O}$ graphs',
      'sparse mathcal{} graphs',
      'sparse \\textbf{graphs}',
    ])
      expect(read(title)).toEqual(expect.not.arrayContaining(['mathcal', 'textbf', 'sparse mathcal']));
    expect(read('sparse mathcal graphs')).toEqual(['sparse', 'graph', 'sparse graph']);
  });

  it('do not reach over the end of a sentence', () => {
    expect(read('We like birds. Fish swim')).not.toContain('bird fish');
  });
});

describe('the weights of grams', () => {
  const vocabulary = {
    places: new Map([
      ['bird', 0],
      ['fish', 1],
    ]),
    rarity: Float32Array.of(2, 2),
  };
  const weigh = (title: string, abstract?: string) => weighGrams(vocabulary, gramsOf(title, abstract));

  it('are greater for what stands in the title, or is said more often', () => {
    const { places, weights } = weigh('Birds', 'Fish.');
    expect([...places]).toEqual([0, 1]);
    expect(weights[0]).toBeGreaterThan(weights[1] ?? 1);
    const [once] = weigh('', 'fish').weights;
    const [twice] = weigh('', 'fish, fish').weights;
    expect(twice).toBeGreaterThan(once ?? 1);
  });

  it('stay small where there are few known words, and are none where there is none', () => {
    const [alone = 1] = weigh('Birds').weights;
    expect(alone).toBeGreaterThan(0);
    expect(alone).toBeLessThan(0.5);
    expect(weigh('On soup').weights).toHaveLength(0);
  });
});
