import { describe, expect, it } from 'vitest';
import { addReaders, publish } from './deliveries.contract.js';
import type { Stage } from './stage.js';

/** Readers, operators, and what the program remembers of itself. */
export function describePeople(stage: () => Stage): void {
  describe('a reader', () => {
    it('gets the daily digest at seven when nothing else is chosen', async () => {
      const added = await stage().store.addSubscriber({ email: 'ada@example.org', state: 'pending' });
      expect(added).toMatchObject({
        state: 'pending',
        cadence: 'daily',
        hour: 7,
        timeZone: 'UTC',
        topics: [],
        linkGeneration: 0,
      });
      expect(await stage().store.subscriber(added.id)).toEqual(added);
      expect(await stage().store.subscriberByEmail('ada@example.org')).toEqual(added);
      expect(await stage().store.subscribers()).toEqual([added]);
    });

    it('keeps every choice', async () => {
      const choices = {
        cadence: 'weekly',
        weekday: 5,
        hour: 23,
        timeZone: 'Asia/Kolkata',
        maxPapers: 7,
        quietDay: 'one-line',
        topics: ['robotics', 'graphs'],
        mutedTopics: ['nlp-llm'],
        keywords: ['in "quotes", with commas', 'π'],
        mutedKeywords: ['{braces}'],
        authors: [],
      } as const;
      const [added] = await addReaders(stage(), structuredClone(choices) as never);
      expect(added).toMatchObject(choices);
    });

    it('is added once an address', async () => {
      await addReaders(stage(), {});
      await expect(addReaders(stage(), {})).rejects.toMatchObject({ code: 'exists', retry: 'never' });
      expect(await stage().store.subscribers()).toHaveLength(1);
    });

    it('leaves at once, and only once', async () => {
      const [reader] = await addReaders(stage(), {});
      const leftAt = () => stage().database.query('SELECT left_at FROM subscribers');
      expect(await stage().store.leave(reader?.id ?? '')).toBe(true);
      const first = await leftAt();
      expect((await stage().store.subscriber(reader?.id ?? ''))?.state).toBe('left');
      expect(await stage().store.leave(reader?.id ?? '')).toBe(true);
      expect(await leftAt()).toEqual(first);
      expect(await stage().store.leave('nobody')).toBe(false);
    });

    it('is forgotten with every delivery, while the edition stays', async () => {
      await addReaders(stage(), {});
      const { edition } = await publish(stage());
      expect(await stage().store.removeSubscriber('reader0@example.org')).toBe(true);
      expect(await stage().store.deliveries(edition.id, 5)).toEqual([]);
      expect(await stage().store.edition(edition.id)).toEqual(edition);
      expect(await stage().store.removeSubscriber('reader0@example.org')).toBe(false);
      expect(await stage().store.subscriber('nobody')).toBeUndefined();
    });
  });

  describe('an operator', () => {
    const operator = { name: 'grace', role: 'operator', passwordHash: 'scrypt$…' } as const;

    it('is added once a name, listed by name, and removed', async () => {
      await stage().store.addOperator(operator);
      await stage().store.addOperator({ ...operator, name: 'alan', role: 'viewer' });
      await expect(stage().store.addOperator(operator)).rejects.toMatchObject({ code: 'exists' });
      expect((await stage().store.operators()).map(({ name }) => name)).toEqual(['alan', 'grace']);
      expect(await stage().store.operator('grace')).toMatchObject(operator);
      expect(await stage().store.removeOperator('grace')).toBe(true);
      expect(await stage().store.removeOperator('grace')).toBe(false);
      expect(await stage().store.operator('grace')).toBeUndefined();
    });

    it('leaves a trace of what was done', async () => {
      const entry = { who: 'grace', action: 'reingest', detail: { day: '2026-08-21', ids: [1, 2] } };
      await stage().store.recordAudit(entry);
      const rows = await stage().database.query('SELECT who, action, detail FROM audit');
      expect(rows).toEqual([entry]);
    });
  });

  describe('the installation', () => {
    it('takes the first key for its own, and refuses another', async () => {
      await stage().store.claimFingerprint('first');
      await stage().store.claimFingerprint('first');
      await expect(stage().store.claimFingerprint('second')).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining('SECRET_KEY'),
      });
    });

    it('knows how long ago it was last seen alive, by the clock of the database', async () => {
      expect(await stage().store.secondsSinceBeat('keep-watch')).toBeUndefined();
      await stage().store.beat('keep-watch');
      await stage().database.query(`UPDATE heartbeats SET beat_at = beat_at - interval '1 hour'`);
      expect(await stage().store.secondsSinceBeat('keep-watch')).toBeGreaterThanOrEqual(3600);
      await stage().store.beat('keep-watch');
      expect(await stage().store.secondsSinceBeat('keep-watch')).toBeLessThan(3600);
    });

    it('answers when the database does', async () => {
      await expect(stage().store.ping()).resolves.toBeUndefined();
    });
  });
}
