import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { createTurnedClock, type TurnedClock } from '../../src/commands/demo/turned-clock.js';
import { loadConfig } from '../../src/config.js';
import { type DemoSite, openSampleSite } from '../../src/demo/site.js';
import { deliverBatch } from '../../src/jobs/deliver-batch.js';
import { freezeEdition } from '../../src/jobs/freeze-edition.js';
import { jobNames } from '../../src/jobs/index.js';
import type { Call } from '../../src/jobs/job.js';
import { scanSource } from '../../src/jobs/scan-source.js';
import type { Edition } from '../../src/model/edition.js';
import type { DeliveryRow } from '../../src/store/store.js';
import { ownPrefix, silent } from '../support/stage.js';

/** The services of one size, and where its mails arrive. */
export interface Size {
  /** Environment variables that choose the size. */
  variables: NodeJS.ProcessEnv;
  mails(dataDir: string): Promise<Email[]>;
  /** Called when the program has been closed. */
  close(redisPrefix: string): Promise<void>;
}

interface Day {
  edition: Edition;
  rows: DeliveryRow[];
}

const ADA = { email: 'ada@example.org', state: 'active', hour: 6, topics: ['robotics', 'nlp-llm'] } as const;
const BEN = { email: 'ben@example.org', state: 'active', hour: 7 } as const;
const ZOE = { email: 'zoe@example.org', state: 'active', hour: 6 } as const;
/** Stands in the list of Wednesday only from 05:10 of Thursday on, when Thursday's edition is frozen. */
const LATE_DAY = '2026-08-12';

/** Carries two days of the sample site to the readers' inboxes, through the whole program. */
export function describeJourney(name: string, open: () => Promise<Size>): void {
  describe(`the way of a paper: ${name}`, () => {
    let size: Size;
    let site: DemoSite;
    let app: App;
    let clock: TurnedClock;
    let dataDir: string;
    let thursday: Day;
    let friday: Day;
    let mails: Email[];
    const redisPrefix = ownPrefix();

    beforeAll(async () => {
      size = await open();
      dataDir = await mkdtemp(join(tmpdir(), 'broadsheet-journey-'));
      clock = createTurnedClock(new Date('2026-08-13T03:30:00Z'));
      site = await openSampleSite({ clock });
      app = await openApp();
      for (const reader of [ADA, BEN, ZOE]) {
        await app.deps.store.addSubscriber(structuredClone(reader) as never);
      }
      await read(LATE_DAY);
      thursday = await publish('2026-08-13', async () => {
        const zoe = await app.deps.store.subscriberByEmail(ZOE.email);
        await app.deps.store.leave(zoe?.id ?? '');
      });
      clock.turnTo(new Date('2026-08-14T03:30:00Z'));
      await read(LATE_DAY);
      await read('2026-08-13');
      friday = await publish('2026-08-14');
      mails = await size.mails(dataDir);
    }, 90_000);

    afterAll(async () => {
      await app.close();
      await site.close();
      await size.close(redisPrefix);
      await rm(dataDir, { recursive: true, force: true });
    });

    const openApp = async () => {
      const config = await loadConfig({ LOG_LEVEL: 'silent', DATA_DIR: dataDir, ...size.variables });
      const local = {
        ...config,
        sources: config.sources.map((source) => ({ ...source, baseUrl: site.url })),
        fetch: { ...config.fetch, allowHosts: [new URL(site.url).host] },
      };
      return createApp(local, { logger: silent, clock, run: jobNames, redisPrefix });
    };

    const run = async (call: Call) => (await app.queue.enqueue(call, { attempts: 1 })).ended();

    const read = (day: string) =>
      run(scanSource.with({ sourceId: 'hf-daily', scope: { day }, force: false, askedBy: 'test' }));

    const isUnderWay = async (editionId: string) => {
      const { planned, claimed, sending } = await app.deps.store.deliveryCounts(editionId);
      return planned + claimed + sending > 0;
    };

    const publish = async (date: string, meanwhile = async () => {}): Promise<Day> => {
      const { store } = app.deps;
      clock.turnTo(new Date(`${date}T04:00:00Z`));
      await run(freezeEdition.with({ cadence: 'daily', date }));
      await meanwhile();
      clock.turnTo(new Date(`${date}T07:00:00Z`));
      const edition = await store.editionOf('daily', date);
      if (!edition) throw new Error(`the edition of ${date} was not frozen`);
      // The run that followed the freeze may still be at it: what counts is that every delivery has ended.
      while (await isUnderWay(edition.id)) await run(deliverBatch.with({ editionId: edition.id, lane: 1 }));
      return { edition, rows: await store.deliveries(edition.id, 9) };
    };

    const mailsTo = (email: string) => mails.filter(({ to }) => to?.[0]?.address === email);
    const arxivIds = (text = '') => [...new Set(text.match(/(?<=\/)\d{4}\.\d{5}/g))].sort();

    it('puts the papers of the page into the edition', () => {
      expect(site.papersOn(LATE_DAY)).toBeGreaterThan(thursday.edition.papers.length);
      expect(thursday.edition).toMatchObject({ number: 1, date: '2026-08-13', missing: [] });
      expect(thursday.edition.papers.length).toBe(11);
      expect(thursday.edition.papers.map(({ rank }) => rank)).toEqual(
        Array.from({ length: 11 }, (_, i) => i + 1),
      );
    });

    it('mails a reader who chose nothing the papers that stand on the page, with links to them', () => {
      const [first] = mailsTo(BEN.email);
      const onPage = thursday.edition.papers.map(({ ids }) => ids.arxiv).sort();
      expect(arxivIds(first?.html)).toEqual(onPage);
      for (const { title } of thursday.edition.papers)
        expect(first?.text?.replace(/\s+/g, ' ')).toContain(title);
    });

    it('mails a reader with topics a digest of their own', () => {
      const [first] = mailsTo(ADA.email);
      const wished = thursday.edition.papers.filter(({ topics }) =>
        topics.some(({ id }) => ADA.topics.some((topic) => topic === id)),
      );
      expect(wished.length).toBeGreaterThan(0);
      expect(arxivIds(first?.html)).toEqual(wished.map(({ ids }) => ids.arxiv).sort());
    });

    it('tells the same papers in the text and the HTML of every mail', () => {
      expect(mails).toHaveLength(4);
      for (const { html, text } of mails) {
        expect(arxivIds(html).length).toBeGreaterThan(0);
        expect(arxivIds(text)).toEqual(arxivIds(html));
      }
    });

    it('remembers which papers each mail held', () => {
      const counts = [...thursday.rows, ...friday.rows].filter(({ state }) => state === 'sent');
      expect(counts.map(({ papers }) => papers).sort()).toEqual(
        mails.map(({ html }) => arxivIds(html).length).sort(),
      );
    });

    it('repeats nothing in the next edition', () => {
      for (const { email } of [ADA, BEN]) {
        const [first, second] = mailsTo(email).map(({ html }) => arxivIds(html));
        expect(first?.filter((id) => second?.includes(id))).toEqual([]);
      }
    });

    it('tells a paper that came late in the next edition', () => {
      const before = new Set(thursday.edition.papers.map(({ paperId }) => paperId));
      const news = friday.edition.papers.filter(({ revised }) => !revised);
      expect(news.filter(({ paperId }) => before.has(paperId))).toEqual([]);
      expect(news).toHaveLength(12);
    });

    it('sends nothing to a reader who left in between, and says why', async () => {
      const zoe = await app.deps.store.subscriberByEmail(ZOE.email);
      const row = thursday.rows.find(({ subscriberId }) => subscriberId === zoe?.id);
      expect(row).toMatchObject({ state: 'skipped', reason: 'left before it was sent', papers: 0 });
      expect(friday.rows).toHaveLength(2);
      expect(mailsTo(ZOE.email)).toEqual([]);
    });

    it('does it all a second time without a paper or a mail more', async () => {
      const counted = async () => [
        await app.deps.store.latestEditions(9),
        (await size.mails(dataDir)).length,
      ];
      const before = await counted();
      expect(await read('2026-08-13')).toMatchObject({ outcome: 'ok', fresh: 0, same: 8 });
      const told = await run(freezeEdition.with({ cadence: 'daily', date: '2026-08-14' }));
      expect(told).toMatchObject({ frozen: false, planned: 0 });
      await run(deliverBatch.with({ editionId: friday.edition.id, lane: 1 }));
      expect(await counted()).toEqual(before);
    });
  });
}
