import { ConfigError } from '../errors.js';
import type { Database } from './database.js';
import type { HealthStore } from './store.js';

export function createHealthStore(database: Database): HealthStore {
  return {
    async ping() {
      await database.query('SELECT 1');
    },

    async beat(name) {
      await database.query(
        `INSERT INTO heartbeats (name, beat_at) VALUES ($1, now())
         ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at`,
        [name],
      );
    },

    async secondsSinceBeat(name) {
      const [row] = await database.query<{ seconds: number }>(
        'SELECT extract(epoch FROM now() - beat_at)::float8 AS seconds FROM heartbeats WHERE name = $1',
        [name],
      );
      return row?.seconds;
    },

    async claimFingerprint(fingerprint) {
      await database.query('INSERT INTO installation (key_fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [
        fingerprint,
      ]);
      const [row] = await database.query<{ fingerprint: string }>(
        'SELECT key_fingerprint AS fingerprint FROM installation',
      );
      if (row?.fingerprint === fingerprint) return;
      throw new ConfigError(
        'SECRET_KEY is not the one this database was made with: links in mails already sent would break; start with the old key',
      );
    },
  };
}
