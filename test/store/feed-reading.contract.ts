import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import type { FeedPart } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, readPage, type Stage, sighting } from './stage.js';

const now = new Date('2026-08-21T20:00:00Z');

/** What feeds are made from, and how it is told that anything was written. */
export function describeFeedReading(name: string, open: () => Promise<Database>): void {
  describe(`feeds: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const feed = (over: Partial<FeedPart> = {}) => stage.store.feedPapers({ now, limit: 50, ...over });
    const titles = async (over: Partial<FeedPart> = {}) =>
      (await feed(over)).map(({ paper }) => paper.title.replace('Paper number ', ''));
    const read = (
      numbers: number[],
      at: string,
      over: Parameters<typeof sighting>[1] = {},
      topicId?: string,
    ) =>
      readPage(
        stage,
        numbers.map((number) => sighting(number, over)),
        { at, ...(topicId && { matches: (paperId) => [{ paperId, topicId, score: 0.9, evidence: [] }] }) },
      );

    describe('the papers of a feed', () => {
      it('are those with the latest news, latest first', async () => {
        await read([1], '2026-08-20T06:00:00Z');
        await read([1, 2], '2026-08-20T12:00:00Z');
        await read([1, 2, 3], '2026-08-21T06:00:00Z');
        expect(await titles()).toEqual(['3', '2', '1']);
        expect(await titles({ limit: 2 })).toEqual(['3', '2']);
        expect(await titles({ now: new Date('2026-08-20T13:00:00Z') })).toEqual(['2', '1']);
        const [latest] = await feed();
        expect(latest).toMatchObject({ newsAt: new Date('2026-08-21T06:00:00Z'), revised: false });
        expect(latest).not.toHaveProperty('revisedAt');
      });

      it('come up again when they are revised, once each, and say when they were first told', async () => {
        await read([1, 2], '2026-08-20T06:00:00Z', { abstract: 'It folds.' });
        await read([1], '2026-08-20T12:00:00Z', { abstract: 'It folds twice.' });
        await read([1], '2026-08-20T18:00:00Z', { abstract: 'It folds three times.' });
        expect(await titles()).toEqual(['1', '2']);
        expect(await titles({ limit: 1 })).toEqual(['1']);
        const [revised] = await feed();
        expect(revised).toMatchObject({
          newsAt: new Date('2026-08-20T06:00:00Z'),
          revisedAt: new Date('2026-08-20T18:00:00Z'),
          revised: true,
        });
      });

      it('leave out what is no news', async () => {
        await read([1], '2026-08-20T06:00:00Z', { featuredOn: '2026-08-01' });
        expect(await titles()).toEqual([]);
      });

      it('are those of a topic', async () => {
        await read([1], '2026-08-20T06:00:00Z', {}, 'graphs');
        await read([1, 2], '2026-08-20T12:00:00Z', {}, 'robots');
        expect(await titles({ topicId: 'graphs' })).toEqual(['1']);
        expect(await titles({ topicId: 'robots' })).toEqual(['2']);
        expect(await titles({ topicId: "'; drop table papers" })).toEqual([]);
      });

      it('are those of a person, told as news or only known', async () => {
        await read([1], '2026-08-20T06:00:00Z', { featuredOn: '2026-08-01' });
        await read([2, 3], '2026-08-20T12:00:00Z');
        const person = await stage.store.followProfile({ sourceId: 'scholarfeed', key: 'ada', name: 'Ada' });
        await stage.database.query(
          `INSERT INTO authorships (paper_id, author_id, name) SELECT id, $1, 'Ada' FROM papers
           WHERE title <> 'Paper number 3'`,
          [person.id],
        );
        expect(await titles({ authorId: person.id })).toEqual(['2', '1']);
        const [, known] = await feed({ authorId: person.id });
        expect(known?.newsAt).toEqual(new Date('2026-08-20T06:00:00Z'));
        expect(await titles({ authorId: 'nobody' })).toEqual([]);
        expect(await titles({ authorId: '00000000-0000-4000-8000-000000000000' })).toEqual([]);
      });
    });

    describe('the editions of a feed', () => {
      it('come newest first, each with its count and its first papers', async () => {
        await read([1, 2, 3], '2026-08-20T06:00:00Z');
        await freeze(stage, { at: '2026-08-20T08:00:00Z' });
        await freeze(stage, { at: '2026-08-21T08:00:00Z' });
        const editions = await stage.store.feedEditions({ limit: 5, papers: 2 });
        expect(editions).toMatchObject([
          { cadence: 'daily', date: '2026-08-21', number: 2, paperCount: 0, papers: [] },
          { cadence: 'daily', date: '2026-08-20', number: 1, paperCount: 3 },
        ]);
        expect(editions[1]?.frozenAt).toEqual(new Date('2026-08-20T08:00:00Z'));
        expect(editions[1]?.papers.map(({ title }) => title)).toEqual(['Paper number 3', 'Paper number 2']);
        const whole = await stage.store.editionOf('daily', '2026-08-20');
        expect(editions[1]?.papers[0]?.paperId).toBe(whole?.papers[0]?.paperId);
        expect(await stage.store.feedEditions({ limit: 1, papers: 2 })).toHaveLength(1);
      });
    });

    describe('the version of what is stored', () => {
      it('moves with every kind of writing', async () => {
        const writes = [
          () => read([1], '2026-08-20T06:00:00Z'),
          () => freeze(stage, { at: '2026-08-20T08:00:00Z' }),
          () => stage.database.query('DELETE FROM matches WHERE false').then(() => stage.store.beat('web')),
          () =>
            stage.database.transaction(async (tx) => {
              await tx.query("UPDATE papers SET title = 'Another title'");
            }),
        ];
        for (const write of writes) {
          const before = await stage.store.dataVersion();
          await write();
          expect(await stage.store.dataVersion()).not.toBe(before);
        }
      });
    });
  });
}
