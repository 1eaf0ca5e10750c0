import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scan } from '../../src/model/scan.js';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { describeRandomHistories } from './random-histories.contract.js';
import {
  countRows,
  DAYS,
  daysAgo,
  insertMails,
  insertPaper,
  insertRows,
  NOW,
  pruneAll,
  pruneSteps,
} from './retention-stage.js';
import { emptyTables, freeze, readPage, type Stage, sighting } from './stage.js';

/** What is forgotten, when, and what never is, whichever database it is in. */
export function describeRetention(name: string, open: () => Promise<Database>): void {
  describe(`retention: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    const scan = (
      at: Date,
      outcome: Scan['outcome'],
      papers: string[] | null = null,
      day = '2026-01-01',
    ) => ({
      ...{ source_id: 'hf-daily', scope: { day }, started_at: at, finished_at: at, asked_by: 'test' },
      ...{ outcome, counts: {}, paper_ids: papers },
    });
    const scans = (rows: object[]) => insertRows(stage, 'scans', rows, ['id']);
    const outcomesLeft = async () => {
      const rows = await stage.database.query<{ outcome: string }>('SELECT outcome FROM scans ORDER BY id');
      return rows.map(({ outcome }) => outcome);
    };
    const paperId = '00000000-0000-4000-8000-000000000001';

    describe('scans', () => {
      it('go at their age and not before', async () => {
        const later = scan(daysAgo(1), 'ok', [paperId]);
        await scans([scan(daysAgo(91), 'failed'), scan(daysAgo(90), 'blocked'), later]);
        await pruneAll(stage);
        expect(await outcomesLeft()).toEqual(['blocked', 'ok']);
      });

      it('stay where they are the last word on their scope: a good reading, one with papers, a doubt, a rest', async () => {
        const [good, empty, unchanged] = [
          scan(daysAgo(300), 'ok', [paperId]),
          scan(daysAgo(299), 'ok', []),
          scan(daysAgo(298), 'unchanged'),
        ];
        await scans([
          scan(daysAgo(301), 'ok', [paperId]),
          good,
          empty,
          unchanged,
          scan(daysAgo(297), 'resting'),
          scan(daysAgo(296), 'quarantined'),
        ]);
        await pruneAll(stage);
        expect(await outcomesLeft()).toEqual(['ok', 'ok', 'unchanged', 'quarantined']);
        expect(await stage.store.doubtedScans(10)).toHaveLength(1);
        const last = await stage.store.lastReading('hf-daily', { day: '2026-01-01' });
        expect(last).toMatchObject({ finishedAt: daysAgo(300), paperIds: [paperId] });
      });

      it('go once their scope has been read again and that reading is old itself', async () => {
        await scans([scan(daysAgo(300), 'ok', [paperId])]);
        await pruneAll(stage, daysAgo(100));
        await scans([scan(daysAgo(95), 'failed'), scan(daysAgo(94), 'ok', [paperId])]);
        await pruneAll(stage);
        const rows = await stage.database.query('SELECT finished_at AS at FROM scans');
        expect(rows).toEqual([{ at: daysAgo(94) }]);
      });

      it('leave what is known by them as it was', async () => {
        const list = [sighting(1), sighting(2)];
        for (const day of ['2026-01-02', '2026-01-09'])
          for (const hour of ['06', '12', '23'])
            await readPage(stage, list, { at: `${day}T${hour}:00:00Z`, day });
        await readPage(stage, [sighting(1)], { at: '2026-01-10T06:00:00Z', day: '2026-01-09' });
        const known = async () => [
          await stage.store.weekdayCounts('hf-daily', '2026-01-16'),
          await stage.store.daysRead('hf-daily', '2026-01-01', '2026-01-31'),
          await stage.store.lastReading('hf-daily', { day: '2026-01-09' }),
          await stage.store.sourceHealth(),
        ];
        const before = await known();
        await pruneAll(stage);
        expect(await countRows(stage, 'scans')).toBe(2);
        expect(await known()).toEqual(before);
      });
    });

    describe('mails', () => {
      it('keep what they held for their days, and that they were sent for good', async () => {
        await insertMails(stage, [
          { at: daysAgo(181), state: 'sent' },
          { at: daysAgo(180), state: 'sent' },
          { at: daysAgo(181), state: 'refused', reason: '550 no such mailbox', refusal: 'mailbox' },
          { at: daysAgo(181), state: 'skipped', reason: 'nothing for them' },
          { at: daysAgo(181), state: 'unknown', reason: 'nobody knows' },
          { at: daysAgo(400), state: 'unknown', reason: 'left at that', settled_at: daysAgo(181) },
          { at: daysAgo(400), state: 'unknown', reason: 'left at that', settled_at: daysAgo(179) },
        ]);
        await pruneAll(stage);
        const rows = await stage.database.query(
          `SELECT state, cardinality(paper_ids) AS papers, reason, refusal FROM deliveries ORDER BY subscriber_id`,
        );
        expect(rows).toEqual([
          { state: 'sent', papers: null, reason: null, refusal: null },
          { state: 'sent', papers: 1, reason: null, refusal: null },
          { state: 'refused', papers: null, reason: null, refusal: null },
          { state: 'skipped', papers: null, reason: 'nothing for them', refusal: null },
          { state: 'unknown', papers: 1, reason: 'nobody knows', refusal: null },
          { state: 'unknown', papers: null, reason: null, refusal: null },
          { state: 'unknown', papers: 1, reason: 'left at that', refusal: null },
        ]);
      });

      it('are not sent a second time after they have been forgotten', async () => {
        const page = [sighting(1, { featuredOn: '2026-01-01' })];
        await readPage(stage, page, { at: '2026-01-01T06:00:00Z', day: '2026-01-01' });
        const reader = await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
        const { edition, planned } = await freeze(stage, { at: '2026-01-02T04:00:00Z' });
        expect(planned).toBe(1);
        await stage.database.query(
          `UPDATE deliveries SET state = 'sent', finished_at = '2026-01-02T07:00:00Z', paper_ids = ARRAY[$1]::uuid[]`,
          [edition.papers[0]?.paperId],
        );
        expect(await stage.store.papersMailed(edition.id, reader.id)).toHaveLength(1);
        await pruneAll(stage);
        expect(await stage.store.papersMailed(edition.id, reader.id)).toBeUndefined();
        expect(await stage.store.planLate(edition.id, NOW)).toBe(0);
        expect(await stage.store.deliveryCounts(edition.id)).toMatchObject({ sent: 1 });
      });
    });

    it('forgets bounces, letters, unbelieved pages, old models and acts at their ages and not before', async () => {
      const reader = await stage.store.addSubscriber({ email: 'ada@example.org', state: 'active' });
      const paper = await insertPaper(stage);
      const bounce = (mail: string, ago: number) => ({
        ...{
          subscriber_id: reader.id,
          mail,
          kind: 'soft',
          address_hmac: 'x',
          reason: 'full',
          bounced_at: daysAgo(ago),
        },
      });
      const letter = (id: string, ago: number | undefined) => ({
        ...{
          id: `00000000-0000-4000-8000-0000000000${id}`,
          kind: 'welcome',
          address_hmac: 'x',
          state: ago ? 'sent' : 'planned',
        },
        ...{
          due_at: daysAgo(200),
          attempts: 0,
          created_at: daysAgo(200),
          finished_at: ago ? daysAgo(ago) : null,
        },
      });
      const page = (url: string, ago: number, kept?: number) => ({
        ...{ url, source_id: 'hf-daily', etag: '"1"', read_at: daysAgo(ago) },
        ...(kept && { kept_body: '\\x00', kept_at: daysAgo(kept), kept_reason: 'odd' }),
      });
      const summary = (model: string, ago: number, shown: boolean) => ({
        ...{
          paper_id: paper,
          model,
          abstract_hash: '\\x00',
          summary: 'Words.',
          shown,
          written_at: daysAgo(ago),
        },
      });
      const act = (who: string, ago: number) => ({ at: daysAgo(ago), who, action: 'pause', detail: {} });
      await insertRows(stage, 'bounces', [bounce('old', 181), bounce('young', 180)]);
      await insertRows(stage, 'letters', [letter('01', 91), letter('02', 90), letter('03', undefined)]);
      await insertRows(stage, 'pages', [
        ...[page('a', 91), page('b', 90), page('c', 91, 91), page('d', 91, 89)],
        page('doubted', 95, 95),
      ]);
      await scans([scan(daysAgo(95), 'quarantined')]);
      await insertRows(stage, 'written_summaries', [
        summary('a', 181, false),
        summary('b', 180, false),
        summary('c', 900, true),
      ]);
      await insertRows(stage, 'audit', [act('ada', 731), act('ben', 730)], ['id']);
      await pruneAll(stage);
      const left = async (table: string, column: string) =>
        (
          await stage.database.query<{ name: string }>(
            `SELECT ${column}::text AS name FROM ${table} ORDER BY 1`,
          )
        ).map(({ name }) => name);
      expect(await left('bounces', 'mail')).toEqual(['young']);
      expect(await left('letters', 'right(id::text, 2)')).toEqual(['02', '03']);
      expect(await left('pages', 'url')).toEqual(['b', 'd', 'doubted']);
      expect(await left('written_summaries', 'model')).toEqual(['b', 'c']);
      expect(await left('audit', 'who')).toEqual(['ben']);
    });

    it('keeps the body of a page that was doubted until somebody has decided on it', async () => {
      const kept = {
        url: 'x',
        source_id: 'hf-daily',
        read_at: daysAgo(10),
        kept_body: '\\x00',
        kept_at: daysAgo(95),
        kept_reason: 'odd',
      };
      await insertRows(stage, 'pages', [kept]);
      await scans([scan(daysAgo(95), 'quarantined')]);
      await pruneAll(stage, daysAgo(1));
      expect(await stage.store.keptPages('hf-daily')).toHaveLength(1);
      await scans([scan(daysAgo(1), 'skipped')]);
      await pruneAll(stage);
      expect(await stage.store.keptPages('hf-daily')).toEqual([]);
    });

    it("thins people's figures to the last of each week, once they are a year old", async () => {
      const monday = new Date('2025-06-02T06:00:00Z');
      const key = { source_id: 'scholarfeed', source_key: '1' };
      await insertRows(stage, 'authors', [{ id: paperId, name: 'Ada' }], ['number']);
      await insertRows(stage, 'profiles', [{ ...key, author_id: paperId, name: 'Ada' }]);
      const samples = Array.from({ length: 500 }, (_, day) => ({
        ...{ ...key, citations: day, sampled_at: new Date(monday.getTime() + day * 86_400_000) },
      }));
      await insertRows(stage, 'profile_samples', samples);
      const now = new Date('2026-08-20T12:00:00Z');
      await pruneAll(stage, now);
      const rows = await stage.database.query<{ citations: number }>(
        'SELECT citations FROM profile_samples ORDER BY sampled_at',
      );
      const left = rows.map(({ citations }) => citations);
      // The year ends on 2025-08-20, a Wednesday: its week, from day 77 on, is as it was.
      expect(left.slice(0, 12)).toEqual([6, 13, 20, 27, 34, 41, 48, 55, 62, 69, 76, 77]);
      expect(left.slice(11)).toEqual(Array.from({ length: 423 }, (_, at) => 77 + at));
    });

    it('keeps for good what is set to 0 days', async () => {
      await scans([scan(daysAgo(500), 'failed'), scan(daysAgo(1), 'ok', [])]);
      await insertRows(
        stage,
        'audit',
        [{ at: daysAgo(5000), who: 'ada', action: 'pause', detail: {} }],
        ['id'],
      );
      const forGood = { ...DAYS, scans: 0, audit: 0 };
      expect(await pruneSteps(stage, NOW, 1000, forGood)).toEqual([]);
      expect(await countRows(stage, 'audit')).toBe(1);
      expect(await countRows(stage, 'scans')).toBe(2);
    });

    it('takes no more rows at a time than it is told, and looks once a day', async () => {
      const acts = Array.from({ length: 25 }, (_, at) => ({
        at: daysAgo(800 + at),
        who: 'ada',
        action: 'pause',
        detail: {},
      }));
      await insertRows(stage, 'audit', acts, ['id']);
      const rows = (await pruneSteps(stage, NOW, 10)).map((step) => step.rows);
      expect(rows).toEqual([10, 10, 5]);
      await insertRows(stage, 'audit', acts.slice(0, 1), ['id']);
      expect(await pruneSteps(stage, NOW, 10)).toEqual([]);
      const tomorrow = new Date(NOW.getTime() + 86_400_000);
      expect(await pruneSteps(stage, tomorrow, 10)).toEqual([{ kind: 'audit', rows: 1 }]);
    });

    describeRandomHistories(() => stage);
  });
}
