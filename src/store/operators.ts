import { StoreError } from '../errors.js';
import type { Database, Sql } from './database.js';
import { json } from './rows.js';
import type { Operator, OperatorStore } from './store.js';

const columns = 'name, role, password_hash AS "passwordHash", created_at AS "createdAt"';

export function createOperatorStore(database: Database): OperatorStore {
  return {
    async addOperator({ name, role, passwordHash }) {
      const rows = await database.query(
        `INSERT INTO operators (name, role, password_hash) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO NOTHING RETURNING 1`,
        [name, role, passwordHash],
      );
      if (rows.length > 0) return;
      throw new StoreError(`operators: the name ${name} is taken`, { code: 'exists', retry: 'never' });
    },

    operators: () => database.query<Operator>(`SELECT ${columns} FROM operators ORDER BY name`),

    async operator(name) {
      const [row] = await database.query<Operator>(`SELECT ${columns} FROM operators WHERE name = $1`, [
        name,
      ]);
      return row;
    },

    async removeOperator(name) {
      return (await database.query('DELETE FROM operators WHERE name = $1 RETURNING 1', [name])).length > 0;
    },

    recordAudit: (entry) => recordAudit(database, entry),
  };
}

/** Notes an act; in the transaction of what was done, where there is one. */
export async function recordAudit(
  sql: Sql,
  { who, action, detail }: Parameters<OperatorStore['recordAudit']>[0],
): Promise<void> {
  const values = [who, action, json(detail)];
  await sql.query('INSERT INTO audit (who, action, detail) VALUES ($1, $2, $3::jsonb)', values);
}
