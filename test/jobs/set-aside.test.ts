import { describe, expect, it } from 'vitest';
import { setAside } from '../../src/jobs/set-aside.js';
import type { Page } from '../../src/model/page.js';
import type { Sighting } from '../../src/model/paper.js';

const paper = (number: number, over: Partial<Sighting> = {}): Sighting => ({
  ids: { doi: `10.1000/${number}` },
  title: `Paper ${number}`,
  authors: [],
  ...over,
});

function judge(
  sightings: Sighting[],
  over: Partial<Page> = {},
  source = { id: 'feed', sitesOf: () => [] as string[] },
) {
  const url = 'https://example.org/feed.xml';
  const page = { requestUrl: url, url, status: 200, body: '<rss/>', unchanged: false, validators: {} };
  const fetchedAt = new Date('2026-08-20T12:00:00Z');
  const { unreadable, ...read } = setAside(
    source,
    { sightings, unreadable: [] },
    { ...page, fetchedAt, ...over },
  );
  return { left: read.sightings.map(({ title }) => title), unreadable };
}

describe('a paper that was read', () => {
  it('is set aside where its text did not come through, and its feed is one of many hands', () => {
    const garbled = { garbled: true } as const;
    expect(judge([paper(1), paper(2, { abstract: 'Caf\ufffd' })], garbled)).toEqual({
      left: ['Paper 1'],
      unreadable: [{ at: '10.1000/2', reason: 'some of its characters did not come through' }],
    });
    const address = paper(2, { url: 'https://example.org/caf%EF%BF%BD' });
    expect(judge([paper(1), address], garbled).left).toEqual(['Paper 1']);
  });

  it('is let through with the sign that stands for such a text, where the page holds it itself', () => {
    expect(judge([paper(1, { abstract: 'Caf\ufffd' })]).left).toEqual(['Paper 1']);
  });

  it('may be of an issue to come, but no preprint is', () => {
    const ahead = { publishedAt: '2027-03-01' };
    expect(judge([paper(1, ahead)]).left).toEqual(['Paper 1']);
    const preprint = paper(2, { ...ahead, ids: { arxiv: '2608.00002' } });
    expect(judge([paper(1), preprint]).unreadable).toEqual([
      { at: '2608.00002', reason: 'it was published on 2027-03-01, which is yet to come' },
    ]);
    expect(judge([paper(1), paper(2, { publishedAt: '2099-01-01' })]).left).toEqual(['Paper 1']);
    expect(judge([paper(1, { ...preprint, publishedAt: '2026-08-21T09:00:00Z' })]).left).toHaveLength(1);
  });
});

it('believes no page of which nothing is left, and none that ends in the middle', () => {
  expect(() => judge([paper(1, { featuredOn: '2026-08-21' })])).toThrow('no paper can be believed');
  const cut = { body: '<!doctype html>\n<html lang="en"><body><p>Some' };
  expect(() => judge([paper(1)], cut)).toThrow('its end (</html>) is missing');
  expect(judge([paper(1)], { body: `${cut.body}</body>` }).left).toHaveLength(1);
  expect(judge([paper(1)], { body: '<main><p>Some' }).left).toHaveLength(1);
});
