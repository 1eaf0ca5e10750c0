import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DemoSite, openSampleSite } from '../../src/demo/site.js';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import type { Deps } from '../../src/jobs/deps.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { emptyTables, PAPER_TABLES, writtenRows } from '../store/stage.js';
import { buildDeps } from '../support/deps.js';
import { conditional } from '../support/misbehaving-site.js';
import { readOutbox } from '../support/read-outbox.js';
import { type JobStage, openStage, runJob } from './stage.js';

const TABLES = [...PAPER_TABLES.filter((table) => table !== 'sources'), 'holds'];
const NAKADA = '118365';

let stage: JobStage;
let sample: DemoSite;
let week: Deps;
beforeAll(async () => {
  stage = await openStage('2026-08-10T03:30:00Z');
  sample = await openSampleSite({ clock: stage.clock });
  week = await buildDeps({ store: stage.store, clock: stage.clock, site: sample, dir: stage.dir });
});
beforeEach(() => emptyTables(stage.database));
afterAll(async () => {
  await week.fetcher.close();
  await sample.close();
  await stage.close();
});

const authorIds = async () => [...new Set((await stage.store.profiles()).map(({ authorId }) => authorId))];
const news = () => stage.store.newsFor('daily', stage.clock.now());

describe('a followed profile', () => {
  const read = (at: string, profile = NAKADA) => {
    stage.clock.turnTo(new Date(at));
    return runJob(scanSource, { sourceId: 'scholarfeed', scope: { profile }, force: true }, week);
  };
  const publish = async (day: string) => {
    stage.clock.turnTo(new Date(`${day}T04:00:00Z`));
    const { edition } = await runJob(freezeEdition, { cadence: 'daily', date: day }, week);
    stage.clock.turnTo(new Date(`${day}T07:00:00Z`));
    return runJob(deliverBatch, { editionId: edition }, week);
  };
  const follow = async () =>
    stage.store.addSubscriber({
      email: 'ada@example.org',
      state: 'active',
      authors: await authorIds(),
      topics: ['nlp-llm', 'robotics', 'computer-vision', 'multimodal'],
    });

  it('tells nothing old: its first reading is the baseline, and nobody is mailed', async () => {
    expect(await read('2026-08-10T03:30:00Z')).toMatchObject({ outcome: 'ok', papers: 11, fresh: 11 });
    await follow();
    expect(await news()).toEqual([]);
    expect(await publish('2026-08-10')).toMatchObject({ sent: 0, skipped: 1 });
  });

  it('tells a paper that comes later, once, first of all and for the sake of its author', async () => {
    await read('2026-08-10T03:30:00Z');
    await follow();
    expect(await read('2026-08-12T03:30:00Z')).toMatchObject({ papers: 12, fresh: 1, same: 11 });
    await runJob(scanSource, { sourceId: 'hf-daily', scope: { day: '2026-08-11' } }, week);
    expect((await news()).length).toBeGreaterThan(1);
    expect(await publish('2026-08-12')).toMatchObject({ sent: 1 });
    const mails = await readOutbox(join(stage.dir, 'outbox'));
    expect(mails).toHaveLength(1);
    const mail = await PostalMime.parse(mails[0] ?? '');
    const ids = [...(mail.text ?? '').matchAll(/arxiv\.org\/abs\/(\d{4}\.\d{5})/g)].map(([, id]) => id);
    expect(ids[0]).toBe('2505.11771');
    expect(new Set(ids).size).toBeGreaterThan(1);
    expect(mail.html).toMatch(/you follow Ryumei Nakada/i);
    expect(mail.html).toMatch(/<(b|strong|span)\b[^>]*>Ryumei Nakada<\/\1>/);
    expect(await publish('2026-08-13')).toMatchObject({ sent: 0, skipped: 1 });
  });

  it('keeps a figure of each day on which one moved', async () => {
    for (const day of ['06', '07', '10', '11']) await read(`2026-08-${day}T03:30:00Z`);
    const [profile] = await stage.store.profiles();
    expect(profile?.samples.map(({ sampledAt, ...figures }) => [sampledAt.slice(8, 10), figures])).toEqual([
      ['06', { hIndex: 8, papers: 11, citations: 207, novelty: 0.6, aiScore: 39 }],
      ['10', { hIndex: 8, papers: 11, citations: 208, novelty: 0.6, aiScore: 39 }],
      ['11', { hIndex: 8, papers: 12, citations: 210, novelty: 0.6, aiScore: 40 }],
    ]);
  });

  it('writes no row when it is read again', async () => {
    await read('2026-08-12T03:30:00Z');
    const before = await writtenRows(stage, TABLES);
    expect(await read('2026-08-12T13:30:00Z')).toMatchObject({ outcome: 'ok', same: 12 });
    expect(await writtenRows(stage, TABLES)).toEqual(before);
  });

  it('shares papers with that of a co-author, who stays another author', async () => {
    await read('2026-08-12T03:30:00Z');
    expect(await read('2026-08-12T03:31:00Z', '204417')).toMatchObject({ papers: 7, fresh: 5, same: 2 });
    expect(await authorIds()).toHaveLength(2);
    const shared = await stage.database.query(
      'SELECT paper_id FROM authorships GROUP BY paper_id HAVING count(*) = 2',
    );
    expect(shared).toHaveLength(2);
  });
});

describe('two pages of one person', () => {
  const ADA = {
    name: 'Ada Example',
    profiles: [
      { sourceId: 'scholarfeed', key: '7' },
      { sourceId: 'catalyzex', key: 'Ada Example' },
    ],
  };
  const RAIN =
    'A graph network forecasts rain over mountains from radar pictures and beats the numerical model by a day.';
  const PRUNING =
    'We prune attention heads by how little the loss moves without them and keep accuracy at half the cost.';
  const HALF_PRUNING =
    'We prune attention heads by how little the loss moves, in a study of large models and their speed.';
  const OPTIONS = 'Prices of options under jumps are bounded from both sides, with proofs and a table.';

  const scholarFeed = `
    <main><h1>Ada Example</h1><span>LG</span><p>h-index12</p><p>2papers</p><p>34citations</p><p>Novelty55%</p><p>AI Score48</p>
    <h2>2 Papers</h2>
    <article><p>LGJun 12, 2025</p><h3>Rain Over Mountains</h3><p>Ada Example, Bo Sample</p><p>${RAIN}</p></article>
    <article><p>LGMay 2, 2025</p><h3>Heads That Nobody Misses</h3><p>Ada Example</p><p>${PRUNING}</p></article></main>`;
  const catalyzex = (...texts: string[]) =>
    `<main>${texts.map((text) => `<div><p>Abstract:${text}</p></div>`).join('')}</main>`;

  const show = (texts: string[]) => {
    const html = catalyzex(...texts);
    stage.site.on('/author/7', conditional(scholarFeed, '"7"'));
    stage.site.on('/author/Ada%20Example', conditional(html, `"${html.length}"`));
  };
  const readers = (authors: Deps['authors']) => {
    const read = (sourceId: string, profile: string) =>
      runJob(scanSource, { sourceId, scope: { profile } }, { ...stage.deps, authors });
    return {
      scholarFeed: () => read('scholarfeed', '7'),
      catalyzex: () => read('catalyzex', 'Ada Example'),
    };
  };
  const linked = readers([ADA]);
  const apart = readers([]);
  const held = () =>
    stage.database.query(
      'SELECT h.text, p.title FROM holds h JOIN papers p ON p.id = h.paper_id ORDER BY h.text',
    );

  it('join by their texts, hold what is near, and leave the rest alone', async () => {
    show([RAIN, HALF_PRUNING, OPTIONS]);
    expect(await linked.scholarFeed()).toMatchObject({ papers: 2, fresh: 2 });
    expect(await linked.catalyzex()).toMatchObject({ papers: 1, fresh: 0, unmatched: 1 });
    expect(await held()).toEqual([{ text: HALF_PRUNING, title: 'Heads That Nobody Misses' }]);
    expect(await authorIds()).toHaveLength(1);
    expect(await stage.store.profiles()).toMatchObject([
      { sourceId: 'catalyzex', papers: 2, samples: [] },
      { sourceId: 'scholarfeed', papers: 2, field: 'LG', samples: [{ hIndex: 12, citations: 34 }] },
    ]);
    expect(await news()).toEqual([]);
    const before = await writtenRows(stage, TABLES);
    expect(await linked.catalyzex()).toMatchObject({ outcome: 'ok', same: 1, unmatched: 1 });
    expect(await writtenRows(stage, TABLES)).toEqual(before);
  });

  it('join by nothing when they only bear one name', async () => {
    show([RAIN, PRUNING]);
    await apart.scholarFeed();
    expect(await apart.catalyzex()).toMatchObject({ papers: 0, unmatched: 2 });
    expect(await authorIds()).toHaveLength(2);
    expect(await held()).toEqual([]);
    expect(await stage.store.profiles()).toMatchObject([{ papers: 0 }, { papers: 2 }]);
  });

  it('join when they are linked later, though neither page has changed', async () => {
    show([RAIN, PRUNING]);
    await apart.catalyzex();
    await apart.scholarFeed();
    expect(await linked.scholarFeed()).toMatchObject({ outcome: 'unchanged' });
    expect(await authorIds()).toHaveLength(1);
    expect(await linked.catalyzex()).toMatchObject({ outcome: 'ok', papers: 2, fresh: 0 });
    expect(await linked.catalyzex()).toMatchObject({ outcome: 'unchanged' });
    expect(await stage.database.query('SELECT 1 FROM papers')).toHaveLength(2);
  });

  it('hold a text no longer once it has joined', async () => {
    show([RAIN, HALF_PRUNING]);
    await linked.scholarFeed();
    await linked.catalyzex();
    expect(await held()).toHaveLength(1);
    show([RAIN, PRUNING]);
    expect(await linked.catalyzex()).toMatchObject({ papers: 2 });
    expect(await held()).toEqual([]);
  });
});
