import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compareProfiles } from '../../src/digest/compare-profiles.js';
import { composeDigest } from '../../src/digest/compose-digest.js';
import type { EditionPaper, ProfileChange } from '../../src/model/edition.js';
import type { Profile } from '../../src/model/paper.js';
import { emptyTables, prepareScan, type Stage } from '../store/stage.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import { editionOf, editionPaper, readerOf } from './edition.js';

describe('what moved at a profile', () => {
  const moved = (before: Profile['metrics'], now: Profile['metrics']) =>
    compareProfiles([{ authorId: 'a', name: 'Ada', sourceId: 'scholarfeed', before, now }]);
  const ada = { authorId: 'a', name: 'Ada', sourceId: 'scholarfeed' };

  it('is told figure by figure, from what to what, up or down', () => {
    const before = { hIndex: 8, citations: 210, papers: 11, novelty: 0.1 };
    expect(moved(before, { hIndex: 9, citations: 231, papers: 11, novelty: 0.2 })).toEqual([
      { ...ada, hIndex: { from: 8, to: 9 }, citations: { from: 210, to: 231 } },
    ]);
    expect(moved(before, { ...before, citations: 209 })).toEqual([
      { ...ada, citations: { from: 210, to: 209 } },
    ]);
  });

  it('is nothing where a page left a figure out, or none moved', () => {
    expect(moved({ hIndex: 8 }, {})).toEqual([]);
    expect(moved({}, { hIndex: 8 })).toEqual([]);
    expect(moved({ hIndex: 8, novelty: 0.1 }, { hIndex: 8, novelty: 0.5 })).toEqual([]);
  });
});

describe('a follower', () => {
  const change = { authorId: 'ada', name: 'Ada', sourceId: 'scholarfeed' };
  const of = (profiles: ProfileChange[], authors: string[], ...papers: EditionPaper[]) =>
    composeDigest({ ...editionOf(...papers), profiles }, readerOf({ authors }), new Set());

  it('is told of the people they follow, in their order, and of nobody else', () => {
    const bo = { ...change, authorId: 'bo', hIndex: { from: 1, to: 2 } };
    const ada = { ...change, hIndex: { from: 8, to: 9 } };
    const composed = of([ada, bo, { ...bo, authorId: 'eve' }], ['bo', 'ada', 'nobody'], editionPaper('1'));
    expect(composed).toMatchObject({ digest: { profiles: [bo, ada], sections: [] } });
    expect(composed).not.toHaveProperty('digest.edition.profiles');
  });

  it('gets a mail without papers for an index or a paper more, not for citations alone', () => {
    expect(of([{ ...change, papers: { from: 1, to: 2 } }], ['ada'])).toHaveProperty('digest');
    expect(of([{ ...change, citations: { from: 1, to: 2 } }], ['ada'])).toEqual({
      skip: 'the edition is empty',
    });
    expect(of([{ ...change, hIndex: { from: 1, to: 2 } }], [])).toHaveProperty('skip');
  });
});

describe('an edition', () => {
  let stage: Stage;
  beforeAll(async () => {
    const database = await openEmbeddedDatabase();
    stage = { database, store: createTestStore(database) };
  });
  beforeEach(() => emptyTables(stage.database));
  afterAll(() => stage.database.close());

  const read = async (at: string, metrics: Profile['metrics']) => {
    const scan = await prepareScan(stage, [], { at });
    const profile = { key: '1', profile: { ids: {}, name: 'Ada Byron', metrics }, linked: [], held: [] };
    await stage.store.saveScan({ ...scan, sourceId: 'scholarfeed', scope: { profile: '1' }, profile });
  };
  const freeze = async (at: string, cadence: 'daily' | 'weekly' = 'daily') => {
    const frozenAt = new Date(at);
    const profiles = compareProfiles(await stage.store.profileFigures(cadence, frozenAt));
    const draft = { cadence, date: at.slice(0, 10), frozenAt, missing: [], profiles, papers: [] };
    return (await stage.store.freezeEdition(draft)).edition;
  };

  it('tells what moved since the one of its cadence before, and no first reading', async () => {
    await read('2026-08-17T08:00:00Z', { hIndex: 8, citations: 210 });
    expect((await freeze('2026-08-17T09:00:00Z', 'weekly')).profiles).toBeUndefined();
    expect((await freeze('2026-08-18T04:00:00Z')).profiles).toBeUndefined();
    await read('2026-08-18T08:00:00Z', { hIndex: 8, citations: 220 });
    const tuesday = await freeze('2026-08-19T04:00:00Z');
    expect(tuesday.profiles).toMatchObject([{ name: 'Ada Byron', citations: { from: 210, to: 220 } }]);
    await read('2026-08-19T08:00:00Z', { hIndex: 9, citations: 231 });
    expect((await freeze('2026-08-20T04:00:00Z')).profiles).toMatchObject([
      { hIndex: { from: 8, to: 9 }, citations: { from: 220, to: 231 } },
    ]);
    expect((await freeze('2026-08-21T04:00:00Z')).profiles).toBeUndefined();
    expect((await freeze('2026-08-24T04:00:00Z', 'weekly')).profiles).toMatchObject([
      { hIndex: { from: 8, to: 9 }, citations: { from: 210, to: 231 } },
    ]);
    expect(await stage.store.edition(tuesday.id)).toEqual(tuesday);
  });

  it('leaves out what was read after it was frozen', async () => {
    await read('2026-08-17T08:00:00Z', { hIndex: 8 });
    await freeze('2026-08-18T04:00:00Z');
    await read('2026-08-19T08:00:00Z', { hIndex: 9 });
    expect(await stage.store.profileFigures('daily', new Date('2026-08-19T07:00:00Z'))).toEqual([]);
  });
});
