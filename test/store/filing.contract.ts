import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Classifiable, Match } from '../../src/model/topic.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, readPage, type Stage, sighting } from './stage.js';

const match = (paperId: string, topicId: string): Match => ({
  paperId,
  topicId,
  score: 0.5,
  evidence: [topicId],
});

/** What filing stored papers anew relies on the store for, whichever database it is over. */
export function describeFiling(name: string, open: () => Promise<Database>): void {
  describe(`filing anew: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const read = (count: number) =>
      readPage(
        stage,
        Array.from({ length: count }, (_, at) =>
          sighting(at + 1, { abstract: `About ${at + 1}.`, keywords: ['birds'], categories: ['cs.LG'] }),
        ),
        { at: '2026-08-20T08:00:00Z', matches: (paperId) => [match(paperId, 'old')] },
      );
    const all = () => stage.store.papersToFile({ limit: 100 });
    const file = (papers: Classifiable[], topicId: string) =>
      stage.store.saveFiling({
        papers,
        matches: papers.map(({ id }) => match(id, topicId)),
        classifierId: 'new-model',
      });
    const stored = () =>
      stage.database.query<{ topic: string; by: string }>(
        'SELECT topic_id AS topic, classifier_id AS by FROM matches ORDER BY paper_id, topic_id',
      );

    it('hands out every paper once, in pages, with what a classifier may look at', async () => {
      await read(5);
      const seen: Classifiable[] = [];
      for (let after: string | undefined; ; ) {
        const page = await stage.store.papersToFile({ limit: 2, ...(after && { after }) });
        seen.push(...page);
        after = page.at(-1)?.id;
        if (after === undefined) break;
      }
      expect(seen.map(({ title }) => title).sort()).toEqual(
        [1, 2, 3, 4, 5].map((number) => `Paper number ${number}`),
      );
      expect(seen.find(({ title }) => title === 'Paper number 2')).toEqual({
        id: expect.any(String),
        title: 'Paper number 2',
        abstract: 'About 2.',
        keywords: ['birds'],
        categories: ['cs.LG'],
      });
      expect(await stage.store.countPapers()).toBe(5);
    });

    it('replaces matches and says what made them', async () => {
      await read(2);
      expect(await file(await all(), 'new')).toBe(2);
      expect(await stored()).toEqual([
        { topic: 'new', by: 'new-model' },
        { topic: 'new', by: 'new-model' },
      ]);
    });

    it('takes away the matches of a paper that has no topic any more', async () => {
      await read(1);
      await stage.store.saveFiling({ papers: await all(), matches: [], classifierId: 'new-model' });
      expect(await stored()).toEqual([]);
    });

    it('leaves a paper alone whose words have changed meanwhile', async () => {
      await read(2);
      const papers = (await all()).map((paper) =>
        paper.title === 'Paper number 1' ? { ...paper, abstract: 'What it said before.' } : paper,
      );
      expect(await file(papers, 'new')).toBe(1);
      expect((await stored()).map(({ topic }) => topic).sort()).toEqual(['new', 'old']);
    });

    it('leaves frozen editions as they are', async () => {
      await read(2);
      await freeze(stage, { at: '2026-08-21T04:00:00Z' });
      const shown = () => stage.database.query('SELECT * FROM edition_papers ORDER BY paper_id');
      const before = await shown();
      expect(before).toHaveLength(2);
      await file(await all(), 'new');
      expect(await shown()).toEqual(before);
    });

    it('brings the trending lists of topics up to date', async () => {
      await read(1);
      await file(await all(), 'new');
      const rows = await stage.database.query<{ topic: string }>(
        `SELECT DISTINCT topic_id AS topic FROM trends ORDER BY topic_id`,
      );
      expect(rows.map(({ topic }) => topic)).toEqual(['', 'new']);
    });
  });
}
