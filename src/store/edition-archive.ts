import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import type { ArchivedEdition, EditionArchiveStore } from './store.js';

export function createEditionArchive(database: Database): EditionArchiveStore {
  return {
    async archivedEditions({ cadence, limit, offset = 0 }) {
      const [row] = await database.query<ArchiveRow>(archiveSql, [cadence ?? null, limit, offset]);
      const editions = (row?.editions ?? []).map((edition) => dropNulls(edition) as ArchivedEdition);
      return { editions, total: row?.total ?? 0 };
    },

    async editionsAround(cadence, date) {
      const [row] = await database.query<{ previous: string | null; next: string | null }>(aroundSql, [
        cadence,
        date,
      ]);
      return row ? dropNulls(row) : {};
    },
  };
}

interface ArchiveRow {
  total: number;
  editions: ArchivedEdition[];
}

/** One row, so that the total and the part are of one moment. */
const archiveSql = `
  WITH part AS (
    SELECT e.id, e.cadence, e.date, e.number FROM editions e WHERE $1::text IS NULL OR e.cadence = $1
    ORDER BY e.date DESC, e.cadence LIMIT $2::int OFFSET $3::int)
  SELECT (SELECT count(*)::int FROM editions e WHERE $1::text IS NULL OR e.cadence = $1) AS total,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('cadence', part.cadence, 'date', part.date, 'number', part.number,
        'paperCount', (SELECT count(*) FROM edition_papers x WHERE x.edition_id = part.id),
        'lead', (SELECT x.shown->>'title' FROM edition_papers x WHERE x.edition_id = part.id ORDER BY x.rank LIMIT 1))
      ORDER BY part.date DESC, part.cadence), '[]') FROM part) AS editions`;

const aroundSql = `
  SELECT (SELECT max(e.date) FROM editions e WHERE e.cadence = $1 AND e.date < $2::date) AS previous,
    (SELECT min(e.date) FROM editions e WHERE e.cadence = $1 AND e.date > $2::date) AS next`;
