import { expect, it } from 'vitest';
import { openEmbeddedDatabase } from '../support/databases.js';
import { describeDatabase } from './database.contract.js';

describeDatabase('PGlite', openEmbeddedDatabase);

it('runs the queries of one PGlite client in the order they were asked, though nobody waits between them', async () => {
  const database = await openEmbeddedDatabase();
  await database.script('CREATE TABLE counter (n int NOT NULL); INSERT INTO counter VALUES (0)');
  const client = await database.pool.connect();
  const statements = ['BEGIN', 'UPDATE counter SET n = 1', 'UPDATE counter SET n = n * 7', 'COMMIT'];
  await Promise.all(statements.map((sql) => client.query(sql)));
  client.release();
  expect(await database.query('SELECT n FROM counter')).toEqual([{ n: 7 }]);
  await database.close();
});
