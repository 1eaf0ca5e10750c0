import { statfs } from 'node:fs/promises';
import type { Fill, Measures } from '../jobs/measures.js';
import type { Database } from '../store/database.js';
import { readSchemaState } from '../store/schema-state.js';
import type { Queue } from '../workers/queue.js';

/** What this machine, its queue and its database tell of themselves. */
export function openMeasures(
  dataDir: string,
  database: Database,
  queue: Pick<Queue, 'measure' | 'memory'>,
): Measures {
  return {
    queues: () => queue.measure(),
    redis: () => queue.memory(),
    disk: () => measureDisk(dataDir),
    schema: () => readSchemaState(database),
  };
}

/** Absent where there is no such folder: with a server for database and mail nothing is written there. */
async function measureDisk(folder: string): Promise<Fill | undefined> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return { used: (blocks - bavail) * bsize, size: blocks * bsize };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
