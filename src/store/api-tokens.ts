import { StoreError } from '../errors.js';
import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import type { ApiToken, ApiTokenStore } from './store.js';

const columns = `id, name, scope, created_by AS "createdBy", created_at AS "createdAt", last_used_at AS "lastUsedAt",
  withdrawn_by AS "withdrawnBy", withdrawn_at AS "withdrawnAt"`;

export function createApiTokenStore(database: Database): ApiTokenStore {
  return {
    async addApiToken({ id, name, scope, hash, createdBy, createdAt }) {
      const rows = await database.query(
        `INSERT INTO api_tokens (id, name, scope, hash, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT DO NOTHING RETURNING 1`,
        [id, name, scope, hash, createdBy, createdAt],
      );
      if (rows.length > 0) return;
      throw new StoreError(`tokens: the name ${name} is taken`, { code: 'exists', retry: 'never' });
    },

    async apiTokens() {
      const rows = await database.query<ApiToken>(
        `SELECT ${columns} FROM api_tokens ORDER BY withdrawn_at IS NOT NULL, created_at DESC, id`,
      );
      return rows.map((row) => dropNulls(row) as ApiToken);
    },

    async apiToken(id) {
      const [row] = await database.query<ApiToken & { hash: string }>(
        `SELECT ${columns}, hash FROM api_tokens WHERE id = $1`,
        [id],
      );
      return row && (dropNulls(row) as ApiToken & { hash: string });
    },

    async noteApiTokenUse(id, at) {
      await database.query(
        `UPDATE api_tokens SET last_used_at = $2
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')`,
        [id, at],
      );
    },

    async withdrawApiToken(id, by, at) {
      const [row] = await database.query<ApiToken>(
        `UPDATE api_tokens SET withdrawn_by = $2, withdrawn_at = $3 WHERE id = $1 AND withdrawn_at IS NULL
         RETURNING ${columns}`,
        [id, by, at],
      );
      return row && (dropNulls(row) as ApiToken);
    },
  };
}
