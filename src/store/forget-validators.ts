import type { ProfileKey } from '../model/author.js';
import type { Sql } from './database.js';

/** Makes the next reading of the sources' pages read them in full, changed or not. */
export async function forgetValidators(tx: Sql, profiles: readonly ProfileKey[]): Promise<void> {
  await tx.query(
    `UPDATE pages SET etag = NULL, last_modified = NULL
     WHERE source_id = ANY($1::text[]) AND (etag IS NOT NULL OR last_modified IS NOT NULL)`,
    [[...new Set(profiles.map(({ sourceId }) => sourceId))]],
  );
}
