import { readdir } from 'node:fs/promises';
import type { Database, Sql } from './database.js';
import type { Examination, ExaminationStore } from './store.js';

const folder = new URL('./migrations/', import.meta.url);

export function createExaminationStore(database: Database): ExaminationStore {
  return {
    examine: () => examine(database),

    async readClock() {
      const [row] = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now');
      if (!row) throw new Error('a database answered without a row');
      return row.now;
    },

    async readLocalTimes(zones, moments) {
      const rows = await database.query<{ name: string; times: string[] }>(localTimesSql, [zones, moments]);
      return new Map(rows.map(({ name, times }) => [name, times]));
    },
  };
}

const localTimesSql = `
  SELECT z.name, (SELECT array_agg(to_char(moment AT TIME ZONE z.name, 'YYYY-MM-DD HH24:MI') ORDER BY place)
    FROM unnest($2::timestamptz[]) WITH ORDINALITY AS m(moment, place)) AS times
  FROM pg_timezone_names z WHERE z.name = ANY($1::text[])`;

async function examine(sql: Sql): Promise<Examination> {
  const [known, run] = await Promise.all([listMigrations(), listRun(sql)]);
  const [server] = await sql.query<Pick<Examination, 'version' | 'versionNumber' | 'bytes'>>(serverSql);
  if (!server) throw new Error('a database answered without a row');
  return {
    ...server,
    pending: known.filter((name) => !run.includes(name)),
    unknown: run.filter((name) => !known.includes(name)),
    ...(await examineInstallation(sql)),
  };
}

const serverSql = `
  SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS "versionNumber",
    pg_database_size(current_database()) AS bytes`;

async function listMigrations(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
}

async function listRun(sql: Sql): Promise<string[]> {
  if (!(await hasTable(sql, 'migration'))) return [];
  const rows = await sql.query<{ name: string }>('SELECT name FROM broadsheet.migration ORDER BY name');
  return rows.map(({ name }) => name);
}

async function hasTable(sql: Sql, name: string): Promise<boolean> {
  const [row] = await sql.query<{ present: boolean }>('SELECT to_regclass($1) IS NOT NULL AS present', [
    `broadsheet.${name}`,
  ]);
  return row?.present === true;
}

/** The first migration made all of these tables. */
async function examineInstallation(
  sql: Sql,
): Promise<Pick<Examination, 'keyFingerprint' | 'secondsSinceWatch' | 'readerZones'>> {
  if (!(await hasTable(sql, 'installation'))) return { readerZones: [] };
  const [installation] = await sql.query<{ fingerprint: string }>(
    'SELECT key_fingerprint AS fingerprint FROM broadsheet.installation',
  );
  const [watch] = await sql.query<{ seconds: number }>(
    "SELECT extract(epoch FROM now() - beat_at)::float8 AS seconds FROM broadsheet.heartbeats WHERE name = 'keep-watch'",
  );
  const zones = await sql.query<{ zone: string }>(
    'SELECT DISTINCT time_zone AS zone FROM broadsheet.subscribers ORDER BY 1 LIMIT 500',
  );
  return {
    ...(installation && { keyFingerprint: installation.fingerprint }),
    ...(watch && { secondsSinceWatch: watch.seconds }),
    readerZones: zones.map(({ zone }) => zone),
  };
}
