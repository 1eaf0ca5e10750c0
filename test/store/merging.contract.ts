import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/paper.js';
import type { Database } from '../../src/store/database.js';
import type { GoodScan } from '../../src/store/store.js';
import { isOfOneMind, pages, telling } from '../papers/small-world.js';
import { createTestStore } from '../support/databases.js';
import { describeMergedEditions } from './merged-editions.contract.js';
import { byArxiv, byBoth, byDoi } from './merging-pages.js';
import {
  emptyTables,
  PAPER_TABLES,
  prepareScan,
  readPage,
  SOURCE,
  type Stage,
  sighting,
  writtenRows,
} from './stage.js';

const TABLES = [...PAPER_TABLES, 'paper_aliases', 'holds'];
const doi = byDoi.ids;
const arxiv = byArxiv.ids;

/** Two stored papers that turn out to be one, whichever database they are in. */
export function describeMerging(name: string, open: () => Promise<Database>): void {
  describe(`merging: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const at = (hour: number) => `2026-08-20T${String(hour).padStart(2, '0')}:00:00Z`;
    const read = (hour: number, page: Sighting[], source?: string) =>
      readPage(stage, page, { at: at(hour), ...(source && { source }) });
    const prepare = (hour: number, page: Sighting[]) => prepareScan(stage, page, { at: at(hour) });
    const count = async (table: string) => (await stage.database.query(`SELECT 1 FROM ${table}`)).length;
    const known = (ids: Sighting['ids'], source = SOURCE) =>
      stage.store.knownPapers({ identities: [{ ids }], sourceId: source, scope: { day: '2026-08-20' } });
    const idOf = async (ids: Sighting['ids']) => (await known(ids)).papers[0]?.paper.id ?? '';

    const saveAtOnce = async (...scans: GoodScan[]) => {
      const ends = await Promise.allSettled(scans.map((scan) => stage.store.saveScan(scan)));
      return ends.map((end) => (end.status === 'fulfilled' ? 'saved' : end.reason.code)).sort();
    };

    describe('two papers found to be one', () => {
      it('are one row, the older, with what each of them was known by and what was said of it', async () => {
        await read(8, [byDoi], 'feed');
        await read(9, [byArxiv]);
        const [older, younger] = [await idOf(doi), await idOf(arxiv)];
        expect((await read(10, [byBoth])).counts).toMatchObject({
          papers: 1,
          revised: 1,
          merged: 1,
          gone: 0,
        });
        const [paper] = (await known(arxiv)).papers;
        expect(paper).toMatchObject({
          paper: { id: older, ids: { ...arxiv, ...doi }, title: 'Paper number 1', abstract: 'Words.' },
          firstSeenAt: new Date(at(8)),
          listedOn: ['2026-08-20'],
          counts: { upvotes: 5 },
        });
        expect(Object.keys(paper?.statements ?? {}).sort()).toEqual(['feed', SOURCE]);
        expect(await stage.store.paperInsteadOf(younger)).toBe(older);
        expect(await stage.store.paperInsteadOf(older)).toBeUndefined();
        expect(await count('papers')).toBe(1);
      });

      it('leave nothing to write when the page is read again', async () => {
        await read(8, [byDoi]);
        await read(9, [byArxiv]);
        await read(10, [byBoth]);
        const before = await writtenRows(stage, TABLES);
        expect((await read(11, [byBoth])).counts).toMatchObject({ same: 1 });
        expect(await writtenRows(stage, TABLES)).toEqual(before);
      });

      it('keep their counts over time, their history and their people', async () => {
        await read(8, [byDoi], 'feed');
        await read(9, [byArxiv]);
        const younger = await idOf(arxiv);
        await stage.database.script(`
          INSERT INTO authors VALUES ('${younger}', 'Ada Byron'); INSERT INTO authorships VALUES ('${younger}', '${younger}', 'Ada');
          INSERT INTO holds VALUES ('${younger}', 's', 'k', 'h', 'text', '${younger}', 0.5, now())`);
        await read(10, [byBoth]);
        const older = await idOf(doi);
        for (const table of ['sightings', 'changes', 'authorships', 'holds', 'statements']) {
          const rows = await stage.database.query<{ id: string }>(
            `SELECT DISTINCT paper_id AS id FROM ${table}`,
          );
          expect([table, rows]).toEqual([table, [{ id: older }]]);
        }
        const counted = await stage.database.query('SELECT upvotes FROM sightings ORDER BY seen_at');
        expect(counted).toEqual([{ upvotes: 1 }, { upvotes: 5 }]);
      });

      it('are not missed in a list that held the one that is no more', async () => {
        await read(8, [byDoi], 'feed');
        const others = [2, 3, 4].map((number) => sighting(number));
        await read(9, [byArxiv, ...others]);
        await read(10, [byBoth], 'feed');
        const { before } = await known(arxiv);
        expect(before).toContain(await idOf(doi));
        expect((await read(11, [byArxiv, ...others])).counts).toMatchObject({ same: 4, gone: 0 });
      });

      it('lead on from every id they ever had, also when the one that stays is merged later', async () => {
        await read(7, [sighting(1, { ids: { mag: '7' }, title: 'One, a Record' })]);
        await read(8, [byDoi]);
        await read(9, [byArxiv]);
        const ids = [await idOf(doi), await idOf(arxiv)];
        await read(10, [byBoth]);
        await read(11, [sighting(1, { ids: { ...arxiv, mag: '7' } })]);
        const oldest = await idOf({ mag: '7' });
        expect(await Promise.all(ids.map((id) => stage.store.paperInsteadOf(id)))).toEqual([oldest, oldest]);
      });

      it('hold a text for the one that stays, though it was near the other', async () => {
        await read(8, [byDoi]);
        await read(9, [byArxiv]);
        const scan = await prepare(10, [byBoth]);
        const held = [{ text: 'Words.', paperId: await idOf(arxiv), score: 0.5 }];
        const profile = { key: '1', profile: { ids: {}, name: 'Ada Byron', metrics: {} }, linked: [], held };
        await stage.store.saveScan({ ...scan, profile });
        const rows = await stage.database.query('SELECT paper_id AS id FROM holds');
        expect(rows).toEqual([{ id: await idOf(doi) }]);
      });
    });

    describe('two papers', () => {
      it('stay two when an id tells them apart, though one of them has an id of the other', async () => {
        await read(8, [byArxiv, sighting(2, { ids: { arxiv: '2508.00002', ...doi } })]);
        expect((await read(9, [byBoth])).counts).toMatchObject({ papers: 1 });
        expect(await count('papers')).toBe(2);
        expect(await count('paper_aliases')).toBe(0);
      });

      it('become one when one is stored by its title alone and the other comes to bear it', async () => {
        await read(8, [sighting(1, { ids: {} })], 'feed');
        await read(9, [sighting(1, { title: 'Working Title' })]);
        expect(await count('papers')).toBe(2);
        expect((await read(10, [sighting(1)])).counts).toMatchObject({ merged: 1 });
        expect(await count('papers')).toBe(1);
      });
    });

    describe('at the same moment', () => {
      it('one paper without ids is stored once, and then found known', async () => {
        const plain = sighting(1, { ids: {} });
        const scans = [await prepare(8, [plain]), await prepare(9, [plain, sighting(2)])];
        expect(await saveAtOnce(...scans)).toEqual(['saved', 'unique']);
        await read(10, [plain, sighting(2)]);
        expect(await count('papers')).toBe(2);
      });

      it('one title is stored twice where an id tells the papers apart', async () => {
        const scans = ['1', '2'].map((id) => prepare(8, [sighting(1, { ids: { arxiv: id } })]));
        expect(await saveAtOnce(...(await Promise.all(scans)))).toEqual(['saved', 'saved']);
      });

      it('two papers are made one once', async () => {
        await read(8, [byDoi]);
        await read(9, [byArxiv]);
        const scans = [await prepare(10, [byBoth]), await prepare(11, [byBoth])];
        expect(await saveAtOnce(...scans)).toEqual(['saved', 'unique']);
        expect([await count('papers'), await count('paper_aliases')]).toEqual([1, 1]);
      });

      it('what was said of the one that is no more is refused whole, and told again of the one that stays', async () => {
        await read(8, [byDoi]);
        await read(9, [byArxiv]);
        const renamed = sighting(1, { title: 'Renamed', featuredOn: '2026-08-21' });
        const late = await prepare(11, [renamed, sighting(2)]);
        await read(10, [byBoth]);
        const before = await writtenRows(stage, TABLES);
        await expect(stage.store.saveScan(late)).rejects.toMatchObject({ retry: 'later' });
        expect(await writtenRows(stage, TABLES)).toEqual(before);
        await read(11, [renamed, sighting(2)]);
        expect((await known(doi)).papers).toMatchObject([{ paper: { title: 'Renamed' } }]);
      });
    });

    it('gathers any honest pages under as many papers as there are, and then writes nothing', async () => {
      await fc.assert(
        fc.asyncProperty(pages(telling), async (all) => {
          await emptyTables(stage.database);
          for (const [hour, page] of all.entries()) await read(hour, page, hour % 2 ? 'feed' : SOURCE);
          for (const { ids } of all.flat().filter((each) => Object.keys(each.ids).length > 0)) {
            const { papers } = await known(ids);
            expect(papers).toMatchObject([{ paper: { ids } }]);
          }
          const [last = [], source] = [all.at(-1), all.length % 2 ? SOURCE : 'feed'];
          fc.pre(isOfOneMind(last));
          const before = await writtenRows(stage, TABLES);
          await read(all.length, last, source);
          expect(await writtenRows(stage, TABLES)).toEqual(before);
        }),
        { numRuns: 15 },
      );
    });

    describeMergedEditions(() => stage);
  });
}
