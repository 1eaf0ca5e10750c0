import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.js';

/** What the store and the queue rely on, whichever database it is. */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(`database: ${name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await open();
      await database.script('CREATE TABLE broadsheet.counter (id int PRIMARY KEY, n int NOT NULL)');
    });
    afterAll(() => database.close());

    const reset = () =>
      database.script(
        'DELETE FROM counter; INSERT INTO counter VALUES (1, 0); INSERT INTO counter VALUES (2, 0)',
      );
    const read = async (id: number) =>
      (await database.query<{ n: number }>('SELECT n FROM counter WHERE id = $1', [id]))[0]?.n;

    it('keeps concurrent read-modify-write exact', async () => {
      await reset();
      const addOne = () =>
        database.transaction(async (tx) => {
          const [row] = await tx.query<{ n: number }>('SELECT n FROM counter WHERE id = 1 FOR UPDATE');
          await tx.query('UPDATE counter SET n = $1 WHERE id = 1', [(row?.n ?? 0) + 1]);
        });
      const bystander = () => database.query('UPDATE counter SET n = n + 1 WHERE id = 2');
      await Promise.all(Array.from({ length: 60 }, () => [addOne(), bystander()]).flat());
      expect([await read(1), await read(2)]).toEqual([60, 60]);
    });

    it('rolls back what a failing transaction wrote, and tells its error', async () => {
      await reset();
      const failing = database.transaction(async (tx) => {
        await tx.query('UPDATE counter SET n = 5 WHERE id = 1');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await read(1)).toBe(0);
    });

    it('rolls back and frees the session when a client is released inside a transaction', async () => {
      await reset();
      const client = await database.pool.connect();
      await client.query('BEGIN');
      await client.query('UPDATE counter SET n = 9 WHERE id = 1');
      client.release();
      await database.query('UPDATE counter SET n = n + 1 WHERE id = 1');
      expect(await read(1)).toBe(1);
    });

    it('goes on after a statement that failed outside a transaction', async () => {
      await expect(database.query('SELECT 1 / 0')).rejects.toMatchObject({ code: 'store' });
      await expect(database.query('SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
    });

    it('keeps a transaction that failed to itself until it is rolled back', async () => {
      const client = await database.pool.connect();
      await client.query('BEGIN');
      await expect(client.query('SELECT 1 / 0')).rejects.toThrow();
      await expect(client.query('SELECT 1')).rejects.toThrow(/aborted/);
      await client.query('ROLLBACK');
      await expect(client.query('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
      client.release();
    });

    it('delivers notifications, also those sent by others', async () => {
      const client = await database.pool.connect();
      const heard = new Promise<unknown>((resolve) => client.on('notification', resolve));
      await client.query('LISTEN news');
      await database.query(`SELECT pg_notify('news', 'fresh')`);
      expect(await heard).toMatchObject({ channel: 'news', payload: 'fresh' });
      await client.query('UNLISTEN news');
      client.release();
    });

    it('reads bigint as number, date as text, timestamp as Date, jsonb as value, arrays as arrays', async () => {
      const [row] = await database.query(
        `SELECT 5::bigint AS big, '2026-08-21'::date AS day, '2026-08-21T04:00:00Z'::timestamptz AS moment,
           '{"a": [1]}'::jsonb AS value, $1::text[] AS words`,
        [['x', 'y "z"']],
      );
      expect(row).toEqual({
        big: 5,
        day: '2026-08-21',
        moment: new Date('2026-08-21T04:00:00Z'),
        value: { a: [1] },
        words: ['x', 'y "z"'],
      });
    });

    it('raises a unique violation as an error of its own', async () => {
      await reset();
      await expect(database.query('INSERT INTO counter VALUES (1, 1)')).rejects.toMatchObject({
        code: 'unique',
      });
    });

    it('finds our tables before those of the queue', async () => {
      const [row] = await database.query<{ path: string }>('SELECT current_setting($1) AS path', [
        'search_path',
      ]);
      expect(row?.path.replaceAll(' ', '')).toBe('broadsheet,bullmq');
    });
  });
}
