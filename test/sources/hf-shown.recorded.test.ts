import { describe, expect, it } from 'vitest';
import hfDaily from '../../src/sources/hf-daily.js';
import hfSearch from '../../src/sources/hf-search.js';
import { aPage } from './a-page.js';
import { readRecorded } from './recorded-file.js';
import { wrapText } from './wrap-text.js';

const searchUrl = 'https://huggingface.co/papers?q=x';
const fetchedAt = new Date('2026-01-07');
const readSearch = (body: string, source = hfSearch) =>
  source.parse(aPage(searchUrl, body, { fetchedAt }), {}).sightings;
const text = () => readRecorded('huggingface/text/search-visited-jan-7.txt');

describe('the recorded text of a search', () => {
  it('gives 32 papers with title, abstract, number of authors and date', () => {
    const papers = readSearch(text());
    expect(papers).toHaveLength(32);
    expect(papers.filter(({ title, abstract }) => title && (abstract ?? '').length > 1300)).toHaveLength(32);
    expect(papers.map(({ authorCount }) => authorCount).join(' ')).toBe(
      '3 2 1 9 4 5 8 4 3 1 4 3 2 4 3 1 4 3 3 4 2 4 6 5 5 1 4 2 2 2 5 5',
    );
    expect(papers.map(({ publishedAt }) => publishedAt?.slice(0, 4)).join(' ')).toBe(
      '2022 2012 2025 2024 2023 2024 2024 2021 2022 2021 2018 2024 2023 2023 2025 2024 2023 2022 2024 2024 2021 2025 2023 2025 2022 2024 2025 2025 2024 2022 2023 2025',
    );
    expect(papers[0]).toMatchObject({
      title: 'Supervised Dictionary Learning with Auxiliary Covariates',
      publishedAt: '2022-06-14',
    });
    expect(papers[31]?.title).toBe(
      'boldsymbolλ-Orthogonality Regularization for Compatible Representation Learning',
    );
  });

  it('takes the number after a date for that of the comments, never for votes', () => {
    const papers = readSearch(text());
    expect(papers.filter(({ upvotes }) => upvotes !== undefined)).toEqual([]);
    const discussed = papers.filter(({ comments }) => comments !== undefined);
    expect(discussed.map(({ publishedAt, comments }) => [publishedAt, comments])).toEqual([
      ['2025-07-31', 2],
    ]);
  });

  it('never takes the day of the visit for the day of a paper', () => {
    expect(readSearch(text()).filter(({ featuredOn }) => featuredOn !== undefined)).toEqual([]);
  });

  it('reads the same as a daily list and in every markup', () => {
    const plain = readSearch(text());
    expect(readSearch(text(), hfDaily)).toEqual(plain);
    for (const [name, html] of wrapText(text())) expect(readSearch(html), name).toEqual(plain);
  });
});

describe('the recorded page of a day', () => {
  const url = 'https://huggingface.co/papers?date=2024-08-01';
  const whole = () => readRecorded('huggingface/html/papers-date-2024-08-01.html');
  const read = (body: string) => hfDaily.parse(aPage(url, body), { day: '2024-08-01' });
  const withoutData = () => whole().replace('data-target="DailyPapers"', 'data-target="none"');
  const withoutCards = () =>
    withoutData().replaceAll('<article', '<section').replaceAll('</article', '</section');
  const figures = (body: string) =>
    read(body).sightings.map(({ ids, title, url: link, upvotes, comments, featuredOn, rank }) => ({
      ids,
      title,
      link,
      upvotes,
      comments,
      featuredOn,
      rank,
    }));

  it.each([
    ['cards', withoutData],
    ['text', withoutCards],
  ])('gives the same papers, votes and comments by its %s as by its data', (_form, body) => {
    expect(figures(body())).toEqual(figures(whole()));
    expect(read(body()).covers).toEqual({ date: '2024-08-01' });
  });

  it('shows some authors on its cards, in their order', () => {
    const { sightings } = read(withoutData());
    expect(sightings[11]?.authors).toEqual(['Dengsheng Chen', 'Jie Hu', 'Xiaoming Wei', 'Enhua Wu']);
    expect(sightings[0]).toMatchObject({ authors: [], authorCount: 533, submitter: 'akhaliq' });
  });
});
