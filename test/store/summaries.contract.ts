import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, freeze, readPage, type Stage, sighting, writtenRows } from './stage.js';

const AT = '2026-08-20T08:00:00Z';
const LATER = '2026-08-20T12:00:00Z';
const MODEL = 'small-model';

/** What the program relies on the store for where a language model sums up papers, whichever database it is over. */
export function describeSummaries(name: string, open: () => Promise<Database>): void {
  describe(`summaries: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const text = (number: number) => ({ abstract: `We count birds by song ${number}.` });
    const read = (papers: ReturnType<typeof sighting>[], at = AT) => readPage(stage, papers, { at });
    const wanted = async (over: { model?: string; limit?: number; now?: string } = {}) => {
      const { model = MODEL, limit = 10, now = LATER } = over;
      return stage.store.papersToSummarise({ model, limit, now: new Date(now) });
    };
    const titles = async (over?: Parameters<typeof wanted>[0]) =>
      (await wanted(over)).map(({ title }) => title.replace('Paper number ', ''));
    const write = async (said: { summary: string } | { refusal: string }, model = MODEL) => {
      for (const { paperId, abstract } of await wanted({ model }))
        await stage.store.saveSummary({ paperId, abstract, model, writtenAt: new Date(LATER), ...said });
    };
    const shown = async () => {
      const news = await stage.store.newsFor('daily', new Date(LATER));
      return news.map(({ paper }) => paper.written);
    };

    it('are wanted of news with an abstract and without a summary, the most voted first', async () => {
      const old = sighting(4, { ...text(4), featuredOn: '2026-08-01' });
      const summedUp = sighting(5, { ...text(5), summary: 'Counts birds.' });
      await read([sighting(1, text(1)), sighting(2, text(2)), sighting(3), old, summedUp]);
      expect(await titles()).toEqual(['2', '1']);
      expect(await titles({ limit: 1 })).toEqual(['2']);
      expect((await wanted())[0]).toMatchObject({ paperId: expect.any(String), ...text(2) });
    });

    it('are no longer wanted when an edition holds the paper, or when it is news no more', async () => {
      await read([sighting(1, text(1))]);
      expect(await titles({ now: '2026-09-30T08:00:00Z' })).toEqual([]);
      await freeze(stage, { at: '2026-08-20T10:00:00Z' });
      expect(await titles()).toEqual([]);
    });

    it('are asked for once a model, refused ones too', async () => {
      await read([sighting(1, text(1))]);
      await write({ refusal: 'it is empty' });
      expect(await titles()).toEqual([]);
      expect(await shown()).toEqual([undefined]);
      expect(await titles({ model: 'another-model' })).toEqual(['1']);
    });

    it('go with the paper into its news, and no further than the abstract they were made from', async () => {
      await read([sighting(1, text(1))]);
      await write({ summary: 'Counts birds.' });
      expect(await shown()).toEqual(['Counts birds.']);
      await read([sighting(1, { abstract: 'We count bees by their dance.' })], '2026-08-20T09:00:00Z');
      expect(await shown()).toEqual([undefined]);
      expect(await titles()).toEqual(['1']);
    });

    it('are shown of one model at a time, and of none when there is none', async () => {
      const one = 'What one model says.';
      await read([sighting(1, text(1))]);
      await write({ summary: one });
      await stage.store.showSummariesOf('another-model');
      expect(await shown()).toEqual([undefined]);
      await write({ summary: 'What another says.' }, 'another-model');
      await stage.store.showSummariesOf(MODEL);
      expect(await shown()).toEqual([one]);
      const before = await writtenRows(stage, ['written_summaries']);
      await stage.store.showSummariesOf(MODEL);
      expect(await writtenRows(stage, ['written_summaries'])).toEqual(before);
      await stage.store.showSummariesOf(undefined);
      expect(await shown()).toEqual([undefined]);
    });

    it('of a paper that is gone are dropped', async () => {
      const written = { abstract: '', model: MODEL, summary: 'Counts birds.', writtenAt: new Date(LATER) };
      await stage.store.saveSummary({ paperId: '00000000-0000-4000-8000-000000000000', ...written });
      expect(await writtenRows(stage, ['written_summaries'])).toEqual([]);
    });
  });
}
