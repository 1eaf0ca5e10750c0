import { describe, expect, it } from 'vitest';
import type { KnownPaper } from '../../src/model/known.js';
import type { Paper } from '../../src/model/paper.js';
import type { PaperChange } from '../../src/model/scan.js';
import { judgeReading } from '../../src/papers/judge-reading.js';

const paper = (id: string): Paper => ({
  id,
  ids: { arxiv: id },
  title: `Paper ${id}`,
  authors: [],
  authorCount: 0,
  keywords: [],
  categories: [],
});
const seen = (id: string): PaperChange => ({ kind: 'same', paper: paper(id), fields: [] });
const stored = (id: string, ...listedOn: string[]): KnownPaper => ({
  paper: paper(id),
  titleKey: id,
  firstSeenAt: new Date(0),
  statements: {},
  listedOn,
});
const ids = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`);

const reading = (on: string[], before: string[], rest: Partial<Parameters<typeof judgeReading>[0]> = {}) =>
  judgeReading({
    changes: { papers: on.map(seen), gone: before.filter((id) => !on.includes(id)) },
    known: { papers: [], before },
    unreadable: 0,
    lasting: true,
    ...rest,
  });

describe('judgeReading', () => {
  it('believes a list that has grown, and one that has lost half', () => {
    expect(reading(ids(12), ids(10))).toBeUndefined();
    expect(reading(ids(5), ids(10))).toBeUndefined();
  });

  it('does not believe a list that has lost more than half', () => {
    expect(reading(ids(4), ids(10))).toBe(
      'it holds 4 of the 10 papers this list held at its last good reading',
    );
  });

  it('does not believe an empty page where there were papers', () => {
    expect(reading([], ids(10))).toMatch(/it holds 0 of the 10/);
  });

  it('lets a list that rolls on lose everything', () => {
    expect(reading([], ids(10), { lasting: false })).toBeUndefined();
  });

  it('believes a first reading, however short, and judges nothing by three papers', () => {
    expect(reading(ids(1), [])).toBeUndefined();
    expect(reading([], ids(3))).toBeUndefined();
  });

  it('does not believe a page that holds the papers of another day', () => {
    const known = { papers: ids(5).map((id) => stored(id, '2026-08-20')) };
    expect(reading(ids(6), [], { known, day: '2026-08-21' })).toBe(
      '5 of its 6 papers are those of 2026-08-20, not of 2026-08-21',
    );
    expect(reading(ids(7), [], { known, day: '2026-08-21' })).toBeUndefined();
  });

  it('believes papers that stand on both days', () => {
    const known = { papers: ids(5).map((id) => stored(id, '2026-08-20', '2026-08-21')) };
    expect(reading(ids(5), [], { known, day: '2026-08-21' })).toBeUndefined();
  });

  it('does not believe a page of which more than a tenth cannot be read', () => {
    expect(reading(ids(17), [], { unreadable: 2 })).toMatch(/2 of 19 entries cannot be read/);
    expect(reading(ids(18), [], { unreadable: 2 })).toBeUndefined();
    expect(reading(ids(3), [], { unreadable: 1 })).toBeUndefined();
  });
});
