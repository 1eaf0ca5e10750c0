// Keeps what a database of this version holds as a fixture, for the test that later versions can still migrate it.
//
//   node --import tsx scripts/keep-database.ts DATA_DIR
//
// Run it with the data folder of a demo (`npm run demo -- --once`), once a release: the rows go to
// test/fixtures/databases/<last migration>.json.gz, table by table.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createDatabase } from '../src/store/database.js';
import { openPGlitePool } from '../src/store/pglite.js';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('expected the data folder of a demo');

const database = createDatabase(await openPGlitePool({ dataDir: join(dataDir, 'db') }));
const tables = await database.query<{ name: string }>(
  `SELECT table_name AS name FROM information_schema.tables
   WHERE table_schema = 'broadsheet' AND table_type = 'BASE TABLE' ORDER BY 1`,
);
const kept: Record<string, unknown[]> = {};
for (const { name } of tables) {
  const rows = await database.query<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM broadsheet.${name} t`);
  kept[name] = rows.map(({ row }) => row);
}
await database.close();

const last =
  (kept.migration as { name: string }[])
    .map(({ name }) => name)
    .sort()
    .at(-1) ?? '';
const file = join(
  fileURLToPath(new URL('../test/fixtures/databases', import.meta.url)),
  `${last.slice(0, 4)}.json.gz`,
);
await writeFile(file, gzipSync(JSON.stringify(kept), { level: 9 }));
process.stdout.write(`${file}\n`);
