import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, readPage, type Stage, sighting } from './stage.js';

/** What the pages of topics and the archive of editions are made of. */
export function describeTopicPage(name: string, open: () => Promise<Database>): void {
  describe(`topics and editions to look through: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const list = (day: string, numbers: number[], ...topics: string[]) =>
      readPage(
        stage,
        numbers.map((number) => sighting(number, { featuredOn: day, keywords: [`word ${number}`] })),
        {
          at: `${day}T12:00:00Z`,
          day,
          matches: (paperId) => topics.map((topicId) => ({ paperId, topicId, score: 0.9, evidence: [] })),
        },
      );
    const days = { since: '2026-08-18', until: '2026-08-20' };

    it('counts the papers of topics, in all and by the day', async () => {
      await list('2026-08-17', [1], 'graphs');
      await list('2026-08-18', [2, 3], 'graphs', 'robots');
      await list('2026-08-20', [4], 'robots');
      expect(await stage.store.countTopics(['graphs', 'robots', 'vision'])).toEqual(
        new Map([
          ['graphs', 3],
          ['robots', 3],
        ]),
      );
      expect(await stage.store.topicDays(['graphs', 'robots'], days)).toEqual([
        { topicId: 'graphs', day: '2026-08-18', papers: 2 },
        { topicId: 'robots', day: '2026-08-18', papers: 2 },
        { topicId: 'robots', day: '2026-08-20', papers: 1 },
      ]);
    });

    it('names the topics that papers share, once a paper', async () => {
      await list('2026-08-18', [1, 2], 'graphs', 'robots');
      await list('2026-08-19', [1], 'graphs', 'robots');
      await list('2026-08-20', [3], 'graphs', 'vision');
      expect(await stage.store.relatedTopics('graphs', days)).toEqual([
        { topicId: 'robots', papers: 2 },
        { topicId: 'vision', papers: 1 },
      ]);
      expect(await stage.store.relatedTopics('graphs', { since: '2026-01-01', until: '2026-01-02' })).toEqual(
        [],
      );
    });

    it('tells what the newest papers of a topic are about, each by the first day it stands in', async () => {
      await list('2026-08-18', [1], 'graphs');
      await list('2026-08-20', [1, 2], 'graphs');
      expect(await stage.store.topicSubjects('graphs', days, 9)).toEqual([
        { title: 'Paper number 2', keywords: ['word 2'], day: '2026-08-20' },
        { title: 'Paper number 1', keywords: ['word 1'], day: '2026-08-18' },
      ]);
      expect(await stage.store.topicSubjects('graphs', days, 1)).toHaveLength(1);
    });

    it('lists frozen editions in parts, newest first, and the neighbours of each', async () => {
      await list('2026-08-18', [1], 'graphs');
      await freeze(stage, { at: '2026-08-19T04:00:00Z' });
      await freeze(stage, { at: '2026-08-20T04:00:00Z' });
      await freeze(stage, { at: '2026-08-24T04:00:00Z', date: '2026-08-17', cadence: 'weekly' });
      const all = await stage.store.archivedEditions({ limit: 9 });
      expect(all.total).toBe(3);
      expect(all.editions).toEqual([
        { cadence: 'daily', date: '2026-08-20', number: 2, paperCount: 0 },
        { cadence: 'daily', date: '2026-08-19', number: 1, paperCount: 1, lead: 'Paper number 1' },
        { cadence: 'weekly', date: '2026-08-17', number: 1, paperCount: 1, lead: 'Paper number 1' },
      ]);
      const part = await stage.store.archivedEditions({ cadence: 'daily', limit: 1, offset: 1 });
      expect(part).toMatchObject({ total: 2, editions: [{ date: '2026-08-19' }] });
      expect(await stage.store.archivedEditions({ limit: 9, offset: 9 })).toEqual({ total: 3, editions: [] });
      expect(await stage.store.editionsAround('daily', '2026-08-19')).toEqual({ next: '2026-08-20' });
      expect(await stage.store.editionsAround('weekly', '2026-08-17')).toEqual({});
    });
  });
}
