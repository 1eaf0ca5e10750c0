import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import type { SavedProfile } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, PAPER_TABLES, prepareScan, type Stage, sighting, writtenRows } from './stage.js';

const TABLES = [...PAPER_TABLES, 'holds'];
const ORCID = '0000-0001-2345-6789';
const SCHOLAR = { sourceId: 'scholarfeed', key: '1' };
const CATALYZEX = { sourceId: 'catalyzex', key: 'Ada Byron' };
const PERSON = { name: 'Ada Byron', profiles: [SCHOLAR, CATALYZEX] };

interface Visit extends Partial<SavedProfile> {
  sourceId?: string;
  at?: string;
  papers?: number[];
}

/** What the program relies on the store for where people are concerned, whichever database it is over. */
export function describeProfiles(name: string, open: () => Promise<Database>): void {
  describe(`profiles: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const visit = async ({ sourceId = 'scholarfeed', at = '2026-08-20T08:00:00Z', ...over }: Visit) => {
      const papers = (over.papers ?? [1]).map((number) => sighting(number, { abstract: `Text ${number}.` }));
      const scan = await prepareScan(stage, papers, { at });
      const metrics = sourceId === 'scholarfeed' ? { hIndex: 8, citations: 210 } : {};
      const profile = { ids: {}, name: 'Ada Byron', metrics };
      await stage.store.saveScan({
        ...scan,
        sourceId,
        scope: { profile: over.key ?? '1' },
        profile: { key: '1', profile, linked: [], held: [], ...over },
      });
    };
    const visitCatalyzeX = (over: Visit = {}) => visit({ ...CATALYZEX, papers: [2], ...over });

    const authors = async () => [...new Set((await stage.store.profiles()).map(({ authorId }) => authorId))];
    const follow = (ids: string[]) =>
      stage.store.addSubscriber({ email: 'reader@example.org', state: 'active', authors: ids });
    const followed = async () => (await stage.store.subscriberByEmail('reader@example.org'))?.authors;
    const holds = () =>
      stage.database.query<{ text: string; score: number }>('SELECT text, score FROM holds ORDER BY text');

    it('of one name are two people as long as nobody says otherwise', async () => {
      await visit({});
      await visitCatalyzeX();
      expect(await authors()).toHaveLength(2);
      await visit({ key: '2' });
      expect(await authors()).toHaveLength(3);
    });

    it.each([
      ['read first', async () => visit({ linked: [CATALYZEX] })],
      ['read last', async () => visitCatalyzeX({ linked: [SCHOLAR] })],
      ['read not at all', async () => stage.store.linkProfiles([PERSON])],
    ])('that are linked later become one author, when the one %s', async (_which, link) => {
      await visit({});
      await visitCatalyzeX();
      await follow([...(await authors())].reverse());
      await link();
      const profiles = await stage.store.profiles();
      expect(profiles).toMatchObject([
        { ...CATALYZEX, papers: 2, samples: [] },
        { ...SCHOLAR, papers: 2, samples: [{ hIndex: 8, citations: 210 }] },
      ]);
      expect(await followed()).toEqual(await authors());
      expect(await stage.database.query('SELECT 1 FROM authors')).toHaveLength(1);
      expect((await stage.store.papersOfPerson([SCHOLAR])).map(({ abstract }) => abstract).sort()).toEqual([
        'Text 1.',
        'Text 2.',
      ]);
      const before = await writtenRows(stage, TABLES);
      await stage.store.linkProfiles([PERSON]);
      expect(await writtenRows(stage, TABLES)).toEqual(before);
    });

    it('leave whom a reader follows besides in its place', async () => {
      await visit({});
      await visitCatalyzeX();
      await visit({ key: '3' });
      const of = async (key: string) =>
        (await stage.store.profiles()).find((each) => each.key === key)?.authorId ?? '';
      const [scholar, catalyzex, other] = [await of('1'), await of('Ada Byron'), await of('3')];
      await follow([scholar, other, catalyzex]);
      await visitCatalyzeX({ linked: [SCHOLAR] });
      expect(await followed()).toEqual([catalyzex, other]);
    });

    it('with one ORCID are one author, also where one of them tells it only later', async () => {
      await visit({ orcid: ORCID });
      await visitCatalyzeX();
      expect(await authors()).toHaveLength(2);
      await visitCatalyzeX({ orcid: ORCID });
      expect(await authors()).toHaveLength(1);
      await visit({ key: '2', orcid: '0000-0002-0000-0000' });
      expect(await authors()).toHaveLength(2);
    });

    it('that were followed before they were read get their name from the page', async () => {
      const waiting = await stage.store.followProfile({ ...SCHOLAR, name: 'scholarfeed 1' });
      expect(waiting).toMatchObject({ name: 'scholarfeed 1', papers: 0 });
      await visit({});
      expect(await stage.database.query('SELECT id, name FROM authors')).toEqual([
        { id: waiting.id, name: 'Ada Byron' },
      ]);
    });

    it('keep their ORCID when a page leaves it out', async () => {
      await visit({ orcid: ORCID });
      await visit({});
      await visitCatalyzeX({ orcid: ORCID });
      expect(await authors()).toHaveLength(1);
    });

    it('join three authors when one of them links two', async () => {
      await visit({ orcid: ORCID });
      await visitCatalyzeX();
      await visit({ key: '2', orcid: ORCID, linked: [CATALYZEX] });
      expect(await authors()).toHaveLength(1);
    });

    it('get a row of figures only when one of them moved', async () => {
      const figures = (hIndex: number) => ({ profile: { ids: {}, name: 'Ada Byron', metrics: { hIndex } } });
      await visit({ ...figures(8), at: '2026-08-18T08:00:00Z' });
      await visit({ ...figures(8), at: '2026-08-19T08:00:00Z' });
      await visit({ ...figures(9), at: '2026-08-20T08:00:00Z' });
      const [profile] = await stage.store.profiles();
      expect(profile?.samples.map(({ hIndex, sampledAt }) => [sampledAt.slice(0, 10), hIndex])).toEqual([
        ['2026-08-18', 8],
        ['2026-08-20', 9],
      ]);
    });

    it('hold a text once, and no longer when the page does not', async () => {
      await visit({});
      const [paper] = await stage.store.papersOfPerson([SCHOLAR]);
      const held = ['one', 'two'].map((text) => ({ text, paperId: paper?.paperId ?? '', score: 0.5 }));
      await visitCatalyzeX({ held });
      const before = await writtenRows(stage, ['holds']);
      await visitCatalyzeX({ held });
      expect(await writtenRows(stage, ['holds'])).toEqual(before);
      await visitCatalyzeX({ held: held.slice(1) });
      expect(await holds()).toEqual([{ text: 'two', score: 0.5 }]);
      await visit({});
      expect(await holds()).toHaveLength(1);
    });
  });
}
