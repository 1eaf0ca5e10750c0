import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, readPage, type Stage, sighting } from './stage.js';

const now = new Date('2026-08-21T12:00:00Z');

/** What the page of a paper is made from, whichever database it is over. */
export function describePaperPage(name: string, open: () => Promise<Database>): void {
  describe(`the page of a paper: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const idOf = async (title: string) => {
      const [row] = await stage.database.query<{ id: string }>('SELECT id FROM papers WHERE title = $1', [
        title,
      ]);
      return row?.id ?? '';
    };
    const pageOf = async (title: string) => stage.store.paperPage(await idOf(title), now);

    it('holds where it was seen, what each source says, how it was counted and which editions tell of it', async () => {
      const paper = sighting(1, { institutions: ['Analytical Society'] });
      const match = (paperId: string) => [{ paperId, topicId: 'robotics', score: 0.75, evidence: ['arm'] }];
      await readPage(stage, [{ ...paper, upvotes: 3 }], { at: '2026-08-20T06:00:00Z', matches: match });
      await freeze(stage, { at: '2026-08-20T16:00:00Z' });
      await readPage(stage, [{ ...paper, upvotes: 9, comments: 2 }], { at: '2026-08-21T06:00:00Z' });
      const { featuredOn: _day, upvotes: _votes, ...named } = paper;
      await readPage(stage, [{ ...named, stars: 40, codeUrl: 'https://github.com/example/one' }], {
        at: '2026-08-21T08:00:00Z',
        source: 'hf-paper',
      });
      expect(await pageOf('Paper number 1')).toMatchObject({
        news: {
          paper: { ids: paper.ids, codeUrl: 'https://github.com/example/one' },
          counts: { upvotes: 9, comments: 2, stars: 40 },
          matches: [{ topicId: 'robotics', score: 0.75, evidence: ['arm'] }],
        },
        firstSeenAt: new Date('2026-08-20T06:00:00Z'),
        listings: [{ sourceId: 'hf-daily', day: '2026-08-20' }],
        statements: [
          {
            sourceId: 'hf-daily',
            saidAt: new Date('2026-08-20T06:00:00Z'),
            said: { institutions: ['Analytical Society'] },
          },
          { sourceId: 'hf-paper', saidAt: new Date('2026-08-21T08:00:00Z') },
        ],
        readings: [
          { sourceId: 'hf-daily', seenAt: new Date('2026-08-20T06:00:00Z'), upvotes: 3 },
          { sourceId: 'hf-daily', seenAt: new Date('2026-08-21T06:00:00Z'), upvotes: 9, comments: 2 },
          { sourceId: 'hf-paper', seenAt: new Date('2026-08-21T08:00:00Z'), stars: 40 },
        ],
        changes: [
          { kind: 'revised', fields: ['codeUrl'], changedAt: new Date('2026-08-21T08:00:00Z') },
          { kind: 'new', fields: [], changedAt: new Date('2026-08-20T06:00:00Z') },
        ],
        editions: [{ cadence: 'daily', date: '2026-08-20', number: 1 }],
      });
    });

    it('is there for a paper of which hardly anything is known', async () => {
      await readPage(stage, [{ ids: {}, title: 'Bare', authors: [] }], { at: '2026-08-20T06:00:00Z' });
      expect(await pageOf('Bare')).toMatchObject({
        news: { paper: { ids: {}, authors: [] }, counts: {}, matches: [] },
        ...{ listings: [], readings: [], editions: [] },
        statements: [{ sourceId: 'hf-daily' }],
      });
    });

    it.each(['', 'not an id', "' OR true --", '00000000-0000-4000-8000-000000000000', 'x'.repeat(500)])(
      'is not there for %j',
      async (id) => {
        expect(await stage.store.paperPage(id, now)).toBeUndefined();
        expect(await stage.store.relatedPapers(id, 5)).toEqual([]);
      },
    );

    it('shows many readings by the day, the last one of each source', async () => {
      await readPage(stage, [sighting(1)], { at: '2026-08-01T00:00:00Z' });
      const id = await idOf('Paper number 1');
      await stage.database.query(
        `INSERT INTO sightings (paper_id, source_id, seen_at, upvotes)
         SELECT $1, 'hf-daily', timestamptz '2026-08-01 01:00Z' + n * interval '1 hour', n FROM generate_series(1, 240) n`,
        [id],
      );
      const { readings = [] } = (await stage.store.paperPage(id, now)) ?? {};
      expect(readings).toHaveLength(11);
      expect(readings[0]).toMatchObject({ seenAt: new Date('2026-08-01T23:00:00Z'), upvotes: 22 });
      expect(readings.at(-1)).toMatchObject({ upvotes: 240 });
    });

    it('has a small line of votes for lists, the latest readings of each paper that has any', async () => {
      await readPage(stage, [sighting(1), { ids: {}, title: 'Bare', authors: [] }], {
        at: '2026-08-20T06:00:00Z',
      });
      await readPage(stage, [sighting(1, { upvotes: 5 })], { at: '2026-08-20T10:00:00Z' });
      const [id, bare] = [await idOf('Paper number 1'), await idOf('Bare')];
      const votes = await stage.store.votesOver([id, bare]);
      expect([...votes.keys()]).toEqual([id]);
      expect(votes.get(id)?.map(({ upvotes, seenAt }) => [upvotes, seenAt.getUTCHours()])).toEqual([
        [1, 6],
        [5, 10],
      ]);
      expect(await stage.store.votesOver([])).toEqual(new Map());
      await stage.database.query(
        `INSERT INTO sightings (paper_id, source_id, seen_at, upvotes)
         SELECT $1, 'hf-trending', timestamptz '2026-08-21Z' + n * interval '1 hour', n FROM generate_series(1, 70) n`,
        [id],
      );
      const latest = (await stage.store.votesOver([id])).get(id) ?? [];
      expect([latest.length, latest[0]?.upvotes, latest.at(-1)?.upvotes]).toEqual([60, 11, 70]);
    });

    describe('related papers', () => {
      const paper = (number: number, title: string, over: Partial<Sighting> = {}) =>
        sighting(number, { title, authors: [`Author ${number}`], ...over });
      const robotics = (paperId: string) => [{ paperId, topicId: 'robotics', score: 0.9, evidence: [] }];
      const relatedTo = async (title: string, limit = 5) =>
        (await stage.store.relatedPapers(await idOf(title), limit)).map((one) => one.title);

      it('share telling words, the rarer and the more the nearer, and nothing is related by common words', async () => {
        const crowd = Array.from({ length: 12 }, (_, at) =>
          paper(100 + at, `Gripper number ${at} of the year`),
        );
        await readPage(
          stage,
          [
            paper(1, 'Tactile sensing for gripper calibration'),
            paper(2, 'Calibration of tactile gripper fingers', {
              abstract: 'Sensing is hard. Sensing is slow.',
            }),
            paper(3, 'A gripper with tactile skin'),
            paper(4, 'Tokenizers for birdsong'),
            ...crowd,
          ],
          { at: '2026-08-20T06:00:00Z' },
        );
        const related = await relatedTo('Tactile sensing for gripper calibration', 2);
        expect(related).toEqual(['Calibration of tactile gripper fingers', 'A gripper with tactile skin']);
        expect(await relatedTo('Tokenizers for birdsong')).toEqual([]);
      });

      it('are nearer when they stand under the same topics, which are told', async () => {
        await readPage(stage, [paper(1, 'Quadruped gait'), paper(3, 'Quadruped gait library')], {
          at: '2026-08-20T06:00:00Z',
          matches: robotics,
        });
        await readPage(
          stage,
          [paper(1, 'Quadruped gait'), paper(3, 'Quadruped gait library'), paper(2, 'Quadruped gait atlas')],
          {
            at: '2026-08-20T07:00:00Z',
          },
        );
        const related = await stage.store.relatedPapers(await idOf('Quadruped gait'), 5);
        expect(related).toMatchObject([
          {
            title: 'Quadruped gait library',
            topicIds: ['robotics'],
            authors: ['Author 3'],
            authorCount: 1,
            day: '2026-08-20',
          },
          { title: 'Quadruped gait atlas', topicIds: [] },
        ]);
        expect(related[0]?.nearness).toBeGreaterThan(related[1]?.nearness ?? Number.POSITIVE_INFINITY);
      });

      it('are not made by who wrote them', async () => {
        const authors = ['Konrad Zuse', 'Horst Zuse', 'Horst Konrad'];
        await readPage(stage, [paper(1, 'Punched film', { authors }), paper(2, 'Relay sums', { authors })], {
          at: '2026-08-20T06:00:00Z',
        });
        expect(await relatedTo('Punched film')).toEqual([]);
      });

      it('are not made by numbers or by a word that hundreds hold', async () => {
        const crowd = Array.from({ length: 320 }, (_, at) =>
          paper(1000 + at, `Widget ${at}`, { authors: ['Zuse'] }),
        );
        await readPage(stage, [paper(1, 'Widget 7', { authors: ['Zuse'] }), ...crowd], {
          at: '2026-08-20T06:00:00Z',
        });
        expect(await stage.store.relatedPapers(await idOf('Widget 9'), 5)).toEqual([]);
      });
    });
  });
}
