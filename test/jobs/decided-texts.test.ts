import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scanSource } from '../../src/jobs/scan-source.js';
import { emptyTables, PAPER_TABLES, writtenRows } from '../store/stage.js';
import { conditional, page } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const TABLES = [...PAPER_TABLES.filter((table) => table !== 'sources'), 'holds', 'text_decisions'];
const ADA = {
  name: 'Ada Example',
  profiles: [
    { sourceId: 'scholarfeed', key: '7' },
    { sourceId: 'catalyzex', key: 'Ada Example' },
  ],
};
const PRUNING =
  'We prune attention heads by how little the loss moves without them and keep accuracy at half the cost.';
const NEAR =
  'We prune attention heads by how little the loss moves, in a study of large models and their speed.';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-10T03:30:00Z');
});
beforeEach(async () => {
  await emptyTables(stage.database);
  showPage('/author/7', scholarFeed);
  showPage('/author/Ada%20Example', `<main><div><p>Abstract:${NEAR}</p></div></main>`);
  await read('scholarfeed', '7');
  await readTexts();
});
afterAll(() => stage.close());

const scholarFeed = `
  <main><h1>Ada Example</h1><span>LG</span><p>h-index12</p><p>1papers</p><p>34citations</p><p>Novelty55%</p><p>AI Score48</p>
  <h2>1 Papers</h2>
  <article><p>LGMay 2, 2025</p><h3>Heads That Nobody Misses</h3><p>Ada Example</p><p>${PRUNING}</p></article></main>`;
const archive = `
  <feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
    <opensearch:totalResults>1</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
    <entry><id>http://arxiv.org/abs/2506.00001v1</id><title>Heads That Nobody Misses</title><summary>${PRUNING}</summary>
      <published>2025-06-10T08:00:00Z</published><author><name>Ada Example</name></author></entry></feed>`;
const showPage = (path: string, html: string) => stage.site.on(path, conditional(html, '"1"'));
const read = (sourceId: string, profile: string) =>
  runJob(scanSource, { sourceId, scope: { profile } }, { ...stage.deps, authors: [ADA] });
const readTexts = () => read('catalyzex', 'Ada Example');
const held = async () => (await stage.store.waitingTexts(9)).map(({ text }) => text);
const decide = async (same: boolean) => {
  const [waiting] = await stage.store.waitingTexts(1);
  const answer = { same, by: 'grace', at: stage.clock.now() };
  return (await stage.store.decideText(waiting?.id ?? '', answer)) ?? '';
};

describe('a text that a person has decided on', () => {
  it('joins the paper at the next reading, and the page needs no third one', async () => {
    expect(await held()).toEqual([NEAR]);
    await decide(true);
    expect(await readTexts()).toMatchObject({ outcome: 'ok', papers: 1, fresh: 0 });
    expect(await held()).toEqual([]);
    expect(await stage.store.newsFor('daily', stage.clock.now())).toEqual([]);
    const before = await writtenRows(stage, TABLES);
    expect(await readTexts()).toMatchObject({ outcome: 'unchanged' });
    expect(await writtenRows(stage, TABLES)).toEqual(before);
  });

  it('belongs to no known paper where it was none of theirs', async () => {
    await decide(false);
    expect(await readTexts()).toMatchObject({ outcome: 'ok', papers: 0, unmatched: 1 });
    expect(await held()).toEqual([]);
  });

  it.each([
    [true, { papers: 1 }],
    [false, { papers: 0, unmatched: 1 }],
  ])('is known where a look-up by name has found the paper: %s', async (same, told) => {
    await emptyTables(stage.database);
    stage.site.on('/api/query', page(archive));
    await runJob(scanSource, { sourceId: 'arxiv', scope: { author: 'Ada Example' } }, stage.deps);
    await readTexts();
    expect(await held()).toEqual([NEAR]);
    await decide(same);
    expect(await readTexts()).toMatchObject({ outcome: 'ok', ...told });
    expect(await held()).toEqual([]);
  });

  it('is held again when that is taken back, at once and at the next reading', async () => {
    const decision = await decide(true);
    await readTexts();
    await stage.store.askAgain(decision);
    expect(await held()).toEqual([NEAR]);
    expect(await readTexts()).toMatchObject({ outcome: 'ok', papers: 0 });
    expect(await held()).toEqual([NEAR]);
    const said = await stage.database.query(`SELECT 1 FROM statements WHERE source_id = 'catalyzex'`);
    expect(said).toEqual([]);
  });
});
