import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import hfDaily from '../../src/sources/hf-daily.js';
import { aPage } from './a-page.js';

const pageUrl = 'https://huggingface.co/papers/date/2024-08-01';
const cards = readFileSync(new URL('../fixtures/sources/hf-daily.cards.html', import.meta.url), 'utf8');
const read = (body: string, scope = {}, url = pageUrl) => hfDaily.parse(aPage(url, body), scope);

describe('a page of a day without its data', () => {
  it('is read by its cards', () => {
    const { covers, sightings } = read(cards);
    expect(covers).toEqual({ date: '2024-08-01' });
    expect(sightings[1]).toMatchObject({
      ids: { arxiv: '2407.21770' },
      upvotes: 0,
      comments: 2,
      submitter: 'other-reader',
      authorCount: 8,
      authors: ['Ada Example', 'Srinivasan Iyer'],
      featuredOn: '2024-08-01',
      rank: 2,
    });
    expect(sightings[2]).toMatchObject({
      title: 'Denoising & Diffusion',
      upvotes: 3200,
      institutions: ['Sample Labs'],
    });
  });

  it('is read by its text when it has no cards either', () => {
    const text = cards
      .replaceAll('article', 'section')
      .replaceAll('h3', 'h4')
      .replaceAll('Sample Labs', '9 authors');
    const shown = read(text).sightings.map(({ ids, title, upvotes, comments, authorCount, submitter }) => [
      ids.arxiv,
      title?.slice(0, 5),
      upvotes,
      comments,
      authorCount,
      submitter,
    ]);
    expect(shown).toEqual([
      ['2407.21783', 'The L', 94, 5, 533, 'sample-reader'],
      ['2407.21770', 'MoMa:', undefined, 2, 8, 'other-reader'],
      ['2006.11239', 'Denoi', 3200, 0, 9, 'sample-reader'],
    ]);
  });

  it('is of the day it names, whatever was asked for', () => {
    expect(read(cards, { day: '2030-01-01' }).covers).toEqual({ date: '2024-08-01' });
  });

  it('is refused when it is a week', () => {
    const body = cards.replace(/<time.*?<\/time>/s, '');
    const week = 'https://huggingface.co/papers/week/2026-W34';
    expect(() => read(body, { day: '2026-08-21' }, week)).toThrow('2026-W34');
  });
});

it('falls back on the cards when the data of the page is broken', () => {
  const data = '<div data-target="DailyPapers" data-props="{&quot;dailyPapers&quot;:[{]}"></div>';
  expect(read(cards.replace('<main>', `${data}<main>`)).sightings).toHaveLength(3);
});

it('tells what is wrong with the data when there are no cards', () => {
  const data = '<div data-target="DailyPapers" data-props="{&quot;dailyPapers&quot;:[{]}"></div>';
  expect(() => read(data)).toThrow('cut or broken');
});
