import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Database, Sql } from '../../src/store/database.js';

const fixtures = new URL('../fixtures/databases/', import.meta.url);
const migrations = new URL('../../src/store/migrations/', import.meta.url);

/** What a database of an earlier version held, table by table: see scripts/keep-database.ts. */
export interface EarlierDatabase {
  /** The number of its last migration. */
  schema: string;
  tables: Record<string, Record<string, unknown>[]>;
}

export const earlierDatabases: EarlierDatabase[] = readdirSync(fixtures)
  .filter((name) => name.endsWith('.json.gz'))
  .map((name) => ({
    schema: name.slice(0, 4),
    tables: JSON.parse(gunzipSync(readFileSync(new URL(name, fixtures))).toString()),
  }));

/** Makes the database what it was in that version: its own migrations, and its rows. */
export async function makeEarlier(database: Database, { schema, tables }: EarlierDatabase): Promise<void> {
  await database.script('DROP SCHEMA broadsheet CASCADE; CREATE SCHEMA broadsheet');
  await database.script(
    'CREATE TABLE broadsheet.migration (name text PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())',
  );
  for (const name of readdirSync(fileURLToPath(migrations)).sort())
    if (name.slice(0, 4) <= schema) await database.script(readFileSync(new URL(name, migrations), 'utf8'));
  await database.transaction(async (tx) => {
    // Rows that refer to each other come in any order.
    await tx.script('SET LOCAL session_replication_role = replica');
    for (const [table, rows] of Object.entries(tables)) await insertRows(tx, table, rows);
  });
}

async function insertRows(sql: Sql, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const [{ columns } = { columns: '' }] = await sql.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
     WHERE table_schema = 'broadsheet' AND table_name = $1 AND is_generated = 'NEVER'`,
    [table],
  );
  await sql.query(
    `INSERT INTO broadsheet.${table} (${columns}) OVERRIDING SYSTEM VALUE
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::broadsheet.${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** Rows of a table that are not there any more, or not as they were. */
export async function missingRows(
  database: Database,
  table: string,
  rows: Record<string, unknown>[],
): Promise<unknown[]> {
  return database.query(
    `SELECT kept FROM jsonb_array_elements($1::jsonb) kept
     WHERE NOT EXISTS (SELECT FROM broadsheet.${table} t WHERE to_jsonb(t) @> kept)`,
    [JSON.stringify(rows)],
  );
}
