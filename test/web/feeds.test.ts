import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FEED_FORMATS, type FeedFormat } from '../../src/model/feed.js';
import { expectValid } from '../feeds/feed-rules.js';
import { FORMATS } from '../feeds/sample-feed.js';
import { freeze } from '../store/stage.js';
import { type OpenWeb, openWeb } from './open-web.js';
import { seedDay } from './seed-papers.js';

const site = 'https://paper.example.org';
let web: OpenWeb;
let authorId: string;

beforeAll(async () => {
  web = await openWeb({ variables: { PUBLIC_URL: site } });
  const papers = [
    {
      title: 'Arms ]]> that <b>learn</b> $S^{2}$FT',
      url: 'https://arxiv.org/abs/2608.10001?a=1&b=2',
      summary: 'Arms learn to fold paper & more.',
    },
    { ids: { arxiv: '2608.10002' }, title: 'Graphs that grow', url: 'javascript:alert(1)' },
  ];
  await seedDay(web.store, '2026-08-20', '2026-08-20T12:00:00Z', papers, {
    'Arms ]]> that <b>learn</b> $S^{2}$FT': 'robotics',
  });
  await freeze(web, { at: '2026-08-20T14:00:00Z' });
  await freeze(web, { at: '2026-08-20T15:00:00Z', date: '2026-08-17', cadence: 'weekly' });
  const author = await web.store.followProfile({ sourceId: 'scholarfeed', key: 'ada', name: 'Ada & Co' });
  authorId = author.id;
  await web.query(
    `INSERT INTO authorships (paper_id, author_id, name) SELECT id, $1, 'Ada' FROM papers WHERE title LIKE 'Graphs%'`,
    [authorId],
  );
});
afterAll(() => web.close());

const open = (url: string) => web.server.inject({ url });
const withEnding = (format: FeedFormat, path: string) => {
  const [page, query] = path.split('?');
  return `${page}/feed.${FEED_FORMATS[format].ending}${query ? `?${query}` : ''}`;
};

describe.each(FORMATS)('feeds in %s', (format) => {
  const read = async (page: string) => {
    const answer = await open(withEnding(format, page));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(`${FEED_FORMATS[format].type}; charset=utf-8`);
    const feed = expectValid(answer.body, format);
    expect(feed.self).toBe(`${site}${withEnding(format, page)}`);
    expect(feed.page).toBe(`${site}${page || '/'}`);
    return feed;
  };

  test('hold what is new, with plain titles, marked summaries and links to our pages', async () => {
    const { title, entries } = await read('');
    expect(title).toBe('Broadsheet');
    const [arms, graphs] = [...entries].sort((a, b) => (a.title ?? '').localeCompare(b.title ?? ''));
    expect(arms?.title).toBe('Arms ]]> that <b>learn</b> S²FT');
    expect(arms?.url).toMatch(/^https:\/\/paper\.example\.org\/papers\/[0-9a-f-]{36}$/);
    expect(arms?.html).toContain('(AI summary)');
    expect(new Date(arms?.published ?? '')).toEqual(new Date('2026-08-20T12:00:00Z'));
    expect(String(graphs?.html)).not.toContain('javascript:');
  });

  test('hold the papers of a topic', async () => {
    const { title, entries } = await read('/topics/robotics');
    expect(title).toBe('Robotics · Broadsheet');
    expect(entries.map((one) => one.title)).toEqual([expect.stringContaining('Arms')]);
    expect((await read('/topics/graphs')).entries).toEqual([]);
  });

  test('hold the papers of an author', async () => {
    const { title, entries } = await read(`/authors/${authorId}`);
    expect(title).toBe('Ada & Co · Broadsheet');
    expect(entries.map((one) => one.title)).toEqual(['Graphs that grow']);
  });

  test('hold the editions, each with its papers', async () => {
    const { entries } = await read('/editions');
    expect(entries.map(({ title, url }) => [title, url])).toEqual([
      ['Week of 17 August 2026: 2 papers', `${site}/editions/2026-08-17?cadence=weekly`],
      ['Edition of 20 August 2026: 2 papers', `${site}/editions/2026-08-20`],
    ]);
    expect(entries[1]?.html).toContain('Graphs that grow</a>');
  });

  test('hold the papers of one edition, of a day and of a week', async () => {
    const day = await read('/editions/2026-08-20');
    const week = await read('/editions/2026-08-17?cadence=weekly');
    expect(day.title).toBe('Edition of 20 August 2026 · Broadsheet');
    expect(week.title).toBe('Week of 17 August 2026 · Broadsheet');
    expect(week.entries).toHaveLength(2);
    // A paper has one id wherever it stands.
    expect(day.entries.map(({ id }) => id).sort()).toEqual(week.entries.map(({ id }) => id).sort());
  });

  test.each(['/topics/alchemy', '/authors/nobody', '/editions/2026-08-19', '/editions/2026-02-30'])(
    'are not found of %s',
    async (page) => {
      const answer = await open(withEnding(format, page));
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['cache-control']).toBe('no-store');
    },
  );

  test('are not sent to those who have them, by tag or by time', async () => {
    const url = withEnding(format, '/topics/robotics');
    const { headers } = await open(url);
    expect(headers['last-modified']).toBe('Thu, 20 Aug 2026 12:00:00 GMT');
    for (const known of [
      { 'if-none-match': String(headers.etag) },
      { 'if-modified-since': String(headers['last-modified']) },
    ])
      expect(await web.server.inject({ url, headers: known })).toMatchObject({ statusCode: 304, body: '' });
    const old = { 'if-modified-since': 'Thu, 20 Aug 2026 11:59:59 GMT' };
    expect((await web.server.inject({ url, headers: old })).statusCode).toBe(200);
  });
});

test('a page names its feeds, and every page leads to the list of all', async () => {
  const links = async (url: string) => {
    const { body } = await open(url);
    expect(body).toContain('<a href="/feeds">Feeds</a>');
    const found = body.matchAll(
      /<link rel="alternate" type="application\/\S+" title="([^"]+)" href="([^"]+)">/g,
    );
    return [...found].map(([, , href]) => href);
  };
  expect(await links('/')).toEqual(['/feed.xml', '/feed.rss', '/feed.json']);
  expect(await links('/?topic=robotics')).toEqual(
    expect.arrayContaining(['/topics/robotics/feed.xml', '/feed.xml']),
  );
  expect(await links('/editions/2026-08-17?cadence=weekly')).toEqual([
    ...['xml', 'rss', 'json'].map((ending) => `/editions/2026-08-17/feed.${ending}?cadence=weekly`),
    ...['xml', 'rss', 'json'].map((ending) => `/editions/feed.${ending}`),
  ]);
});

test('the list of feeds leads to every feed, and each is there', async () => {
  const { body, statusCode } = await open('/feeds');
  expect(statusCode).toBe(200);
  const hrefs = [...body.matchAll(/<a href="([^"]+)" type="application/g)].map(([, href = '']) => href);
  expect(hrefs).toHaveLength(3 * (2 + web.config.topics.length));
  for (const href of hrefs.slice(0, 12)) expect((await open(href)).statusCode).toBe(200);
});

test('programs are told where not to go, and find the icon where they look for one', async () => {
  const { body, headers } = await open('/robots.txt');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  for (const path of ['/admin', '/preferences/', '/unsubscribe/', '/confirm/', '/*?reader='])
    expect(body).toContain(`\nDisallow: ${path}\n`);
  expect(body).toContain('\nAllow: /\n');
  const icon = await open('/favicon.ico');
  expect(icon.statusCode).toBe(301);
  expect((await open(String(icon.headers.location))).headers['content-type']).toContain('image/svg+xml');
});
