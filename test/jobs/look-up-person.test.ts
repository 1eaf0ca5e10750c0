import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/jobs/job.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import { loadSources } from '../../src/sources/load-sources.js';
import { emptyTables } from '../store/stage.js';
import { page } from '../support/misbehaving-site.js';
import { type JobStage, openStage, runJob } from './stage.js';

const RAIN =
  'A graph network forecasts rain over mountains from radar pictures and beats the numerical model by a day.';
const OPTIONS = 'Prices of options under jumps are bounded from both sides, with proofs and a table.';
const TIDES = 'Tides of shallow seas are told apart from storms by a filter that learns from gauges.';

let stage: JobStage;
beforeAll(async () => {
  stage = await openStage('2026-08-20T05:50:00Z');
});
beforeEach(async () => {
  await emptyTables(stage.database);
  stage.clock.turnTo(new Date('2026-08-20T05:50:00Z'));
  showTexts(RAIN, OPTIONS);
  showArchive(RAIN);
});
afterAll(() => stage.close());

/** The person's page at CatalyzeX: texts and nothing else. */
function showTexts(...texts: string[]): void {
  const cards = texts.map((text) => `<div><p>Abstract:${text}</p></div>`);
  stage.site.on('/author/Ada%20Example', page(`<main>${cards.join('')}</main>`));
}

/** What arXiv's API finds by a name. */
function showArchive(...texts: string[]): void {
  stage.site.on('/api/query', page(renderArchive(texts, texts.length, 0)));
}

function renderArchive(texts: string[], total: number, start: number): string {
  const entries = texts.map(
    (text, at) => `<entry><id>http://arxiv.org/abs/2506.0000${at + 1}v1</id><title>Paper ${at + 1}</title>
      <summary>${text}</summary><published>2025-06-1${at}T08:00:00Z</published><author><name>Ada Example</name></author></entry>`,
  );
  return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
    <opensearch:totalResults>${total}</opensearch:totalResults><opensearch:startIndex>${start}</opensearch:startIndex>
    ${entries.join('')}</feed>`;
}

const scan = (payload: unknown, deps = stage.deps): Promise<Outcome> => runJob(scanSource, payload, deps);
const readPage = () => scan({ sourceId: 'catalyzex', scope: { profile: 'Ada Example' } });
const news = () => stage.store.newsFor('daily', stage.clock.now());
const nextOf = ({ next = [] }: Outcome) => next;

/** Runs a scan and what it asks for, one after the other, as the queue does. */
async function follow(first: Promise<Outcome>): Promise<Outcome[]> {
  const told: Outcome[] = [];
  const waiting = [await first];
  for (let outcome = waiting.shift(); outcome; outcome = waiting.shift()) {
    told.push(outcome);
    for (const { payload } of nextOf(outcome)) waiting.push(await scan(payload));
  }
  return told;
}

describe('texts of a page that belong to no known paper', () => {
  it("are looked for among what arXiv finds by the person's name, and then the page is read again", async () => {
    const told = await follow(readPage());
    expect(told).toMatchObject([
      { papers: 0, unmatched: 2 },
      { papers: 1, fresh: 1 },
      { papers: 1, fresh: 0, unmatched: 1 },
    ]);
    expect((await stage.store.latestScans(3)).map(({ sourceId }) => sourceId)).toEqual([
      'catalyzex',
      'arxiv',
      'catalyzex',
    ]);
    expect(await stage.store.profiles()).toMatchObject([{ sourceId: 'catalyzex', papers: 1 }]);
    expect(await news()).toEqual([]);
  });

  it('are looked for once a week, and what is found then is no news either', async () => {
    await follow(readPage());
    expect(nextOf(await readPage())).toEqual([]);
    stage.clock.turnTo(new Date('2026-08-27T05:49:00Z'));
    expect(nextOf(await readPage())).toEqual([]);
    stage.clock.turnTo(new Date('2026-08-27T05:51:00Z'));
    showArchive(RAIN, TIDES);
    expect(await follow(readPage())).toMatchObject([{ unmatched: 1 }, { fresh: 1 }, { unmatched: 1 }]);
    expect(await news()).toEqual([]);
  });

  it('are looked for nowhere when there are none, or when arXiv is not among the sources', async () => {
    const entry = { id: 'catalyzex', baseUrl: stage.site.url, schedule: '50 5 * * *', scopes: [] };
    const alone = { ...stage.deps, sources: await loadSources([entry]) };
    expect(nextOf(await scan({ sourceId: 'catalyzex', scope: { profile: 'Ada Example' } }, alone))).toEqual(
      [],
    );
    await follow(readPage());
    showTexts(RAIN);
    stage.clock.turnTo(new Date('2026-09-20T05:50:00Z'));
    expect(nextOf(await readPage())).toEqual([]);
  });

  it('are looked for among the newest papers of a name only', async () => {
    stage.site.on('/api/query', (request, response) => {
      const { searchParams } = new URL(request.url ?? '', stage.site.url);
      page(renderArchive([RAIN], 5000, Number(searchParams.get('start'))))(request, response);
    });
    const before = stage.site.seen.length;
    expect(await follow(readPage())).toMatchObject([{ unmatched: 2 }, { fresh: 1 }, { papers: 1 }]);
    const asked = stage.site.seen.slice(before).filter(({ path }) => path.startsWith('/api/query'));
    expect(asked).toHaveLength(1);
  });

  it('of a namesake do not become those of the person', async () => {
    showArchive(RAIN, TIDES);
    await follow(readPage());
    const [profile] = await stage.store.profiles();
    expect(profile).toMatchObject({ papers: 1 });
    expect(await stage.database.query('SELECT 1 FROM papers')).toHaveLength(2);
  });
});
