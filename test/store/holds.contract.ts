import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import type { Answer, SavedProfile } from '../../src/store/store.js';
import { createTestStore } from '../support/databases.js';
import { emptyTables, PAPER_TABLES, prepareScan, type Stage, sighting, writtenRows } from './stage.js';

const SCHOLAR = { sourceId: 'scholarfeed', key: '1' };
const CATALYZEX = { sourceId: 'catalyzex', key: 'Ada Byron' };
const AT = new Date('2026-08-21T09:00:00Z');
const yes: Answer = { same: true, by: 'grace', at: AT };
const no: Answer = { ...yes, same: false };

interface Visit extends Partial<SavedProfile> {
  sourceId: string;
  key: string;
  papers?: number[];
  name?: string;
}

/** What the program relies on the store for where a person decides, whichever database it is over. */
export function describeHolds(name: string, open: () => Promise<Database>): void {
  describe(`what waits for a person: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const visit = async ({ sourceId, key, papers = [], name = 'Ada Byron', ...over }: Visit) => {
      const page = papers.map((number) => sighting(number, { abstract: `Text ${number}.` }));
      const scan = await prepareScan(stage, page, { at: '2026-08-20T08:00:00Z', source: sourceId });
      const profile = { ids: {}, name, metrics: sourceId === 'scholarfeed' ? { hIndex: 8 } : {} };
      await stage.store.saveScan({
        ...{ ...scan, sourceId, scope: { profile: key } },
        pages: [{ url: `https://example.org/${sourceId}/${key}`, validators: { etag: '"1"' } }],
        profile: { key, profile, linked: [], held: [], ...over },
      });
    };
    const authors = async () => [...new Set((await stage.store.profiles()).map(({ authorId }) => authorId))];
    const papersOf = async (key: { sourceId: string; key: string }) =>
      (await stage.store.papersOfPerson([key])).map(({ title }) => title).sort();
    const paperId = async (number: number) => {
      const title = `Paper number ${number}`;
      const [row] = await stage.database.query<{ id: string }>('SELECT id FROM papers WHERE title = $1', [
        title,
      ]);
      return row?.id ?? '';
    };
    const etags = () =>
      stage.database.query('SELECT source_id FROM pages WHERE etag IS NOT NULL ORDER BY source_id');

    describe('a held text', () => {
      const hold = async (text = 'A text', number = 2) =>
        visit({ ...CATALYZEX, held: [{ text, paperId: await paperId(number), score: 0.5 }] });
      const heldTexts = async () => (await stage.store.waitingTexts(9)).map(({ text }) => text);
      const firstHeld = async () => (await stage.store.waitingTexts(9))[0]?.id ?? '';
      beforeEach(async () => {
        // Paper 2 is a namesake's as far as the person's own page tells.
        await visit({ sourceId: 'scholarfeed', key: '9', papers: [2], name: 'Bo Sample' });
        await hold();
      });

      it('waits beside the paper it may be of', async () => {
        expect(await stage.store.waiting()).toEqual({ texts: 1, people: 0 });
        expect(await stage.store.waitingTexts(9)).toMatchObject([
          {
            ...{ text: 'A text', score: 0.5, heldAt: new Date('2026-08-20T08:00:00Z') },
            profile: { ...CATALYZEX, name: 'Ada Byron' },
            paper: {
              title: 'Paper number 2',
              authors: ['Ada Byron', 'Charles Babbage'],
              abstract: 'Text 2.',
            },
          },
        ]);
      });

      it('that is the paper gives it to the author, is not held again and known with the paper', async () => {
        expect(await stage.store.decideText(await firstHeld(), yes)).toBeTypeOf('string');
        expect(await papersOf(CATALYZEX)).toEqual(['Paper number 2']);
        expect(await stage.store.papersOfPerson([CATALYZEX])).toMatchObject([
          { decided: [{ text: 'A text', same: true }] },
        ]);
        await hold();
        expect(await heldTexts()).toEqual([]);
        expect(await stage.store.decisions(9)).toMatchObject([
          {
            kind: 'text',
            same: true,
            decidedBy: 'grace',
            decidedAt: AT,
            text: 'A text',
            title: 'Paper number 2',
          },
        ]);
      });

      it('that is of another paper gives nothing, and is asked about for this paper never again', async () => {
        await stage.store.decideText(await firstHeld(), no);
        expect(await papersOf(CATALYZEX)).toEqual([]);
        await hold();
        expect(await heldTexts()).toEqual([]);
        await visit({ ...SCHOLAR, papers: [3], name: 'Bo Sample' });
        await hold('A text', 3);
        expect(await heldTexts()).toEqual(['A text']);
      });

      it('is answered for every page that holds it for the paper', async () => {
        const held = [{ text: 'A text', paperId: await paperId(2), score: 0.6 }];
        await visit({ sourceId: 'catalyzex', key: 'Cy Other', name: 'Cy Other', held });
        await stage.store.decideText(await firstHeld(), yes);
        expect(await heldTexts()).toEqual([]);
        expect(await papersOf({ sourceId: 'catalyzex', key: 'Cy Other' })).toEqual(['Paper number 2']);
      });

      it('waits again where it was when the answer is taken back, and its page is read in full', async () => {
        for (const answer of [yes, no]) {
          const before = await stage.store.waitingTexts(9);
          const decision = await stage.store.decideText(await firstHeld(), answer);
          expect(await stage.store.askAgain(decision ?? '')).toBe('text');
          expect(await papersOf(CATALYZEX)).toEqual([]);
          expect(await stage.store.waitingTexts(9)).toEqual(
            before.map((each) => ({ ...each, id: expect.any(String) })),
          );
          expect(await stage.store.decisions(9)).toEqual([]);
        }
        expect(await etags()).toEqual([{ source_id: 'scholarfeed' }]);
      });

      it('leaves a paper that the author had, or that another of their pages shows, when the answer is taken back', async () => {
        const decision = await stage.store.decideText(await firstHeld(), yes);
        await visit({ ...SCHOLAR, papers: [2], linked: [CATALYZEX] });
        await stage.store.askAgain(decision ?? '');
        expect(await papersOf(SCHOLAR)).toEqual(['Paper number 2']);
        const again = await stage.store.decideText(await firstHeld(), yes);
        await stage.store.askAgain(again ?? '');
        expect(await papersOf(SCHOLAR)).toEqual(['Paper number 2']);
      });

      it('is decided once, and of no id at all never', async () => {
        const id = await firstHeld();
        expect(await stage.store.decideText('nothing', yes)).toBeUndefined();
        await stage.store.decideText(id, no);
        expect(await stage.store.decideText(id, yes)).toBeUndefined();
        expect(await stage.store.askAgain('nothing')).toBeUndefined();
      });
    });

    describe('two profiles of one name', () => {
      const PAIR = [CATALYZEX, SCHOLAR] as const;
      const follow = (email: string, ids: (string | undefined)[]) =>
        stage.store.addSubscriber({ email, state: 'active', authors: ids.map((id) => id ?? '') });
      const followed = async (email: string) => (await stage.store.subscriberByEmail(email))?.authors;
      const authorOf = async ({ key }: { key: string }) =>
        (await stage.store.profiles()).find((profile) => profile.key === key)?.authorId ?? '';
      const visitBoth = async () => {
        await visit({ ...SCHOLAR, papers: [1, 2] });
        await visit({ ...CATALYZEX, papers: [2, 3] });
      };

      it('are asked about, with what tells one person from two', async () => {
        await visitBoth();
        expect(await stage.store.waiting()).toEqual({ texts: 0, people: 1 });
        expect(await stage.store.likelyPeople(9)).toEqual([
          {
            profiles: [
              {
                ...{ ...CATALYZEX, name: 'Ada Byron', papers: 2, figures: {} },
                titles: expect.arrayContaining(['Paper number 2', 'Paper number 3']),
              },
              {
                ...{ ...SCHOLAR, name: 'Ada Byron', papers: 2, figures: { hIndex: 8 } },
                titles: expect.arrayContaining(['Paper number 1', 'Paper number 2']),
              },
            ],
            common: { papers: 1, titles: ['Paper number 2'] },
          },
        ]);
      });

      it.each([
        ['A. BYRON', true],
        ['Byron, Ada', true],
        ['Âda Byrön', true],
        ['Augusta Byron', true],
        ['Charles Byron', false],
        ['Ada Lovelace', false],
        ['Byron', false],
      ])('are asked about when the other is %s: %s', async (name, isAsked) => {
        await visit(SCHOLAR);
        await visit({ ...CATALYZEX, key: name, name });
        expect((await stage.store.waiting()).people).toBe(isAsked ? 1 : 0);
      });

      it('are not asked about at one source, of one author or when they were answered', async () => {
        await visit(SCHOLAR);
        await visit({ ...SCHOLAR, key: '2' });
        expect(await stage.store.likelyPeople(9)).toEqual([]);
        await visit({ ...CATALYZEX, linked: [SCHOLAR, { ...SCHOLAR, key: '2' }] });
        expect(await stage.store.likelyPeople(9)).toEqual([]);
        expect(await stage.store.decidePeople(PAIR, yes)).toBeUndefined();
      });

      it('become one author when they are one person: the older stays, with papers and readers', async () => {
        await visitBoth();
        const [scholar, catalyzex] = [await authorOf(SCHOLAR), await authorOf(CATALYZEX)];
        await follow('reader@example.org', [catalyzex]);
        await stage.store.decidePeople([SCHOLAR, CATALYZEX], yes);
        expect(await authors()).toEqual([scholar]);
        expect(await papersOf(CATALYZEX)).toEqual(['Paper number 1', 'Paper number 2', 'Paper number 3']);
        expect(await followed('reader@example.org')).toEqual([scholar]);
        expect(await stage.store.waiting()).toEqual({ texts: 0, people: 0 });
        const tables = PAPER_TABLES.filter((table) => table !== 'sources');
        const before = await writtenRows(stage, tables);
        await visitBoth();
        expect(await writtenRows(stage, tables)).toEqual(before);
        expect(await stage.store.decisions(9)).toMatchObject([
          { kind: 'people', same: true, areOne: true, profiles: PAIR, decidedBy: 'grace', decidedAt: AT },
        ]);
      });

      it('stay two when they are two people, and no page of either is asked about again', async () => {
        await visitBoth();
        await stage.store.decidePeople(PAIR, no);
        await visit({ sourceId: 'arxiv', key: 'byron_a_1', linked: [SCHOLAR] });
        expect(await stage.store.likelyPeople(9)).toEqual([]);
        expect(await authors()).toHaveLength(2);
        expect(await stage.store.decidePeople(PAIR, yes)).toBeUndefined();
      });

      it('are two authors again when that they are one is taken back, each with their papers and readers', async () => {
        await visitBoth();
        const [scholar, catalyzex] = [await authorOf(SCHOLAR), await authorOf(CATALYZEX)];
        await follow('one@example.org', [catalyzex]);
        await follow('other@example.org', [scholar]);
        await follow('both@example.org', [catalyzex, scholar]);
        const decision = await stage.store.decidePeople(PAIR, yes);
        await visit({ ...CATALYZEX, papers: [2, 3, 4] });
        await follow('late@example.org', [scholar]);
        expect(await stage.store.askAgain(decision ?? '')).toBe('people');
        expect([await authorOf(SCHOLAR), await authorOf(CATALYZEX)]).toEqual([scholar, catalyzex]);
        expect(await papersOf(SCHOLAR)).toEqual(['Paper number 1', 'Paper number 2']);
        expect(await papersOf(CATALYZEX)).toEqual(['Paper number 2', 'Paper number 3', 'Paper number 4']);
        const of = ['one', 'other', 'both', 'late'].map((who) => followed(`${who}@example.org`));
        expect(await Promise.all(of)).toEqual([[catalyzex], [scholar], [scholar, catalyzex], [scholar]]);
        expect(await etags()).toEqual([]);
        expect((await stage.store.waiting()).people).toBe(1);
        expect(await stage.store.decidePeople(PAIR, yes)).toBeTypeOf('string');
        expect(await authors()).toEqual([scholar]);
      });

      it('wait again when that they are two is taken back', async () => {
        await visitBoth();
        const decision = await stage.store.decidePeople(PAIR, no);
        expect(await stage.store.askAgain(decision ?? '')).toBe('people');
        expect((await stage.store.waiting()).people).toBe(1);
      });

      it('stay one author, the oldest, when a link of the configuration makes them that', async () => {
        await visitBoth();
        const scholar = await authorOf(SCHOLAR);
        await stage.store.linkProfiles([{ name: 'Ada Byron', profiles: [...PAIR] }]);
        expect(await authors()).toEqual([scholar]);
      });
    });
  });
}
