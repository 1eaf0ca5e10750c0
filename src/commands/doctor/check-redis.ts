import { lookAtRedis, type RedisFacts } from '../../workers/look-at-redis.js';
import { fail, gather, ok, type Verdict, warn } from './verdict.js';
import { sayBytes } from './word-figures.js';

const CONNECT_MS = 8_000;

/** Whether jobs are safe in Redis. The address may hold a password; it is not told. */
export async function checkRedis(url: string): Promise<Verdict> {
  let facts: RedisFacts;
  try {
    facts = await lookAtRedis(url, CONNECT_MS);
  } catch (error) {
    const { hostname, port, password } = new URL(url);
    const reason = error instanceof Error ? error.message : String(error);
    const shown = password === '' ? reason : reason.replaceAll(decodeURIComponent(password), '(hidden)');
    return fail(`${hostname}:${port || 6379} cannot be used: ${shown}`, 'start Redis, or correct REDIS_URL');
  }
  return judgeRedis(facts);
}

/** For tests as well: no server of theirs is too old, or nearly full. */
export function judgeRedis(facts: RedisFacts): Verdict {
  return gather([judgeVersion(facts), judgePolicy(facts), judgePersistence(facts), judgeMemory(facts)]);
}

function judgeVersion({ version }: RedisFacts): Verdict {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 6 || (major === 6 && minor >= 2)) return ok(version);
  return fail(version, 'use Redis 6.2 or newer, or Valkey');
}

function judgePolicy({ policy }: RedisFacts): Verdict {
  if (policy === undefined)
    return warn('maxmemory-policy unknown', 'see that maxmemory-policy is noeviction');
  if (policy === 'noeviction') return ok('noeviction');
  return fail(
    `maxmemory-policy ${policy} drops jobs when memory is short`,
    'set `maxmemory-policy noeviction` in redis.conf',
  );
}

/** Jobs that are lost come back by the schedules and by `keep-watch`; what was asked by hand does not. */
function judgePersistence({ keepsLog, snapshots, savedWell }: RedisFacts): Verdict {
  if (!savedWell) return fail('it could not write to its disk', 'make room on its disk, and read its log');
  if (keepsLog) return ok('append-only file');
  const mend = 'set `appendonly yes` in redis.conf, so that a restart loses no job';
  if (snapshots === undefined) return warn('whether it keeps snapshots is unknown', mend);
  return snapshots === '' ? warn('nothing is kept on disk', mend) : ok('snapshots');
}

function judgeMemory({ usedBytes, maxBytes }: RedisFacts): Verdict {
  if (maxBytes === 0) return ok(`${sayBytes(usedBytes)} used, no limit`);
  const found = `${sayBytes(usedBytes)} of ${sayBytes(maxBytes)} used`;
  const mend = 'raise maxmemory, or see what else is kept there';
  if (usedBytes > maxBytes * 0.95) return fail(found, mend);
  return usedBytes > maxBytes * 0.8 ? warn(found, mend) : ok(found);
}
