import { readdir } from 'node:fs/promises';
import type { Database } from './database.js';

const folder = new URL('./migrations/', import.meta.url);

/** Migrations that the database lacks, and those of a newer program that has run meanwhile. */
export async function readSchemaState(database: Database): Promise<{ pending: string[]; unknown: string[] }> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const rows = await database.query<{ name: string }>('SELECT name FROM broadsheet.migration ORDER BY name');
  const run = new Set(rows.map(({ name }) => name));
  return {
    pending: files.filter((name) => !run.has(name)),
    unknown: [...run].filter((name) => !files.includes(name)),
  };
}
