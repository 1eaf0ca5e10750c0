import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/bench/figure.js';
import { measureLabels } from '../../src/bench/measure-labels.js';
import { createTermClassifier } from '../../src/topics/term-classifier.js';
import { makeLabel, makePaper, topics } from '../training/made-papers.js';

/** The figures of two papers about birds and fish, each said to be what it is, and one that the data does not hold. */
async function measure(over: Parameters<typeof makeLabel>[1] = {}): Promise<Figure[]> {
  const papers = { 'arxiv-dev': [8, 9].map(wordy), 'hf-daily': [] };
  const labels = [8, 9, 77].map((number) =>
    makeLabel(number, { file: 'arxiv-dev', half: 'report', ...over }),
  );
  const figures: Figure[] = [];
  for await (const figure of measureLabels(labels, papers, createTermClassifier(), topics))
    figures.push(figure);
  return figures;
}

const wordy = (number: number) => ({
  ...makePaper(number),
  title: number % 2 === 0 ? 'The wren and its nest' : 'The trout in the river',
});

const find = (figures: Figure[], what: string) => figures.find((figure) => figure.what.startsWith(what));

describe('measuring on labels', () => {
  it('tells each half by itself, of the papers that the data holds', async () => {
    const figures = await measure();
    expect(find(figures, 'topics, micro-F1, report')).toMatchObject({
      value: 100,
      note: expect.stringMatching(/^2 papers/),
    });
    expect(find(figures, 'first topic right, report')?.value).toBe(100);
    expect(find(figures, 'topics, micro-F1, tune')).toMatchObject({
      value: 0,
      note: expect.stringMatching(/^0 papers/),
    });
  });

  it('tells where a label only accepts what was given', async () => {
    const figures = await measure({ topics: ['fish'], also: ['birds'] });
    expect(find(figures, 'topics, micro-F1, report')?.value).toBeCloseTo(100 * (2 / 3), 5);
    expect(find(figures, 'topics, strict micro-F1, report')?.value).toBeCloseTo(50, 5);
    expect(find(figures, 'first topic the same, report')?.value).toBe(50);
  });

  it('shows how often a score was right', async () => {
    const bands = (await measure()).filter(({ what }) => what.startsWith('right where the score is'));
    expect(bands.length).toBeGreaterThan(0);
    for (const { value } of bands) expect(value).toBe(100);
  });
});
