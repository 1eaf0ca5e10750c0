import { describe, expect, it } from 'vitest';
import scholarfeed from '../../src/sources/scholarfeed.js';
import { aPage } from './a-page.js';
import { readRecorded } from './recorded-file.js';
import { wrapText } from './wrap-text.js';

const url = 'https://www.scholarfeed.org/author/118365';
const fetchedAt = new Date('2026-03-01');
const read = (body: string) => scholarfeed.parse(aPage(url, body, { fetchedAt }), { profile: '118365' });
const text = () => readRecorded('scholarfeed/author-118365.txt');

/** Badge, date, first author, authors shown, beginning of the title. */
const PAPERS = `
LG 2023-02-13 Nakada 3 Understanding Multimodal Contrastive Learning
LG 2023-06-13 Huang 3 Safeguarding Data in Multimodal AI
LG 2024-12-09 Yang 3 S$^{2}$FT: Efficient
ML 2024-03-22 Cai 3 Contrastive Learning on Multimodal Analysis
ML 2024-04-25 Zhang 3 Differentially Private Federated Learning
LG 2025-03-26 Nakada 3 A Theoretical Framework for Prompt Engineering
ML 2025-09-14 Dong 3 Contrastive Network Representation Learning
LG 2025-05-17 Xu 3 Residual Feature Integration
ML 2024-06-05 Nakada 3 Synthetic Oversampling
LG 2021-10-06 Ji 3 The Power of Contrast for Feature Learning
ML 2021-02-28 Nakada 2 Asymptotic Risk of Overparameterized
ML 2019-07-04 Nakada 2 Adaptive Approximation and Generalization`;

describe('the recorded page of an author', () => {
  it('gives name, badge and five figures', () => {
    expect(read(text()).profile).toEqual({
      ids: { scholarfeed: '118365' },
      name: 'Ryumei Nakada',
      field: 'LG',
      metrics: { hIndex: 8, papers: 12, citations: 210, novelty: 0.6, aiScore: 40 },
    });
  });

  it('gives twelve papers completely', () => {
    const { sightings, unreadable } = read(text());
    expect(unreadable).toEqual([]);
    const shown = sightings.map(({ categories, publishedAt, authors, title }, index) => {
      const begins = PAPERS.trim().split('\n')[index]?.split(' ').slice(4).join(' ') ?? '';
      const family = authors[0]?.split(' ').at(-1);
      return [categories?.join(), publishedAt, family, authors.length, title?.slice(0, begins.length)].join(
        ' ',
      );
    });
    expect(shown).toEqual(PAPERS.trim().split('\n'));
    expect(sightings.filter(({ abstract }) => (abstract ?? '').length > 700)).toHaveLength(12);
    expect(sightings.flatMap(({ institutions }) => institutions ?? [])).toEqual(['cmu']);
  });

  it('reads the same in every markup', () => {
    const plain = read(text());
    for (const [name, html] of wrapText(text())) expect(read(html), name).toEqual(plain);
  });
});
