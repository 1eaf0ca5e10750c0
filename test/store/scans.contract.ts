import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { IdleScan } from '../../src/store/store.js';
import { prepareScan, readPage, SOURCE, type Stage, sighting, writtenRows } from './stage.js';

const at = '2026-08-20T12:00:00Z';
const later = '2026-08-20T14:00:00Z';
const page = [
  sighting(1, { abstract: 'Words.', keywords: ['a "b"', 'c,d'], comments: 2 }),
  sighting(2, { ids: {}, title: 'No Id' }),
];
const topicOf = (paperId: string) => [{ paperId, topicId: 'robotics', score: 0.75, evidence: ['robot arm'] }];

function idle(outcome: IdleScan['outcome'], over: Partial<IdleScan> = {}): IdleScan {
  const moment = new Date(later);
  const head = { sourceId: SOURCE, scope: { day: '2026-08-20' }, startedAt: moment, finishedAt: moment };
  return { ...head, askedBy: 'test', outcome, reason: `it is ${outcome}`, ...over };
}

/** Readings, saved whole or not at all. */
export function describeScans(stage: () => Stage): void {
  describe('a good scan', () => {
    it('is remembered with everything the page said', async () => {
      const scan = await readPage(stage(), page, { at, matches: topicOf });
      expect(scan).toMatchObject({ outcome: 'ok', counts: { papers: 2, fresh: 2, gone: 0 } });
      const known = await stage().store.knownPapers({
        identities: [{ ids: { arxiv: '2508.00001' } }],
        sourceId: SOURCE,
        scope: { day: '2026-08-20' },
      });
      expect(known.before).toHaveLength(2);
      expect(known.papers).toMatchObject([
        {
          paper: { title: 'Paper number 1', keywords: ['a "b"', 'c,d'], ids: { arxiv: '2508.00001' } },
          firstSeenAt: new Date(at),
          newsAt: new Date(at),
          listedOn: ['2026-08-20'],
          counts: { upvotes: 1, comments: 2 },
          statements: { [SOURCE]: { abstract: 'Words.' } },
        },
      ]);
    });

    it('writes no row but its scan and its page when the same page is read again', async () => {
      await readPage(stage(), page, { at, matches: topicOf });
      const before = await writtenRows(stage());
      const scan = await readPage(stage(), page, { at: later, matches: topicOf });
      expect(scan.counts).toMatchObject({ fresh: 0, revised: 0, recounted: 0, same: 2, gone: 0 });
      expect(await writtenRows(stage())).toEqual(before);
      const validators = await stage().store.validatorsOf(['https://example.org/2026-08-20']);
      expect([...validators.values()]).toEqual([{ etag: `"${later}"` }]);
    });

    it('writes one row of counts, and what ranks by them, when only votes moved', async () => {
      await readPage(stage(), page, { at });
      const before = await writtenRows(stage());
      await readPage(stage(), [{ ...sighting(1), ...page[0], upvotes: 40 }, ...page.slice(1)], { at: later });
      const added = (await writtenRows(stage())).filter((row) => !before.includes(row));
      expect(added).toHaveLength(2);
      expect(added[0]).toMatch(/^sightings .*,40,2,/);
      expect(added[1]).toMatch(/^trends /);
    });

    it('is saved whole or not at all', async () => {
      await readPage(stage(), page, { at });
      const all = [
        'scans',
        'pages',
        'papers',
        'paper_ids',
        'statements',
        'listings',
        'sightings',
        'changes',
        'matches',
      ];
      const before = await writtenRows(stage(), all);
      const scan = await prepareScan(stage(), [sighting(3), sighting(1, { title: 'Renamed' })], {
        at: later,
        matches: (paperId) => [...topicOf(paperId), ...topicOf(paperId)],
      });
      await expect(stage().store.saveScan(scan)).rejects.toMatchObject({ code: 'unique' });
      expect(await writtenRows(stage(), all)).toEqual(before);
    });

    it('loses against another that saves the same new paper, and then finds it known', async () => {
      const both = await Promise.all([
        prepareScan(stage(), [sighting(1)], { at }),
        prepareScan(stage(), [sighting(1), sighting(5)], { at: later }),
      ]);
      const ends = await Promise.allSettled(both.map((scan) => stage().store.saveScan(scan)));
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [lost] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
      expect(lost).toMatchObject({ code: 'unique', retry: 'later' });
      const again = await prepareScan(stage(), [sighting(1), sighting(5)], { at: later });
      expect(again.changes.papers[0]?.kind).toBe('same');
      await stage().store.saveScan(again);
      const [row] = await stage().database.query<{ count: number }>('SELECT count(*) FROM papers');
      expect(row?.count).toBe(2);
    });

    it('notes what has gone from the page, and keeps the paper', async () => {
      await readPage(stage(), page, { at });
      expect((await readPage(stage(), page.slice(0, 1), { at: later })).counts.gone).toBe(1);
      const rows = await stage().database.query('SELECT kind, news FROM changes WHERE kind = $1', ['gone']);
      expect(rows).toEqual([{ kind: 'gone', news: false }]);
      const kept = await stage().database.query('SELECT 1 FROM papers');
      expect(kept).toHaveLength(2);
    });

    it('replaces the topics of the papers that were classified anew, and of no others', async () => {
      await readPage(stage(), page, { at, matches: topicOf });
      const scan = await prepareScan(stage(), [sighting(1, { title: 'Renamed' })], { at: later });
      const paperId = scan.changes.papers[0]?.paper.id ?? '';
      const matches = [{ paperId, topicId: 'graphs', score: 0.5, evidence: ['graph'] }];
      await stage().store.saveScan({ ...scan, classified: [paperId], matches });
      const rows = await stage().database.query<{ topic: string }>(
        'SELECT topic_id AS topic FROM matches ORDER BY 1',
      );
      expect(rows.map(({ topic }) => topic)).toEqual(['graphs', 'robotics']);
    });
  });

  describe('a scan that was not good', () => {
    it.each(['failed', 'quarantined', 'blocked', 'skipped', 'unchanged'] as const)(
      'changes no paper when it is %s',
      async (outcome) => {
        await readPage(stage(), page, { at });
        const tables = ['papers', 'paper_ids', 'statements', 'listings', 'sightings', 'changes', 'matches'];
        const before = await writtenRows(stage(), tables);
        const scan = await stage().store.saveIdleScan(idle(outcome));
        expect(scan).toMatchObject({ outcome, reason: `it is ${outcome}`, counts: { papers: 0 } });
        expect(await writtenRows(stage(), tables)).toEqual(before);
        expect(await stage().store.latestScans(1)).toEqual([scan]);
      },
    );

    it('keeps the page that could not be believed, until one can be again', async () => {
      await readPage(stage(), page, { at });
      const body = '<html>ünread</html>'.repeat(50);
      const url = 'https://example.org/2026-08-20';
      await stage().store.saveIdleScan(idle('quarantined', { keptPage: { url, body } }));
      const kept = () =>
        stage().database.query<{ body: string | null; etag: string; why: string | null }>(
          `SELECT encode(kept_body, 'base64') AS body, etag, kept_reason AS why FROM pages`,
        );
      const [row] = await kept();
      expect(gunzipSync(Buffer.from(row?.body ?? '', 'base64')).toString()).toBe(body);
      expect(row).toMatchObject({ etag: `"${at}"`, why: 'it is quarantined' });
      await readPage(stage(), page, { at: later });
      expect(await kept()).toMatchObject([{ body: null, why: null }]);
    });
  });

  describe("a source's health", () => {
    const health = async () => (await stage().store.sourceHealth())[0];

    it('turns at the first bad scan, keeps its date, and turns back at a good one', async () => {
      await readPage(stage(), page, { at });
      expect(await health()).toMatchObject({ outcome: 'ok', lastGoodAt: new Date(at) });
      expect(await health()).not.toHaveProperty('failingSince');
      await stage().store.saveIdleScan(idle('failed'));
      const worse = { finishedAt: new Date('2026-08-20T16:00:00Z') };
      await stage().store.saveIdleScan(idle('blocked', worse));
      expect(await health()).toMatchObject({
        outcome: 'blocked',
        reason: 'it is blocked',
        failingSince: new Date(later),
        lastGoodAt: new Date(at),
        lastScanAt: worse.finishedAt,
      });
      await readPage(stage(), page, { at: '2026-08-20T18:00:00Z' });
      expect(await health()).not.toHaveProperty('failingSince');
      expect(await health()).not.toHaveProperty('reason');
    });

    it('turns back when the site says that nothing has changed, but not when nothing was asked', async () => {
      await stage().store.saveIdleScan(idle('failed'));
      await stage().store.saveIdleScan(idle('skipped'));
      expect(await health()).toMatchObject({ failingSince: new Date(later) });
      await stage().store.saveIdleScan(idle('unchanged'));
      expect(await health()).not.toHaveProperty('failingSince');
    });
  });
}
