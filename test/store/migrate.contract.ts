import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';
import { isMigrated, migrate } from '../../src/store/migrate.js';
import { createTestStore } from '../support/databases.js';
import { earlierDatabases, makeEarlier, missingRows } from './earlier-databases.js';

/** Bringing the schema up to date, on a database where that has been done. */
export function describeMigrate(name: string, open: () => Promise<Database>): void {
  describe(`migrate: ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database.close());

    it('does nothing the second time', async () => {
      expect(await isMigrated(database)).toBe(true);
      expect(await migrate(database)).toEqual([]);
    });

    it('refuses, in words, a database that a newer version has changed, and leaves it as it is', async () => {
      await database.query(`INSERT INTO migration (name) VALUES ('9999-from-the-future.sql')`);
      await expect(migrate(database)).rejects.toMatchObject({
        code: 'schema',
        retry: 'never',
        message: expect.stringMatching(/9999-from-the-future\.sql.*run a newer Broadsheet/),
      });
      await database.query(`DELETE FROM migration WHERE name LIKE '9999%'`);
      expect(await migrate(database)).toEqual([]);
    });

    it.each(earlierDatabases)(
      'brings a lived-in database of schema $schema up to date, with every row',
      async (earlier) => {
        await makeEarlier(database, earlier);
        const run = await migrate(database);
        expect(run.every((migration) => migration.slice(0, 4) > earlier.schema)).toBe(true);
        expect(await isMigrated(database)).toBe(true);
        for (const [table, rows] of Object.entries(earlier.tables))
          expect(await missingRows(database, table, rows), table).toEqual([]);

        const store = createTestStore(database);
        const { editions = [], papers = [], subscribers = [] } = earlier.tables;
        const summaries = await store.latestEditions(50);
        expect(summaries).toHaveLength(editions.length);
        for (const { id, paperCount } of summaries)
          expect((await store.edition(id))?.papers).toHaveLength(paperCount);
        expect(await store.countStored()).toMatchObject({
          papers: papers.length,
          subscribers: subscribers.length,
        });
      },
    );

    it('runs once, whole, when many start together on an empty database', async () => {
      await database.script('DROP SCHEMA broadsheet CASCADE');
      expect(await isMigrated(database)).toBe(false);
      const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(database)));
      expect(runs.filter((names) => names.length > 0)).toHaveLength(1);
      expect(await isMigrated(database)).toBe(true);
    });
  });
}
