import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import { readRecorded } from '../sources/recorded-file.js';
import { writtenRows } from '../store/stage.js';
import { page } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const NAKADA = {
  name: 'Ryumei Nakada',
  profiles: [
    { sourceId: 'scholarfeed', key: '118365' },
    { sourceId: 'catalyzex', key: 'Ryumei Nakada' },
  ],
};

const TABLES = ['authors', 'profiles', 'profile_samples', 'authorships', 'holds', 'papers', 'statements'];

let stage: JobStage;
beforeEach(async () => {
  stage = await openStage('2026-03-01T08:00:00Z');
  stage.site.on('/author/118365', page(readRecorded('scholarfeed/author-118365.txt')));
  stage.site.on('/author/Ryumei%20Nakada', page(readRecorded('catalyzex/author-ryumei-nakada.txt')));
});
afterEach(() => stage.close());

const scan = (sourceId: string, profile: string) =>
  runJob(scanSource, { sourceId, scope: { profile } }, { ...stage.deps, authors: [NAKADA] });
const scanScholarFeed = () => scan('scholarfeed', '118365');
const scanCatalyzeX = () => scan('catalyzex', 'Ryumei Nakada');

async function expectOneAuthor(): Promise<void> {
  const profiles = await stage.store.profiles();
  expect(profiles.map(({ sourceId }) => sourceId)).toEqual(['catalyzex', 'scholarfeed']);
  expect(new Set(profiles.map(({ authorId }) => authorId)).size).toBe(1);
  expect(profiles.map(({ papers }) => papers)).toEqual([12, 12]);
  expect(profiles.map(({ samples }) => samples.length)).toEqual([0, 1]);
  expect(await stage.database.query('SELECT source_id FROM holds')).toEqual([{ source_id: 'catalyzex' }]);
  expect(await stage.database.query('SELECT id FROM papers')).toHaveLength(12);
  expect(await stage.store.newsFor('daily', stage.clock.now())).toEqual([]);
}

describe('the two recorded pages of one person', () => {
  it('end as one author: of ten abstracts eight join, one is held, one stays unmatched', async () => {
    expect(await scanScholarFeed()).toMatchObject({ outcome: 'ok', papers: 12, fresh: 12 });
    expect(await scanCatalyzeX()).toMatchObject({ outcome: 'ok', papers: 8, fresh: 0, unmatched: 1 });
    await expectOneAuthor();
  });

  it('end so too when they are read the other way round, and again', async () => {
    expect(await scanCatalyzeX()).toMatchObject({ outcome: 'ok', papers: 0, unmatched: 10 });
    expect(await scanScholarFeed()).toMatchObject({ outcome: 'ok', papers: 12, fresh: 12 });
    expect(await scanCatalyzeX()).toMatchObject({ outcome: 'ok', papers: 8, fresh: 0, unmatched: 1 });
    await expectOneAuthor();
    const before = await writtenRows(stage, TABLES);
    expect(await scanCatalyzeX()).toMatchObject({ papers: 8, same: 8, unmatched: 1 });
    expect(await scanScholarFeed()).toMatchObject({ papers: 12, same: 12 });
    expect(await writtenRows(stage, TABLES)).toEqual(before);
  });
});
