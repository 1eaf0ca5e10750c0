import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { createTestStore } from '../support/databases.js';
import { readPage, type Stage, sighting } from './stage.js';

const NOW = new Date('2026-08-21T09:00:00Z');
const token = (id: string, over: { name?: string; createdAt?: Date } = {}) => ({
  ...{ id, name: id, scope: 'read' as const, hash: `hash of ${id}`, createdBy: 'ada', createdAt: NOW },
  ...over,
});

/** Tokens of programs, and what programs read in parts. */
export function describeApi(name: string, open: () => Promise<Database>): void {
  describe(`what programs ask of the store, on ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      const database = await open();
      stage = { database, store: createTestStore(database) };
    });
    afterAll(() => stage.database.close());

    it('keeps a name to one good token, and gives it free when that is withdrawn', async () => {
      const { store } = stage;
      await store.addApiToken(token('bs_one', { name: 'report' }));
      await expect(store.addApiToken(token('bs_two', { name: 'report' }))).rejects.toMatchObject({
        code: 'exists',
      });
      expect(await store.withdrawApiToken('bs_one', 'charles', NOW)).toMatchObject({ name: 'report' });
      expect(await store.withdrawApiToken('bs_one', 'ada', NOW)).toBeUndefined();
      expect(await store.withdrawApiToken('bs_none', 'ada', NOW)).toBeUndefined();
      await store.addApiToken(token('bs_two', { name: 'report', createdAt: new Date(NOW.getTime() + 1) }));
      await store.addApiToken(token('bs_three'));
      expect((await store.apiTokens()).map(({ id }) => id)).toEqual(['bs_two', 'bs_three', 'bs_one']);
      expect(await store.apiToken('bs_one')).toEqual({
        ...token('bs_one', { name: 'report' }),
        ...{ withdrawnBy: 'charles', withdrawnAt: NOW },
      });
      expect(JSON.stringify(await store.apiTokens())).not.toContain('hash of');
    });

    it('lists papers in parts that neither overlap nor leave one out, also of one moment', async () => {
      const page = (from: number) => [0, 1, 2].map((n) => sighting(from + n));
      await readPage(stage, page(1), { at: '2026-08-20T06:00:00Z' });
      await readPage(stage, page(4), { at: '2026-08-21T06:00:00Z', day: '2026-08-21' });
      const seen: string[] = [];
      for (let after: { firstSeenAt: string; id: string } | undefined; ; ) {
        const part = await stage.store.listPapers({}, { limit: 2, ...(after && { after }) }, NOW);
        const last = part.at(-1);
        if (!last || last.paper.id === after?.id) break;
        seen.push(...part.map(({ paper }) => paper.title));
        after = { firstSeenAt: last.newsAt.toISOString(), id: last.paper.id };
      }
      expect(seen).toHaveLength(6);
      expect(new Set(seen).size).toBe(6);
      expect(seen.slice(0, 3).sort()).toEqual([4, 5, 6].map((n) => `Paper number ${n}`));
      expect(await stage.store.findPaper(randomUUID(), NOW)).toBeUndefined();
      const text = `'; drop table papers; "( -- 😀 %`;
      expect(await stage.store.listPapers({ text }, { limit: 2 }, NOW)).toEqual([]);
    });

    it('lists people by name, each once', async () => {
      const names = ['Zoë', 'ada', 'Ada', 'Émilie'];
      for (const [key, name] of names.entries())
        await stage.store.followProfile({ sourceId: 'scholarfeed', key: String(key), name });
      const seen: string[] = [];
      for (let after: { name: string; id: string } | undefined; ; ) {
        const [author] = await stage.store.listAuthors(undefined, { limit: 1, ...(after && { after }) });
        if (!author || author.id === after?.id) break;
        seen.push(author.name);
        after = author;
      }
      expect([...seen].sort()).toEqual([...names].sort());
      expect(
        (await stage.store.listAuthors('ADA', { limit: 9 })).map(({ name: each }) => each).sort(),
      ).toEqual(['Ada', 'ada']);
    });
  });
}
