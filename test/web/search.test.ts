import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutAround, listWords, markWords } from '../../src/web/pages/mark-words.js';
import { readPlace, writePlace } from '../../src/web/place-text.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

let web: OpenWeb;

beforeAll(async () => {
  web = await openWeb();
  const papers = [
    { title: 'Loud <script>alert(1)</script> & "robots"', abstract: 'Nothing else.', upvotes: 9 },
    { title: 'Quiet machines', abstract: `${'Much is said before. '.repeat(12)}Then robots <b>walk</b>.` },
    { title: 'Of comets', authors: ['Maria Mitchell'], publishedAt: '2026-08-01' },
  ];
  await seedDay(web.store, '2026-08-20', '2026-08-20T08:00:00Z', papers, { 'Quiet machines': 'robotics' });
});
afterAll(() => web.close());

const open = (query: string) => web.server.inject({ url: `/papers${query}` });

describe('the page of papers', () => {
  test('shows the newest when nothing is asked for', async () => {
    const { statusCode, body, headers } = await open('');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toMatch(/^public/);
    expect(body).toContain('3 papers, the newest first.');
    expect(body.indexOf('Quiet machines')).toBeLessThan(body.indexOf('Of comets'));
    expect(body).toContain('1 August 2026');
  });

  test('marks the words that were looked for, and nothing of a text becomes markup', async () => {
    const { body } = await open('?q=robots');
    expect(body).toContain(
      'Loud &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;<mark>robots</mark>&quot;',
    );
    expect(body).toContain('Then <mark>robots</mark> &lt;b&gt;walk&lt;/b&gt;.');
    expect(body).not.toMatch(/<script>alert|<b>walk/);
    expect(body).toContain('2 papers, the best first.');
    expect(body).toContain('value="robots"');
  });

  test('says that it looked for something else', async () => {
    expect((await open('?q=mitch')).body).toMatch(/No paper holds the word “mitch”/);
    const mended = await open('?q=mtichell');
    expect(mended.body).toContain('No paper holds “mtichell”. These hold “mitchell”');
    expect(mended.body).toContain('<mark>Mitchell</mark>');
  });

  test('keeps to a topic and to days, and shows what was chosen', async () => {
    const { body } = await open('?q=&topic=robotics&from=2026-08-19&to=');
    expect(body).toContain('Quiet machines');
    expect(body).not.toContain('Of comets');
    expect(body).toContain('<option value="robotics" selected>');
    expect(body).toContain('name="from" value="2026-08-19"');
    const none = await open('?q=comets&topic=robotics');
    expect(none.statusCode).toBe(200);
    expect(none.body).toContain('No paper here holds that.');
    expect(none.body).toContain('href="/papers?q=comets"');
  });

  test('goes on where a part ended', async () => {
    const many = Array.from({ length: 30 }, (_, at) => ({
      ids: { arxiv: `2607.${30_001 + at}` },
      title: `Meteor number ${at}`,
    }));
    await seedDay(web.store, '2026-07-01', '2026-07-01T08:00:00Z', many);
    const titles = (body: string) => body.match(/Meteor<\/mark> number \d+/g) ?? [];
    const first = await open('?q=meteor');
    expect(titles(first.body)).toHaveLength(25);
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first.body) ?? [];
    const second = await web.server.inject({ url: next.replaceAll('&amp;', '&') });
    expect(titles(second.body)).toHaveLength(5);
    expect(new Set([...titles(first.body), ...titles(second.body)]).size).toBe(30);
    expect(second.body).toContain('href="/papers?q=meteor">');
    const cut = await web.server.inject({ url: next.replaceAll('&amp;', '&').slice(0, -7) });
    expect(cut.statusCode).toBe(400);
    expect(cut.body).toContain('href="/papers"');
  });

  test.each([
    ['?from=2026-02-30', 400],
    ['?to=yesterday', 400],
    ['?after=nonsense', 400],
    ['?q=a&q=b', 400],
    ['?topic=nonsense', 404],
    [`?q=${encodeURIComponent("'; DROP TABLE papers; --")}`, 200],
    ['?q=%25', 200],
    ['?q=%5C', 200],
    ['?q=(', 200],
    ['?q=%F0%9F%91%8D', 200],
    ['?q=%00', 200],
    ['?q=%ED%A0%80', 200],
    ['?q=%', 200],
    [`?q=${'x'.repeat(10_000)}`, 200],
  ])('answers %s', async (query, status) => {
    const answer = await open(query);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain('<h1');
  });

  test('never fails, whatever is asked for', async () => {
    const name = fc.constantFrom(
      'q',
      'topic',
      'from',
      'to',
      'after',
      'page',
      'period',
      'day',
      'cadence',
      'x',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '',
        'robotics',
        '2026-08-20',
        '2026-02-30',
        '-1',
        '1e9',
        '99999999999999999999',
        'WzEsMl0',
        'weekly',
        'month',
      ),
    );
    const path = fc.constantFrom(
      '/papers',
      '/',
      '/topics',
      '/topics/robotics',
      '/editions',
      '/editions/2026-08-20',
    );
    const query = fc.array(fc.tuple(name, value), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(path, query, async (at, pairs) => {
        const { statusCode } = await web.server.inject({ url: `${at}?${new URLSearchParams(pairs)}` });
        expect([200, 400, 404]).toContain(statusCode);
      }),
      { numRuns: 60 },
    );
  });
});

describe('marked words', () => {
  test('leave a text as it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(20)), (text, picks) => {
        const words = listWords([text]);
        const hits = new Set(picks.flatMap((at) => words[at] ?? []));
        const pieces = markWords(text, hits);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(new Set(pieces.filter(({ isHit }) => isHit).map((piece) => piece.text))).toEqual(hits);
      }),
    );
  });

  test('are shown with what stands around them', () => {
    expect(cutAround('nothing', new Set(['robots']))).toBeUndefined();
    expect(cutAround('short robots', new Set(['robots']))).toBe('short robots');
    const cut = cutAround(`${'before '.repeat(50)}robots${' after'.repeat(50)}`, new Set(['robots']));
    expect(cut).toMatch(/^… before .* robots .* after …$/);
  });
});

test('a place survives being written into an address, and nothing else is taken for one', () => {
  const place = { key: -3.25, paperId: '00000000-0000-4000-8000-000000000001' };
  expect(readPlace(writePlace(place))).toEqual(place);
  for (const text of ['', 'x', 'W10', Buffer.from('[1,"; DROP"]').toString('base64url')])
    expect(readPlace(text)).toBeUndefined();
});
