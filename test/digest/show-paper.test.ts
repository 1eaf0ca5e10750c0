import { describe, expect, it } from 'vitest';
import { showPaper } from '../../src/digest/show-paper.js';
import { newsOf } from './news.js';

const place = { rank: 1, score: 2, reasons: [] };
const topics = [
  { id: 'robotics', name: 'Robotics' },
  { id: 'graphs', name: 'Graphs' },
];

describe('showing a paper', () => {
  it('gives plain texts, links and counts', () => {
    const news = newsOf('1', {
      paper: {
        ids: { arxiv: '2503.20561' },
        title: '$S^{2}$FT\n of birds',
        authors: ['M\\"obius, A.'],
        abstract: 'We show that birds can be counted by their song alone, in $O(n)$ time.',
        url: 'https://huggingface.co/papers/2503.20561',
        codeUrl: 'https://example.org/code',
      },
      counts: { upvotes: 12, comments: 3, stars: 40 },
      gained: 7,
      matches: [
        { paperId: '1', topicId: 'graphs', score: 0.5, evidence: ['graph'] },
        { paperId: '1', topicId: 'robotics', score: 0.9, evidence: ['robot'] },
        { paperId: '1', topicId: 'removed', score: 1, evidence: [] },
      ],
    });
    expect(showPaper(news, topics, place)).toMatchObject({
      title: 'S²FT of birds',
      authors: ['Möbius, A.'],
      summary: 'We show that birds can be counted by their song alone, in O(n) time.',
      summaryBy: 'abstract',
      url: 'https://arxiv.org/abs/2503.20561',
      pdfUrl: 'https://arxiv.org/pdf/2503.20561',
      discussionUrl: 'https://huggingface.co/papers/2503.20561',
      codeUrl: 'https://example.org/code',
      upvotes: 12,
      gained: 7,
      comments: 3,
      stars: 40,
      topics: [{ name: 'Robotics' }, { name: 'Graphs' }],
    });
  });

  it('leaves out what is unknown', () => {
    const shown = showPaper(newsOf('1', { counts: { upvotes: 4 }, gained: 0 }), topics, place);
    expect(shown).not.toHaveProperty('gained');
    const fallen = showPaper(newsOf('1', { counts: { upvotes: 4 }, gained: -2 }), topics, place);
    expect(fallen).not.toHaveProperty('gained');
    for (const key of ['summary', 'abstract', 'pdfUrl', 'codeUrl', 'stars', 'discussionUrl', 'comments']) {
      expect(shown).not.toHaveProperty(key);
    }
  });

  it('falls back to the page, then to the DOI', () => {
    const page = showPaper(newsOf('1', { paper: { url: 'https://example.org/p/1' } }), topics, place);
    expect(page.url).toBe('https://example.org/p/1');
    expect(page).not.toHaveProperty('discussionUrl');
    const doi = showPaper(newsOf('1', { paper: { ids: { doi: '10.1000/x' } } }), topics, place);
    expect(doi.url).toBe('https://doi.org/10.1000/x');
  });

  it('shows no address that would run or break out', () => {
    const news = newsOf('1', {
      paper: { ids: { arxiv: '"><b>' }, url: 'javascript:alert(1)', codeUrl: 'data:text/html,x' },
    });
    const shown = showPaper(news, topics, place);
    expect(shown.url).toBe('');
    expect(shown).not.toHaveProperty('codeUrl');
    expect(shown).not.toHaveProperty('pdfUrl');
  });
});
