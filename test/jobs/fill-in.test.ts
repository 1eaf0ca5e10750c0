import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { visitSource } from '../../src/jobs/visit-source.js';
import { emptyTables, PAPER_TABLES, writtenRows } from '../store/stage.js';
import { asJson, dailyPaper, showDay } from '../support/daily-papers.js';
import { status } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const DAY = '2026-08-20';
const items = [1, 2, 3].map((number) => dailyPaper(number, DAY));
const CODE = 'https://github.com/ada/folding';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-21T02:30:00Z');
});
beforeEach(async () => {
  await emptyTables(stage.database);
  stage.clock.turnTo(new Date('2026-08-21T02:30:00Z'));
  showDay(stage.site, DAY, items);
  showPaper(3, { ai_summary: 'A robot folds paper.', numTotalModels: 2 });
  showPaper(2, { githubRepo: CODE });
  stage.site.on('/api/papers/2608.00001', status(404));
  stage.site.on(code(1), asJson([]));
});
afterAll(() => stage.close());

const code = (number: number) => `/api/code?src=arxiv&paper_arxiv_id=2608.0000${number}`;

function showPaper(number: number, over: object): void {
  const paper = items[number - 1]?.paper;
  stage.site.on(`/api/papers/${paper?.id}`, asJson({ ...paper, ...over } as never));
}

const readList = () => runJob(scanSource, { sourceId: 'hf-daily', scope: { day: DAY } }, stage.deps);
const visit = (sourceId: string, fillIn = 60) => {
  const { settings } = stage.deps;
  const editions = { ...settings.editions, fillIn };
  return runJob(visitSource, { sourceId }, { ...stage.deps, settings: { ...settings, editions } });
};
const news = async () =>
  (await stage.store.newsFor('daily', stage.clock.now()))
    .map(({ paper, revised }) => ({ ...paper, revised }))
    .sort((a, b) => a.title.localeCompare(b.title));

describe('what the next edition lacks', () => {
  it('is filled in paper by paper, and makes nothing news that was none', async () => {
    await readList();
    expect(await visit('hf-paper')).toMatchObject({ asked: 3, failed: 0, left: 0, next: [] });
    const [one, two, three] = await news();
    expect(one).toMatchObject({ ids: { arxiv: '2608.00001' }, revised: false });
    expect(two).toMatchObject({ codeUrl: CODE, revised: false });
    expect(three).toMatchObject({ summary: 'A robot folds paper.', revised: false });
    expect(await news()).toHaveLength(3);
    const { edition } = await runJob(freezeEdition, { cadence: 'daily', date: '2026-08-21' }, stage.deps);
    const frozen = await stage.store.edition(edition);
    expect(frozen?.papers.map(({ codeUrl }) => codeUrl)).toContain(CODE);
    expect(await news()).toEqual([]);
  });

  it('is no failure of a source that does not know the paper', async () => {
    await readList();
    await visit('hf-paper');
    const scans = await stage.store.latestScans(3);
    expect(scans).toContainEqual(
      expect.objectContaining({
        scope: { paper: '2608.00001' },
        outcome: 'skipped',
        reason: 'hf-paper does not know this paper',
      }),
    );
    expect((await stage.store.sourceHealth()).filter(({ failingSince }) => failingSince)).toEqual([]);
  });

  it('is asked for once a day, and about so many papers only as the operator allows', async () => {
    await readList();
    expect(await visit('hf-paper', 1)).toMatchObject({ asked: 1 });
    expect(await visit('hf-paper', 1)).toMatchObject({ asked: 0 });
    expect(await visit('hf-paper')).toMatchObject({ asked: 2 });
    expect(await visit('hf-paper')).toMatchObject({ asked: 0 });
    stage.clock.turnTo(new Date('2026-08-22T02:30:00Z'));
    expect(await visit('hf-paper')).toMatchObject({ asked: 2 });
  });

  it('writes nothing when it is what was known, nor does the list that lacks it', async () => {
    await readList();
    await visit('hf-paper');
    const before = await writtenRows(stage, PAPER_TABLES);
    stage.clock.turnTo(new Date('2026-08-22T02:30:00Z'));
    expect(await visit('hf-paper')).toMatchObject({ asked: 2 });
    expect(
      await runJob(scanSource, { sourceId: 'hf-daily', scope: { day: DAY }, force: true }, stage.deps),
    ).toMatchObject({ same: 3 });
    expect(await writtenRows(stage, PAPER_TABLES)).toEqual(before);
  });

  it('is the code, where CatalyzeX knows of some', async () => {
    const answer = { count: 1, code_url: `${CODE}?utm_source=catalyzex.com` };
    await readList();
    stage.site.on(code(3), asJson(answer as never));
    stage.site.on(code(2), asJson({} as never));
    expect(await visit('catalyzex-code')).toMatchObject({ asked: 3, failed: 1 });
    expect((await news()).map(({ codeUrl }) => codeUrl)).toEqual([undefined, undefined, CODE]);
    expect(await visit('catalyzex-code')).toMatchObject({ asked: 0 });
  });
});
