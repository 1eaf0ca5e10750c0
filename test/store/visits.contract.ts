import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Scope } from '../../src/model/scan.js';
import type { Database } from '../../src/store/database.js';
import type { IdleScan } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, prepareScan, readPage, type Stage, sighting } from './stage.js';

const NOW = '2026-08-21T02:30:00Z';
const idOf = (number: number) => sighting(number).ids.arxiv ?? '';

/** What the program relies on the store for to choose what is read next, whichever database it is over. */
export function describeVisits(name: string, open: () => Promise<Database>): void {
  describe(`visits: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const idle = (scope: Scope, at: string, outcome: IdleScan['outcome'], sourceId = 'hf-paper') => {
      const when = { startedAt: new Date(at), finishedAt: new Date(at) };
      return stage.store.saveIdleScan({ sourceId, scope, ...when, askedBy: 'test', outcome });
    };
    const good = async (scope: Scope, at: string, papers: Sighting[], sourceId = 'hf-paper') =>
      stage.store.saveScan({ ...(await prepareScan(stage, papers, { at })), sourceId, scope });

    describe('what was asked for', () => {
      it('is known with its last time, and with the last time that it was read', async () => {
        const profile = (value: string, at: string, outcome: IdleScan['outcome']) =>
          idle({ profile: value }, at, outcome, 'scholarfeed');
        await profile('1', '2026-08-18T05:40:00Z', 'unchanged');
        await profile('1', '2026-08-19T05:40:00Z', 'failed');
        await profile('2', '2026-08-19T05:41:00Z', 'blocked');
        await profile('2', '2026-08-20T05:41:00Z', 'resting');
        await good({ profile: '3' }, '2026-08-20T05:42:00Z', [], 'scholarfeed');
        await idle({ profile: '4' }, NOW, 'unchanged', 'catalyzex');
        expect(await stage.store.askedFor('scholarfeed', 'profile')).toEqual([
          {
            value: '1',
            askedAt: new Date('2026-08-19T05:40:00Z'),
            readAt: new Date('2026-08-18T05:40:00Z'),
          },
          { value: '2', askedAt: new Date('2026-08-19T05:41:00Z') },
          {
            value: '3',
            askedAt: new Date('2026-08-20T05:42:00Z'),
            readAt: new Date('2026-08-20T05:42:00Z'),
          },
        ]);
        expect(await stage.store.askedFor('scholarfeed', 'day')).toEqual([]);
      });

      it('held the papers of its last good reading', async () => {
        const author = { author: 'Ada Byron' };
        await good(author, '2026-08-18T08:00:00Z', [sighting(1, { abstract: 'One.' })], 'arxiv');
        const both = [sighting(1), sighting(2, { abstract: 'Two.' }), sighting(3)];
        await good(author, '2026-08-19T08:00:00Z', both, 'arxiv');
        await idle(author, '2026-08-20T08:00:00Z', 'failed', 'arxiv');
        const papers = await stage.store.papersOfScope('arxiv', author);
        expect(papers.map(({ ids, abstract }) => [ids.arxiv, abstract]).sort()).toEqual([
          [idOf(1), 'One.'],
          [idOf(2), 'Two.'],
        ]);
        expect(await stage.store.papersOfScope('arxiv', { author: 'Bo Sample' })).toEqual([]);
      });
    });

    it('names the profiles whose authors active readers follow', async () => {
      for (const key of ['1', '2', '3'])
        await stage.store.saveScan({
          ...(await prepareScan(stage, [], { at: NOW })),
          sourceId: 'scholarfeed',
          scope: { profile: key },
          profile: { key, profile: { ids: {}, name: `Author ${key}`, metrics: {} }, linked: [], held: [] },
        });
      const profiles = await stage.store.profiles();
      const authorOf = (key: string) => profiles.find((each) => each.key === key)?.authorId ?? '';
      const add = (email: string, state: 'active' | 'left', authors: string[]) =>
        stage.store.addSubscriber({ email, state, authors });
      await add('ada@example.org', 'active', [authorOf('2'), 'nobody']);
      await add('ben@example.org', 'active', [authorOf('2')]);
      await add('eve@example.org', 'left', [authorOf('1')]);
      expect(await stage.store.followedProfiles('scholarfeed')).toEqual(['2']);
      expect(await stage.store.followedProfiles('catalyzex')).toEqual([]);
    });

    describe('a paper of the next edition', () => {
      const lacking = (over: { now?: string; perEdition?: number; lacking?: 'codeUrl'[] } = {}) =>
        stage.store.lackingPapers({
          sourceId: 'hf-paper',
          scopeName: 'paper',
          lacking: over.lacking ?? ['summary', 'codeUrl', 'linkedModels'],
          now: new Date(over.now ?? NOW),
          perEdition: over.perEdition ?? 60,
        });
      const whole = { summary: 'In a word.', codeUrl: 'https://github.com/a/b', linkedModels: 0 };
      const read = (...papers: Sighting[]) => readPage(stage, papers, { at: '2026-08-20T08:00:00Z' });
      const asked = (number: number, at: string, outcome: IdleScan['outcome']) =>
        idle({ paper: idOf(number) }, at, outcome);

      it('is wanted while it lacks something, the most voted first', async () => {
        await read(
          sighting(1),
          sighting(2, whole),
          sighting(3, { summary: 'In a word.', codeUrl: 'https://github.com/a/b' }),
          sighting(4, { summary: 'In a word.' }),
        );
        expect(await lacking()).toEqual([4, 3, 1].map(idOf));
        expect(await lacking({ lacking: ['codeUrl'] })).toEqual([4, 1].map(idOf));
        expect(await lacking({ perEdition: 2 })).toEqual([4, 3].map(idOf));
        expect(await lacking({ perEdition: 0 })).toEqual([]);
      });

      it('is wanted only if it has an arXiv id and is news that no edition has held', async () => {
        await read(sighting(1), sighting(2, { ids: { doi: '10.1000/x' } }), sighting(3, { withdrawn: true }));
        await readPage(stage, [sighting(4, { featuredOn: '2026-07-01' })], {
          at: '2026-08-20T08:00:00Z',
          day: '2026-07-01',
        });
        expect(await lacking()).toEqual([idOf(1)]);
        await freeze(stage, { at: '2026-08-20T20:00:00Z' });
        expect(await lacking()).toEqual([]);
      });

      it('is asked about once a day, and when it is not known there not again for a week', async () => {
        await read(sighting(1), sighting(2), sighting(3), sighting(4));
        await asked(1, '2026-08-20T09:00:00Z', 'failed');
        await asked(2, '2026-08-20T09:00:00Z', 'skipped');
        await good({ paper: idOf(3) }, '2026-08-20T09:00:00Z', []);
        await asked(4, '2026-08-20T09:00:00Z', 'resting');
        expect(await lacking()).toEqual([idOf(4)]);
        expect(await lacking({ now: '2026-08-21T05:00:00Z' })).toEqual([4, 1].map(idOf));
        expect(await lacking({ now: '2026-08-27T08:59:00Z' })).toEqual([4, 1].map(idOf));
        expect(await lacking({ now: '2026-08-27T09:01:00Z' })).toEqual([4, 3, 2, 1].map(idOf));
      });

      it('counts against what may be asked from one edition to the next', async () => {
        await freeze(stage, { at: '2026-08-20T04:00:00Z' });
        await read(sighting(1), sighting(2), sighting(3));
        await asked(7, '2026-08-20T02:30:00Z', 'skipped');
        await asked(8, '2026-08-20T06:00:00Z', 'failed');
        await asked(8, '2026-08-20T07:00:00Z', 'failed');
        expect(await lacking({ perEdition: 3 })).toEqual([3, 2].map(idOf));
        expect(await lacking({ perEdition: 1 })).toEqual([]);
      });
    });

    describe('a quota', () => {
      const answered = async (key: string, left: number, resetsInMs?: number) => {
        const turn = await stage.store.takeTurn(key, 1000);
        if (!('id' in turn)) throw new Error(`${key} is busy`);
        const quota = { left, ...(resetsInMs !== undefined && { resetsInMs }) };
        await stage.store.leaveTurn(key, turn, { gapMs: 0, failures: 0, refusals: 0, quota });
      };

      it('is that of the scarcest host, as long as its window lasts', async () => {
        expect(await stage.store.quotaLeft(['a.org', 'b.org'])).toBeUndefined();
        await answered('a.org', 40);
        await answered('b.org', 20, 86_400_000);
        await answered('c.org', 1, 86_400_000);
        await answered('d.org', 0, -1);
        expect(await stage.store.quotaLeft(['a.org', 'd.org'])).toEqual({ calls: 40 });
        const { calls, resetsInMs = 0 } = (await stage.store.quotaLeft(['a.org', 'b.org'])) ?? {};
        expect(calls).toBe(20);
        expect(resetsInMs).toBeGreaterThan(80_000_000);
        expect(resetsInMs).toBeLessThanOrEqual(86_400_000);
      });
    });
  });
}
