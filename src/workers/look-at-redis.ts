import { Redis } from 'ioredis';

/** What a Redis server is like to whoever keeps jobs in it. What it does not tell is absent. */
export interface RedisFacts {
  version: string;
  /** `maxmemory-policy`. */
  policy?: string;
  /** Writes each change to its append-only file. */
  keepsLog: boolean;
  /** When it saves a snapshot by itself, as it is configured (`3600 1 300 100`); empty: never. */
  snapshots?: string;
  /** Whether the last writing to disk went well. */
  savedWell: boolean;
  usedBytes: number;
  /** 0: as much as the machine has. */
  maxBytes: number;
}

/** Connects, looks and leaves. Raises Redis's own error, which never holds the password. */
export async function lookAtRedis(url: string, timeoutMs: number): Promise<RedisFacts> {
  const connection = new Redis(url, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // ioredis tells whoever waits only that the connection is closed; why is told here.
  let reason: Error | undefined;
  connection.on('error', (error) => {
    reason = error;
  });
  try {
    await connection.connect();
    return await gatherFacts(connection);
  } catch (error) {
    throw reason ?? error;
  } finally {
    connection.disconnect();
  }
}

async function gatherFacts(connection: Redis): Promise<RedisFacts> {
  const info = readInfo(await connection.info());
  // Managed servers let nobody ask; then nothing is known of snapshots.
  const [, snapshots] = await connection.config('GET', 'save').then(
    (answer) => answer as string[],
    () => [],
  );
  const policy = info.get('maxmemory_policy');
  return {
    version: info.get('redis_version') ?? '0',
    ...(policy !== undefined && { policy }),
    keepsLog: info.get('aof_enabled') === '1',
    ...(snapshots !== undefined && { snapshots }),
    savedWell: [info.get('rdb_last_bgsave_status'), info.get('aof_last_write_status')].every(
      (status) => status === undefined || status === 'ok',
    ),
    usedBytes: Number(info.get('used_memory') ?? 0),
    maxBytes: Number(info.get('maxmemory') ?? 0),
  };
}

/** `name:value`, a line each. */
function readInfo(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
