import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { Scope } from '../../src/model/scan.js';
import { emptyTables, PAPER_TABLES, writtenRows } from '../store/stage.js';
import { announceRss, answerQuery, arxivPaper } from '../support/arxiv-answers.js';
import { apiPath, asJson, dailyPaper, pagePath } from '../support/daily-papers.js';
import { conditional, page, status } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-19T12:00:00Z');
});
beforeEach(() => emptyTables(stage.database));
afterAll(() => stage.close());

const read = (sourceId: string, scope: Scope, at: string, askedBy = 'test') => {
  stage.clock.turnTo(new Date(at));
  return runJob(scanSource, { sourceId, scope, askedBy }, stage.deps);
};
const lastScan = async () => (await stage.store.latestScans(1))[0];

describe('the announcements of a category', () => {
  const papers = (from: number, count = 5) =>
    Array.from({ length: count }, (_none, index) => arxivPaper(from + index));
  const announce = (list: ReturnType<typeof papers>, day: string, etag?: string) => {
    const body = announceRss(list, day);
    stage.site.on('/rss/cs.AI', etag === undefined ? page(body) : conditional(body, etag));
  };
  const look = (at: string) => read('arxiv', { category: 'cs.AI' }, at);
  const stale = (words: string) => ({ warning: `possibly stale: ${words}` });

  it('say nothing odd when they bring news, however often they are read that day', async () => {
    announce(papers(1), '2026-08-19');
    expect(await look('2026-08-19T12:00:00Z')).not.toHaveProperty('warning');
    announce(papers(6), '2026-08-20');
    expect(await look('2026-08-20T12:00:00Z')).toMatchObject({ outcome: 'ok', fresh: 5 });
    expect(await look('2026-08-20T16:00:00Z')).toMatchObject({ outcome: 'ok', same: 5 });
    expect(await lastScan()).not.toHaveProperty('warning');
  });

  it('are possibly stale when they are those of the day before, though they claim to be of today', async () => {
    announce(papers(1), '2026-08-19');
    await look('2026-08-19T12:00:00Z');
    announce(papers(1), '2026-08-20');
    const told = stale(
      '2026-08-20 is a day of news, and 5 of the 5 papers stood in the list of 2026-08-19 already',
    );
    for (const hour of ['12', '16']) {
      expect(await look(`2026-08-20T${hour}:00:00Z`)).toMatchObject({ outcome: 'ok', ...told });
      expect(await lastScan()).toMatchObject(told);
    }
    expect(await stage.store.sourceHealth()).toMatchObject([{ outcome: 'ok', ...told }]);
    announce(papers(6), '2026-08-20');
    expect(await look('2026-08-20T20:00:00Z')).not.toHaveProperty('warning');
    expect((await stage.store.sourceHealth())[0]).not.toHaveProperty('warning');
  });

  it('are possibly stale when the site says on the next day of news that nothing has changed', async () => {
    announce(papers(1), '2026-08-21', '"friday"');
    await look('2026-08-21T12:00:00Z');
    expect(await look('2026-08-21T16:00:00Z')).toMatchObject({ outcome: 'unchanged' });
    expect(await lastScan()).not.toHaveProperty('warning');
    const monday = stale('2026-08-24 is a day of news, and nothing has changed since 2026-08-21');
    expect(await look('2026-08-24T12:00:00Z')).toMatchObject({ outcome: 'unchanged', ...monday });
  });

  it('are empty on a weekend, and possibly stale when they are so on another day', async () => {
    announce(papers(1), '2026-08-21');
    await look('2026-08-21T12:00:00Z');
    announce([], '2026-08-22');
    expect(await look('2026-08-22T12:00:00Z')).toMatchObject({ outcome: 'ok', papers: 0 });
    expect(await lastScan()).not.toHaveProperty('warning');
    announce([], '2026-08-24');
    const empty = stale('2026-08-24 is a day of news, and the list is empty');
    expect(await look('2026-08-24T12:00:00Z')).toMatchObject(empty);
    announce(papers(1), '2026-08-25');
    expect(await look('2026-08-25T12:00:00Z')).toMatchObject(
      stale('2026-08-25 is a day of news, and 5 of the 5 papers stood in the list of 2026-08-21 already'),
    );
  });

  it('go by the day on the east coast of the United States, and by the days the feed leaves out', async () => {
    announce(papers(1), '2026-08-21');
    await look('2026-08-21T12:00:00Z');
    expect(await look('2026-08-22T02:00:00Z')).not.toHaveProperty('warning');
    const closed = announceRss([], '2026-08-24').replace('<day>Sunday', '<day>Monday</day><day>Sunday');
    stage.site.on('/rss/cs.AI', page(closed));
    expect(await look('2026-08-24T12:00:00Z')).not.toHaveProperty('warning');
  });
});

describe('a finished day of Daily Papers', () => {
  const dayBefore = (day: string, weeks: number) =>
    new Date(Date.parse(day) - weeks * 7 * 86_400_000).toISOString().slice(0, 10);
  const show = (day: string, first: number, count: number) => {
    const list = Array.from({ length: count }, (_none, index) => dailyPaper(first + index, day));
    stage.site.on(apiPath(day), list.length > 0 ? conditional(JSON.stringify(list), `"${day}"`) : asJson([]));
    stage.site.on(pagePath(day), status(404));
  };
  const readDay = (day: string, at: string) => read('hf-daily', { day }, at);
  const readWeeks = async (day: string, weeks: number, first = 0) => {
    for (let week = weeks; week > 0; week -= 1) {
      const before = dayBefore(day, week);
      show(before, first + week * 10, week === 1 ? 5 : 6);
      await readDay(before, `${dayBefore('2026-08-21', week)}T12:00:00Z`);
    }
  };
  const few =
    'fewer papers than usual: 2026-08-20 ended with 2, while 95 % of the 12 Thursdays before held 5 or more';

  it('is told when it is shorter than the days of its weekday, once it has ended, and again while it stays so', async () => {
    await readWeeks('2026-08-20', 12);
    show('2026-08-20', 900, 2);
    expect(await readDay('2026-08-20', '2026-08-20T23:00:00Z')).not.toHaveProperty('warning');
    expect(await readDay('2026-08-20', '2026-08-21T01:00:00Z')).toMatchObject({
      outcome: 'unchanged',
      warning: few,
    });
    expect(await stage.store.sourceHealth()).toMatchObject([{ outcome: 'unchanged', warning: few }]);
    show('2026-08-20', 900, 5);
    stage.site.on(
      apiPath('2026-08-20'),
      asJson([900, 901, 902, 903, 904].map((n) => dailyPaper(n, '2026-08-20'))),
    );
    expect(await readDay('2026-08-20', '2026-08-21T03:00:00Z')).not.toHaveProperty('warning');
  });

  it('is told when it is empty', async () => {
    await readWeeks('2026-08-20', 12);
    show('2026-08-20', 900, 0);
    expect(await readDay('2026-08-20', '2026-08-21T01:00:00Z')).toMatchObject({
      outcome: 'skipped',
      warning: expect.stringContaining('ended with 0'),
    });
  });

  it('is not judged by eleven days, nor by those of other weekdays', async () => {
    await readWeeks('2026-08-20', 11);
    await readWeeks('2026-08-19', 3, 500);
    show('2026-08-20', 900, 1);
    expect(await readDay('2026-08-20', '2026-08-21T01:00:00Z')).not.toHaveProperty('warning');
  });
});

it('takes one text for another spelling of it: a paper read as announced and from the interface is not revised', async () => {
  const spelt = { title: 'A $\\beta$-Bound', abstract: 'We bound  $\\beta$.', authors: ["Andr\\'e Byron"] };
  const other = { title: 'A β-Bound', abstract: 'We bound β.', authors: ['André Byron'] };
  stage.site.on('/rss/cs.AI', page(announceRss([arxivPaper(1, spelt)], '2026-08-19')));
  stage.site.on('/api/query', page(answerQuery([arxivPaper(1, other)])));
  const announcements = () => read('arxiv', { category: 'cs.AI' }, '2026-08-19T12:00:00Z');
  const interfaceOf = () => read('arxiv', { ids: '2608.00001' }, '2026-08-19T13:00:00Z');
  expect(await announcements()).toMatchObject({ fresh: 1 });
  expect(await interfaceOf()).toMatchObject({ fresh: 0, revised: 0 });
  const before = await writtenRows(stage, PAPER_TABLES);
  expect(await announcements()).toMatchObject({ fresh: 0, revised: 0, same: 1 });
  expect(await interfaceOf()).toMatchObject({ fresh: 0, revised: 0, same: 1 });
  expect(await writtenRows(stage, PAPER_TABLES)).toEqual(before);
  stage.site.on('/api/query', page(answerQuery([arxivPaper(1, { ...other, version: 2 })])));
  expect(await interfaceOf()).toMatchObject({ revised: 1 });
  expect(await announcements()).toMatchObject({ revised: 0, same: 1 });
});

it('skips a paper that Hugging Face has not indexed, and does not call that a failure', async () => {
  const told = await read('hf-paper', { paper: '2608.00001' }, '2026-08-19T12:00:00Z');
  expect(told).toMatchObject({ outcome: 'skipped', reason: expect.any(String) });
  expect((await stage.store.sourceHealth())[0]).not.toHaveProperty('failingSince');
});

describe('a scope given by hand', () => {
  const now = '2026-08-19T12:00:00Z';

  it.each([
    ['a new host', 'https://lab.example/feed.xml', 'lab.example'],
    ['a private address', 'http://10.0.0.1/feed.xml', '10.0.0.1'],
  ])('is refused on %s, with the line that allows it, and stores nothing', async (_what, url, host) => {
    await expect(read('feed', { url }, now)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(
        `${host} is not among the hosts .* add this line to config/sources\\.yaml, under the scopes of feed: - url: "${url}"`,
      ),
    });
    expect(await lastScan()).toBeUndefined();
  });

  it.each([
    ['scholarfeed', 'https://evil.example/author/118365', 'www.scholarfeed.org or scholarfeed.org'],
    ['scholarfeed', 'http://192.168.0.7/author/118365', 'www.scholarfeed.org or scholarfeed.org'],
    ['catalyzex', 'https://evil.example/author/Ada', 'www.catalyzex.com or catalyzex.com'],
    ['catalyzex', 'http://[::1]/author/Ada', 'www.catalyzex.com or catalyzex.com'],
  ])(
    'is refused when it is a link of %s to %s, with the hosts that work',
    async (sourceId, profile, hosts) => {
      await expect(read(sourceId, { profile }, now)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining(hosts),
      });
      expect(await lastScan()).toBeUndefined();
    },
  );
});
