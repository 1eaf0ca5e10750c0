import { describe, expect, it } from 'vitest';
import type { Edition } from '../../src/model/edition.js';
import { createJudge } from './judge.js';
import { judgeGrowth } from './tell.js';

const mail = (recipient: string, messageId: string) => ({ recipient, messageId });
const edition = { id: '1', cadence: 'daily', date: '2026-08-06', papers: [] } as unknown as Edition;
const none = new Set<string>();

describe('the judge of a soak', () => {
  it('finds nothing broken where each reader had each edition and each paper once', () => {
    const judge = createJudge();
    judge.readerJoined('ada');
    judge.mailsTaken([mail('ada', '1'), mail('ada', '2')]);
    judge.papersMailed('ada', ['a', 'b'], none);
    judge.papersMailed('ada', ['b', 'c'], new Set(['b']));
    judge.readerLeft('ada');
    judge.editionSeen(edition);
    judge.editionSeen({ ...edition });
    judge.rereadingTold('the list', { papers: 9, fresh: 0, revised: 0 });
    judge.leftAlone('a torn page', 'x', 'x');
    judge.unknownCounted('daily', 0);
    expect(judge.broken).toEqual([]);
  });

  it('tells of every promise that is broken, and how', () => {
    const judge = createJudge();
    judge.readerJoined('ada');
    judge.mailsTaken([mail('ada', '1'), mail('ada', '1'), mail('bob', '1')]);
    judge.readerLeft('ada');
    judge.mailsTaken([mail('ada', '2')]);
    judge.papersMailed('ada', ['a'], none);
    judge.papersMailed('ada', ['a'], none);
    judge.editionSeen(edition);
    judge.editionSeen({ ...edition, number: 2 });
    judge.rereadingTold('the list', { fresh: 0, recounted: 1 });
    judge.leftAlone('a torn page', 'x', 'y');
    judge.unknownCounted('daily', 1);
    expect(judge.broken).toEqual([
      'promise 4: 1 came twice',
      'promise 6: 1 went to somebody who never confirmed',
      'promise 6: 2 went to a reader who had left',
      'promise 4: paper a came to a reader twice',
      'promise 3: the daily 2026-08-06 edition has changed',
      'promise 2: reading the list again told of recounted',
      'a torn page has changed what is stored',
      'promise 5: 1 mails of daily are of unknown fate',
    ]);
  });

  it('takes memory for grown when its last days need a fifth more than the tenth did', () => {
    const days = (heap: (at: number) => number) =>
      Array.from({ length: 40 }, (_, at) => ({ megabytes: heap(at) }));
    expect(judgeGrowth(days((at) => (at < 9 ? 50 : 100 + (at % 3))))).toMatchObject({ isTooMuch: false });
    expect(judgeGrowth(days((at) => 100 + at))).toMatchObject({ isTooMuch: true });
    expect(judgeGrowth(days(() => 100).slice(0, 5))).toBeUndefined();
  });
});
