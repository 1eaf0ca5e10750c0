import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/model/message.js';
import { addReaders, NOW, publish } from './deliveries.contract.js';
import type { Stage } from './stage.js';

/** What becomes of a delivery when the mail server has answered, or has not. */
export function describeReceipts(stage: () => Stage): void {
  const deferred: Receipt = { outcome: 'deferred', reason: '451 not now', code: 451 };

  /** An edition with one delivery that is on the wire. */
  const send = async () => {
    const [reader] = await addReaders(stage(), {});
    const { edition } = await publish(stage());
    const subscriberId = reader?.id ?? '';
    const paperIds = edition.papers.map(({ paperId }) => paperId);
    const mark = async (now: Date) => {
      await stage().store.leaseDeliveries({
        editionId: edition.id,
        owner: 'one',
        limit: 1,
        leaseSeconds: 60,
        now,
      });
      return stage().store.markSending(edition.id, 'one', [{ subscriberId, paperIds }]);
    };
    await mark(NOW);
    const record = (receipt: Receipt, now = NOW) =>
      stage().store.recordReceipts(edition.id, [{ subscriberId, receipt }], now);
    const row = async () => (await stage().store.deliveries(edition.id, 1))[0];
    return { mark, record, row };
  };

  describe('a receipt', () => {
    it.each([
      ['sent', { outcome: 'sent', response: '250 ok' }, { state: 'sent', papers: 1 }],
      [
        'refused',
        { outcome: 'refused', reason: '550 no' },
        { state: 'refused', papers: 0, reason: '550 no' },
      ],
      [
        'unknown',
        { outcome: 'unknown', reason: 'it broke' },
        { state: 'unknown', papers: 1, reason: 'it broke' },
      ],
    ] as const)('ends the delivery as %s', async (_name, receipt, expected) => {
      const { record, row } = await send();
      await record(receipt);
      expect(await row()).toMatchObject({ ...expected, finishedAt: NOW });
      await record({ outcome: 'sent', response: '250 again' });
      expect((await row())?.state).toBe(receipt.outcome === 'unknown' ? 'sent' : expected.state);
    });

    it('that says "not now" plans the mail again, later each time, and gives up after three days', async () => {
      const { mark, record, row } = await send();
      const waits: number[] = [];
      let now = NOW;
      while (waits.length < 40) {
        await record(deferred, now);
        const { state, dueAt, finishedAt } = (await row()) ?? { state: 'none', dueAt: now };
        if (state !== 'planned') {
          expect([state, finishedAt]).toEqual(['refused', now]);
          break;
        }
        waits.push((dueAt.getTime() - now.getTime()) / 60_000);
        // The line of the domain rests by the clock of the database, which nobody turns.
        await stage().database.query(`UPDATE mail_lines SET rests_until = 'epoch'`);
        expect(await mark(new Date(dueAt.getTime() - 1))).toEqual([]);
        now = dueAt;
        expect(await mark(now)).toHaveLength(1);
      }
      expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
      const days = (now.getTime() - NOW.getTime()) / 86_400_000;
      expect(days).toBeGreaterThan(3);
      expect(days).toBeLessThan(3.25);
    });

    it('still counts when it comes after the delivery was called unknown', async () => {
      const { record, row } = await send();
      await stage().database.query(`UPDATE deliveries SET lease_until = now() - interval '1 second'`);
      await stage().store.recoverDeliveries();
      expect((await row())?.state).toBe('unknown');
      await record({ outcome: 'sent', response: '250 ok' });
      expect(await row()).toMatchObject({ state: 'sent', papers: 1 });
      expect(await row()).not.toHaveProperty('reason');
    });

    it('of a mail that was not accepted forgets which papers it would have held', async () => {
      const { record, row } = await send();
      await record(deferred);
      expect(await row()).toMatchObject({ state: 'planned', papers: 0, reason: '451 not now' });
    });
  });
}
