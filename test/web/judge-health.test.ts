import { describe, expect, test } from 'vitest';
import type { EditionSummary, SourceHealth } from '../../src/store/store.js';
import { type HealthFacts, judgeHealth } from '../../src/web/pages/judge-health.js';

/** A Friday, after the freeze. */
const now = new Date('2026-08-21T09:00:00Z');

const edition = (date: string, over: Partial<EditionSummary> = {}): EditionSummary => ({
  ...{ id: `e-${date}`, cadence: 'daily', date, number: 1, missing: [], paperCount: 3, open: 0 },
  frozenAt: new Date(`${date}T04:00:00Z`),
  deliveries: { planned: 0, claimed: 0, sending: 0, sent: 90, refused: 2, unknown: 0, skipped: 8 },
  ...over,
});

const well: HealthFacts = {
  now,
  editionRules: {
    days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    freezeAt: '06:00',
    timeZone: 'Europe/Berlin',
  },
  health: [{ sourceId: 'hf-daily', outcome: 'ok', lastScanAt: now }],
  paused: [],
  editions: [edition('2026-08-21'), edition('2026-08-20')],
  queues: [
    { name: 'scan-source', isPaused: false, counts: { waiting: 0, active: 0, delayed: 1, failed: 3 } },
  ],
  watchedAgo: 30,
  alarms: [],
};

const judge = (over: Partial<HealthFacts>) => judgeHealth({ ...well, ...over });
const failing = (over: Partial<SourceHealth>): SourceHealth => ({
  ...{ sourceId: 'arxiv', outcome: 'failed', reason: 'it answers 500', lastScanAt: now },
  ...over,
});

describe('is everything well', () => {
  test('green when nothing needs anybody', () => {
    expect(judge({})).toEqual({
      mark: { word: 'green', tone: 'good' },
      words: 'All is well.',
      reasons: [],
    });
  });

  const count = (open: number) => ({ editions: [edition('2026-08-21', { open })] });
  const refused = { ...edition('').deliveries, refused: 30 };
  test.each<[string, Partial<HealthFacts>, string]>([
    ['no watch was ever kept', { watchedAgo: undefined }, 'No worker has kept watch yet'],
    [
      'a queue is paused',
      { queues: well.queues?.map((one) => ({ ...one, isPaused: true })) },
      'scan-source is paused',
    ],
    ['mails are of unknown fate', count(2), '2 mails of the daily edition of 2026-08-21'],
    ['an edition is paused', { editions: [edition('2026-08-21', { halt: 'paused' })] }, 'is paused.'],
    [
      'many mails were refused',
      { editions: [edition('2026-08-21', { deliveries: refused })] },
      '30 of 120 mails',
    ],
    [
      'a source began to fail',
      { health: [failing({ failingSince: now })] },
      'arxiv is failing since 21 Aug 11:00: it answers 500',
    ],
    [
      'a source is blocked',
      { health: [failing({ outcome: 'blocked', failingSince: now })] },
      'arxiv is blocked',
    ],
    ['a source is paused', { paused: [{ sourceId: 'arxiv', by: 'ada', at: now }] }, 'arxiv is paused by ada'],
  ])('amber when %s', (_why, facts, words) => {
    const { mark, reasons } = judge(facts);
    expect(mark).toEqual({ word: 'amber', tone: 'warn' });
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.text).toContain(words);
    expect(reasons[0]?.link.href).toMatch(/^\/admin\//);
  });

  const long = new Date('2026-08-18T09:00:00Z');
  test.each<[string, Partial<HealthFacts>, string]>([
    ['no watch is kept any more', { watchedAgo: 600 }, 'for 10 minutes'],
    ['the queue does not answer', { queues: undefined }, 'does not answer'],
    ['today’s edition was missed', { editions: [edition('2026-08-20')] }, 'frozen at 06:00 and was not'],
    ['a source has failed for days', { health: [failing({ failingSince: long })] }, 'arxiv is failing since'],
    [
      'an alarm stands',
      { alarms: [{ tone: 'bad', text: 'The disk is full.', link: { label: 'Alarm', href: '/admin' } }] },
      'The disk is full.',
    ],
  ])('red when %s', (_why, facts, words) => {
    const { mark, reasons } = judge(facts);
    expect(mark).toEqual({ word: 'red', tone: 'bad' });
    expect(reasons[0]?.text).toContain(words);
  });

  test('puts the worst first', () => {
    const { reasons } = judge({ paused: [{ sourceId: 'arxiv', by: 'ada', at: now }], watchedAgo: 600 });
    expect(reasons.map(({ tone }) => tone)).toEqual(['bad', 'warn']);
  });

  test.each<[string, Partial<HealthFacts>]>([
    ['before the first edition', { editions: [] }],
    ['before the freeze', { editions: [edition('2026-08-20')], now: new Date('2026-08-21T04:05:00Z') }],
    ['at the weekend', { now: new Date('2026-08-22T09:00:00Z') }],
  ])('misses no edition %s', (_when, facts) => {
    expect(judge(facts).mark.word).toBe('green');
  });

  test('says of a paused source that it is, and not also that it fails', () => {
    const paused = [{ sourceId: 'arxiv', by: 'ada', at: now }];
    expect(judge({ paused, health: [failing({ failingSince: now })] }).reasons).toHaveLength(1);
  });
});
