import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { addReaders, lease, NOW, publish } from './deliveries.contract.js';
import { emptyTables, readPage, SOURCE, type Stage, sighting } from './stage.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** What an operator sees of sources, readers, mails and acts, whichever database the store is over. */
export function describeOversight(name: string, open: () => Promise<Database>): void {
  describe(`oversight: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    beforeEach(() => emptyTables(stage.database));
    afterAll(() => stage.database.close());

    describe('a source', () => {
      const idle = (day: string, at: string, over: object = {}) =>
        stage.store.saveIdleScan({
          sourceId: SOURCE,
          scope: { day },
          ...{
            startedAt: new Date(at),
            finishedAt: new Date(at),
            askedBy: 'test',
            outcome: 'failed' as const,
          },
          ...over,
        });

      it('lists its scans a page at a time, newest first, and nobody else’s', async () => {
        for (const day of ['2026-08-18', '2026-08-19', '2026-08-20']) await idle(day, `${day}T12:00:00Z`);
        await idle('2026-08-20', '2026-08-20T13:00:00Z', { sourceId: 'arxiv' });
        const first = await stage.store.scansOf(SOURCE, { limit: 2 });
        expect(first.map(({ scope }) => scope.day)).toEqual(['2026-08-20', '2026-08-19']);
        const before = first[1]?.id ?? '';
        const second = await stage.store.scansOf(SOURCE, { limit: 2, before });
        expect(second.map(({ scope }) => scope.day)).toEqual(['2026-08-18']);
        expect(await stage.store.scansOf(SOURCE, { limit: 2, before: 'no id' })).toEqual([]);
        expect(await stage.store.scan(before)).toEqual(first[1]);
        expect(await stage.store.scan('1 OR true')).toBeUndefined();
      });

      it('tells what a scan changed: what is new, what was revised, what is gone', async () => {
        await readPage(
          stage,
          [1, 2, 3].map((number) => sighting(number)),
          { at: '2026-08-20T10:00:00Z' },
        );
        const second = await readPage(
          stage,
          [sighting(1), sighting(2, { title: 'Another title' }), sighting(4)],
          { at: '2026-08-20T12:00:00Z' },
        );
        const all = await stage.store.changesOf(second.id, { limit: 10, offset: 0 });
        expect(all.map(({ kind, title }) => [kind, title])).toEqual([
          ['new', 'Paper number 4'],
          ['revised', 'Another title'],
          ['gone', 'Paper number 3'],
        ]);
        expect(all[1]?.fields).toEqual(['title']);
        expect(await stage.store.changesOf(second.id, { limit: 1, offset: 1 })).toEqual([all[1]]);
        expect(await stage.store.changesOf('none', { limit: 1, offset: 0 })).toEqual([]);
      });

      it('counts by day what its scans brought', async () => {
        await readPage(stage, [sighting(1), sighting(2)], { at: '2026-08-20T10:00:00Z' });
        await readPage(
          stage,
          [1, 2, 3].map((number) => sighting(number)),
          { at: '2026-08-20T12:00:00Z' },
        );
        await idle('2026-08-20', '2026-08-21T10:00:00Z');
        expect(await stage.store.scanDays(SOURCE, new Date('2026-08-01'))).toEqual([
          { day: '2026-08-20', good: 2, bad: 0, papers: 3, fresh: 3 },
          { day: '2026-08-21', good: 0, bad: 1, papers: 0, fresh: 0 },
        ]);
        expect(await stage.store.scanDays(SOURCE, new Date('2026-09-01'))).toEqual([]);
      });

      it('hands out the page that was not believed as it came, and forgets it when its list is read well', async () => {
        const url = 'https://example.org/2026-08-20';
        const keptPage = { url, body: '<p>“Just a moment”</p>' };
        await idle('2026-08-20', '2026-08-20T12:00:00Z', { outcome: 'quarantined', reason: 'odd', keptPage });
        const [kept] = await stage.store.keptPages(SOURCE);
        expect(kept).toMatchObject({ url, reason: 'odd', keptAt: new Date('2026-08-20T12:00:00Z') });
        expect(await stage.store.keptPage(SOURCE, kept?.id ?? '')).toBe(keptPage.body);
        expect(await stage.store.keptPage('arxiv', kept?.id ?? '')).toBeUndefined();
        await readPage(stage, [sighting(1)], { at: '2026-08-20T13:00:00Z' });
        expect(await stage.store.keptPages(SOURCE)).toEqual([]);
      });

      it('is paused once, by name and moment, and resumed once', async () => {
        const pause = { sourceId: SOURCE, by: 'ada', at: NOW };
        expect(await stage.store.pauseSource(pause)).toBe(true);
        expect(await stage.store.pauseSource({ ...pause, by: 'charles' })).toBe(false);
        expect(await stage.store.pausedSources()).toEqual([pause]);
        expect(await stage.store.isSourcePaused(SOURCE)).toBe(true);
        expect(await stage.store.isSourcePaused('arxiv')).toBe(false);
        await idle('2026-08-20', '2026-08-20T12:00:00Z');
        expect(await stage.store.resumeSource(SOURCE)).toBe(true);
        expect(await stage.store.resumeSource(SOURCE)).toBe(false);
        expect(await stage.store.pausedSources()).toEqual([]);
        expect(await stage.store.sourceHealth()).toMatchObject([{ sourceId: SOURCE, outcome: 'failed' }]);
      });
    });

    describe('readers', () => {
      const find = (search: object = {}) => stage.store.findReaders({ limit: 10, offset: 0, ...search });

      it('are found by any part of their address, taken as it is written', async () => {
        await addReaders(
          stage,
          { email: 'ada_b@example.org' },
          { email: 'adaxb@example.org' },
          { email: 'charles@example.net', state: 'pending' },
        );
        const names = async (search: object) => (await find(search)).readers.map(({ email }) => email);
        expect(await names({ address: ' ADA_' })).toEqual(['ada_b@example.org']);
        expect(await names({ address: 'example' })).toHaveLength(3);
        expect(await names({ address: '%' })).toEqual([]);
        expect(await names({ state: 'pending' })).toEqual(['charles@example.net']);
        expect(await find({ limit: 1, offset: 1 })).toMatchObject({
          total: 3,
          readers: [{ email: 'adaxb@example.org' }],
        });
      });

      it('say so when they are suppressed, and when a digest was last sent', async () => {
        const [ada] = await addReaders(stage, {}, {});
        const { edition } = await publish(stage);
        await lease(stage, edition.id);
        const id = ada?.id ?? '';
        await stage.store.markSending(edition.id, 'one', [{ subscriberId: id, paperIds: [] }]);
        const sent = { outcome: 'sent' as const, response: '250 ok' };
        await stage.store.recordReceipts(edition.id, [{ subscriberId: id, receipt: sent }], NOW);
        await stage.store.suppress('reader0@example.org', 'operator');
        const { readers } = await find({ state: 'suppressed' });
        expect(readers).toMatchObject([{ id, suppressed: 'operator', lastSentAt: NOW }]);
        expect(await stage.store.readerDesk(id)).toMatchObject({
          reader: { id },
          suppressed: { reason: 'operator' },
          deliveries: [{ state: 'sent', mayResend: false, date: '2026-08-21', number: 1 }],
          letters: [],
          bounces: [],
        });
        expect(await stage.store.readerDesk('none')).toBeUndefined();
      });

      it('get a mail again on an operator’s word, for which what it held still counts as had', async () => {
        const [ada] = await addReaders(stage, {});
        const id = ada?.id ?? '';
        const { edition } = await publish(stage);
        const paperIds = edition.papers.map(({ paperId }) => paperId);
        expect(await stage.store.resendTo(edition.id, id, NOW)).toBe(false);
        await lease(stage, edition.id);
        await stage.store.markSending(edition.id, 'one', [{ subscriberId: id, paperIds }]);
        const sent = { outcome: 'sent' as const, response: '250 ok' };
        await stage.store.recordReceipts(edition.id, [{ subscriberId: id, receipt: sent }], NOW);
        expect(await stage.store.readerDesk(id)).toMatchObject({
          deliveries: [{ mayResend: true, papers: 1 }],
        });
        expect(await stage.store.resendTo(edition.id, id, NOW)).toBe(true);
        expect(await stage.store.resendTo(edition.id, id, NOW)).toBe(false);
        expect(await stage.store.papersMailed(edition.id, id)).toEqual(paperIds);
        expect(await lease(stage, edition.id)).toHaveLength(1);
        await stage.store.markSending(edition.id, 'one', [{ subscriberId: id, paperIds }]);
        const refused = { outcome: 'refused' as const, reason: '550 no' };
        await stage.store.recordReceipts(edition.id, [{ subscriberId: id, receipt: refused }], NOW);
        expect(await stage.store.papersMailed(edition.id, id)).toEqual(paperIds);
      });

      it('get nothing again who have left, who are suppressed, or whose edition was stopped', async () => {
        const readers = await addReaders(stage, {}, {}, {});
        const { edition } = await publish(stage);
        await stage.database.query(`UPDATE deliveries SET state = 'sent', finished_at = $1`, [NOW]);
        await stage.store.leave(readers[0]?.id ?? '');
        await stage.store.suppress('reader1@example.org', 'bounced');
        const again = () => Promise.all(readers.map(({ id }) => stage.store.resendTo(edition.id, id, NOW)));
        expect(await stage.store.resendTo('none', readers[2]?.id ?? '', NOW)).toBe(false);
        expect(await stage.store.resendTo(edition.id, NOBODY, NOW)).toBe(false);
        expect(await again()).toEqual([false, false, true]);
        await stage.database.query(`UPDATE deliveries SET state = 'sent'`);
        await stage.store.stopEdition(edition.id);
        expect(await again()).toEqual([false, false, false]);
      });
    });

    it('counts the mails that ended since a moment, and those that are due', async () => {
      const readers = await addReaders(stage, {}, {}, {}, {});
      const { edition } = await publish(stage);
      const set = (state: string, at: string | null, who = 0) =>
        stage.database.query('UPDATE deliveries SET state = $1, finished_at = $2 WHERE subscriber_id = $3', [
          ...[state, at, readers[who]?.id],
        ]);
      await set('sent', '2026-08-21T07:10:00Z', 0);
      await set('sent', '2026-08-20T07:10:00Z', 1);
      await set('claimed', null, 2);
      const since = new Date('2026-08-21T00:00:00Z');
      const early = await stage.store.mailsDone(since, new Date('2026-08-21T06:00:00Z'));
      expect(early.digests).toMatchObject({ sent: 1, claimed: 1, planned: 0 });
      const { digests, letters } = await stage.store.mailsDone(since, NOW);
      expect(digests).toMatchObject({ sent: 1, claimed: 1, planned: 1, refused: 0 });
      expect(letters).toMatchObject({ sent: 0, planned: 0 });
      expect(await stage.store.editionSummaries({ limit: 5, offset: 0 })).toMatchObject([{ id: edition.id }]);
      expect(await stage.store.editionSummaries({ limit: 5, offset: 1 })).toEqual([]);
    });

    it('finds acts by who did them, what they were and whom they were about, newest first', async () => {
      for (const [who, action, reader] of [
        ['ada', 'login', 'x'],
        ['charles', 'resend', 'y'],
        ['ada', 'resend', 'x'],
      ])
        await stage.store.recordAudit({ who: who ?? '', action: action ?? '', detail: { reader } });
      const list = async (search: object) =>
        (await stage.store.auditEntries({ limit: 10, ...search })).map(
          ({ who, action }) => `${who} ${action}`,
        );
      expect(await list({})).toEqual(['ada resend', 'charles resend', 'ada login']);
      expect(await list({ who: 'ada' })).toEqual(['ada resend', 'ada login']);
      expect(await list({ action: 'resend', who: 'charles' })).toEqual(['charles resend']);
      expect(await list({ about: { name: 'reader', value: 'x' } })).toEqual(['ada resend', 'ada login']);
      const [newest] = await stage.store.auditEntries({ limit: 1 });
      expect(await list({ before: newest?.id })).toEqual(['charles resend', 'ada login']);
      expect(await list({ before: 'none' })).toEqual([]);
      expect(await stage.store.auditWords()).toEqual({
        who: ['ada', 'charles'],
        actions: ['login', 'resend'],
      });
    });
  });
}
