import { expect, it } from 'vitest';
import catalyzex from '../../src/sources/catalyzex.js';
import { aPage } from './a-page.js';
import { readRecorded } from './recorded-file.js';
import { wrapText } from './wrap-text.js';

const url = 'https://www.catalyzex.com/author/Ryumei%20Nakada';
const read = (body: string) => catalyzex.parse(aPage(url, body), { profile: 'Ryumei Nakada' });
const text = () => readRecorded('catalyzex/author-ryumei-nakada.txt');

it('the recorded page of an author gives ten abstracts and nothing else', () => {
  const { sightings, profile, unreadable } = read(text());
  expect(profile).toEqual({ ids: { catalyzex: 'Ryumei Nakada' }, name: 'Ryumei Nakada', metrics: {} });
  expect(unreadable).toEqual([]);
  expect(sightings.map(({ abstract }) => abstract?.length)).toEqual([
    1284, 1642, 1649, 1758, 1121, 1749, 1122, 1341, 805, 1859,
  ]);
  for (const [index, { abstract, ...rest }] of sightings.entries()) {
    expect(rest).toEqual({ ids: {}, authors: [], rank: index + 1 });
    expect(abstract).not.toMatch(/^Abstract|Abstract:/);
  }
});

it('the recorded page reads the same in every markup', () => {
  for (const [name, html] of wrapText(text())) expect(read(html), name).toEqual(read(text()));
});
