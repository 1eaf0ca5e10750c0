import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanOutcome } from '../../src/model/scan.js';
import { emptyTables } from '../store/stage.js';
import { type ArxivPaper, arxivPaper } from '../support/arxiv-answers.js';
import { dailyPaper } from '../support/daily-papers.js';
import { page } from '../support/misbehaving-site.js';
import { type MisbehaviourStage, openMisbehaviourStage } from './misbehaviour-stage.js';
import { announced, DAY, daily, items, numbers, profile, type WholeSource } from './whole-sources.js';

let stage: MisbehaviourStage;
beforeAll(async () => {
  stage = await openMisbehaviourStage();
});
afterAll(() => stage.close());

type Item = (typeof items)[number];
type Case = [what: string, odd: WholeSource, outcome: ScanOutcome, told: RegExp];

/** The first so many entries of a list changed, the others as they were. */
const change = <T>(list: readonly T[], count: number, over: (one: T) => unknown): unknown[] =>
  list.map((one, index) => (index < count ? over(one) : one));

const ALL = items.length;
const inPaper = (field: string, value: unknown) => (item: Item) => ({
  ...item,
  paper: { ...item.paper, [field]: value },
});
const without = (field: string) => inPaper(field, undefined);
const days = (count: number, field: string, value: unknown) =>
  daily(change(items, count, inPaper(field, value)));

const bare = (source: WholeSource, body: string): WholeSource => ({
  ...source,
  answers: Object.fromEntries(Object.keys(source.answers).map((path) => [path, { body, type: 'text/html' }])),
});

/** The source as it should be is read once; whatever its odd shapes come to, nothing stored changes. */
function judgeOdd(good: WholeSource, cases: Case[]): void {
  let before: string[];
  beforeAll(async () => {
    await emptyTables(stage.database);
    stage.show(good);
    expect(await stage.scan(good)).toMatchObject({ outcome: 'ok' });
    before = await stage.rows();
  });

  it.each(cases)('with %s', async (_what, odd, outcome, told) => {
    stage.show(odd);
    const scan = await stage.scan(odd);
    expect(scan).toMatchObject({ outcome });
    if ('outcome' in scan) expect(`${scan.reason ?? ''}${scan.warning ?? ''}`).toMatch(told);
    expect(await stage.rows()).toEqual(before);
  });
}

const sorry = '<html><head><title>Something broke</title></head><body><p>Sorry.</p></body></html>';

describe('a day of Daily Papers', () => {
  const yesterday = numbers.map((number) => dailyPaper(number, '2026-08-19'));
  const unstamped = change(items, ALL, without('submittedOnDailyAt'));
  const elsewhere = { ...daily(unstamped, '2026-08-18'), scope: { day: '2026-08-18' } };
  const cases: Case[] = [
    [
      'the papers of another day, which it does not say',
      elsewhere,
      'quarantined',
      /12 of its 12 papers are those of 2026-08-20/,
    ],
    ['another page', bare(daily(), sorry), 'quarantined', /titled "Something broke"/],
    ['another object', bare(daily(), '{"papers":[]}'), 'quarantined', /the list of papers is missing/],
    ['a list of numbers', bare(daily(), '[1,2,3]'), 'quarantined', /3 of 3 papers cannot be read/],
    ['the list of another day', daily(yesterday), 'quarantined', /of 2026-08-19, not of 2026-08-20/],
    ['fewer than half of its papers', daily(items.slice(0, 5)), 'quarantined', /holds 5 of the 12 papers/],
    [
      'no id in two papers',
      daily(change(items, 2, without('id'))),
      'quarantined',
      /2 of 12 papers cannot be read.*paper\.id/,
    ],
    [
      'no id in one paper',
      daily(change(items, 1, without('id'))),
      'ok',
      /^1 of 12 entries cannot be read: papers\[0\]: paper\.id/,
    ],
    ['ids of another type', days(ALL, 'id', 7), 'quarantined', /paper\.id: .*string/],
    ['ids that are null', days(ALL, 'id', null), 'quarantined', /paper\.id: .*string/],
    ['ids with spaces', days(ALL, 'id', '2608.00001 '), 'quarantined', /is no arXiv id/],
    ['ids with markup', days(ALL, 'id', '<b>2608.00001</b>'), 'quarantined', /is no arXiv id/],
    ['votes of another type', days(ALL, 'upvotes', 'many'), 'quarantined', /paper\.upvotes/],
    ['votes below nought', days(ALL, 'upvotes', -1), 'quarantined', /paper\.upvotes/],
    ['authors of another type', days(ALL, 'authors', 'Ada Byron'), 'quarantined', /paper\.authors/],
    [
      'a title of another type in one paper',
      days(1, 'title', { en: 'x' }),
      'ok',
      /papers\[0\]: paper\.title/,
    ],
    [
      'papers that are null',
      daily(change(items, ALL, (item) => ({ ...item, paper: null }))),
      'quarantined',
      /12 of 12 .*paper/,
    ],
    [
      'its list in days to come',
      days(ALL, 'submittedOnDailyAt', '2099-08-20T00:00:00.000Z'),
      'quarantined',
      /of 2099-08-20/,
    ],
    [
      'one paper of a day to come',
      days(1, 'submittedOnDailyAt', '2099-08-20T00:00:00.000Z'),
      'ok',
      /list of 2099-08-20, which is yet to come/,
    ],
    [
      'papers published in years to come',
      days(ALL, 'publishedAt', '2099-01-01T00:00:00.000Z'),
      'quarantined',
      /published on 2099-01-01.*yet to come/,
    ],
    ['dates that are none', days(ALL, 'publishedAt', 'yesterday'), 'quarantined', /paper\.publishedAt/],
  ];

  judgeOdd(daily(), cases);
});

describe('announcements of arXiv', () => {
  const papers = numbers.map((number) => arxivPaper(number));
  const odd = (count: number, over: Partial<ArxivPaper>) =>
    announced(papers.map((paper, index) => (index < count ? { ...paper, ...over } : paper)));
  const as = (from: RegExp, to: string): WholeSource => {
    const whole = announced(papers);
    const answers = Object.entries(whole.answers).map(([path, { body, type }]) => [
      path,
      { body: body.replace(from, to), type },
    ]);
    return { ...whole, answers: Object.fromEntries(answers) };
  };
  const cases: Case[] = [
    [
      'another page',
      bare(announced(), sorry),
      'quarantined',
      /the feed is missing.*titled "Something broke"/,
    ],
    [
      'another feed',
      as(/cs\.AI updates on/, 'News of'),
      'quarantined',
      /title of an arXiv announcement is missing/,
    ],
    [
      'those of another category',
      as(/cs\.AI updates/, 'cs.CL updates'),
      'quarantined',
      /sent the announcements of cs\.CL/,
    ],
    ['ids with spaces', odd(ALL, { id: '2608.00001 x' }), 'quarantined', /is no arXiv id/],
    [
      'ids with markup',
      odd(2, { id: '2608.0&lt;b&gt;' }),
      'quarantined',
      /2 of 12 papers cannot be read.*is no arXiv id/,
    ],
    ['one paper without id', odd(1, { id: '' }), 'ok', /^1 of 12 entries cannot be read: papers\[0\]: id: /],
    [
      'an unknown kind of announcement',
      as(/<arxiv:announce_type>new/g, '<arxiv:announce_type>odd'),
      'quarantined',
      /announce type is unknown/,
    ],
    [
      'days to come',
      odd(ALL, { day: '2099-08-20' }),
      'quarantined',
      /list of 2099-08-20, which is yet to come/,
    ],
    [
      'one paper of a day to come',
      odd(1, { day: '2099-08-20' }),
      'ok',
      /2608\.00001: it stands in the list of 2099-08-20/,
    ],
  ];

  judgeOdd(announced(papers), cases);
});

describe('the page of a person', () => {
  const some = (count: number) => numbers.slice(0, count).map((number) => ({ number }));
  const dated = (count: number, date: string) =>
    profile(numbers.map((number) => (number <= count ? { number, date } : { number })));
  const cases: Case[] = [
    ['another page', bare(profile(), sorry), 'quarantined', /titled "Something broke"/],
    ['no papers', profile([]), 'quarantined', /the list of papers is missing/],
    ['fewer than half of the papers', profile(some(5)), 'quarantined', /holds 5 of the 12 papers/],
    [
      'dates to come',
      dated(ALL, 'Feb 13, 2099'),
      'quarantined',
      /published on 2099-02-13, which is yet to come/,
    ],
    ['one date to come', dated(1, 'Feb 13, 2099'), 'ok', /published on 2099-02-13, which is yet to come/],
  ];

  judgeOdd(profile(), cases);
});

it('notes no paper as gone while an entry cannot be read, and all that are gone once it can', async () => {
  await emptyTables(stage.database);
  stage.show(daily());
  await stage.scan(daily());
  const eleven = items.slice(0, 11);
  stage.show(daily(change(eleven, 1, without('id'))));
  expect(await stage.scan(daily())).toMatchObject({
    outcome: 'ok',
    counts: { papers: 10, gone: 0, unreadable: 1 },
  });
  stage.show(daily(eleven.slice(0, 9)));
  expect(await stage.scan(daily())).toMatchObject({ outcome: 'ok', counts: { papers: 9, gone: 2 } });
});

it('does not ask, and does not fail, for a day that is yet to come', async () => {
  const asked = stage.site.seen.length;
  stage.site.on('/robots.txt', page(''));
  expect(await stage.scan({ sourceId: 'hf-daily', scope: { day: '2026-08-21' } })).toMatchObject({
    outcome: 'skipped',
  });
  expect(stage.site.seen).toHaveLength(asked);
  expect(DAY).toBe('2026-08-20');
});
