import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';
import { liveDays } from './live.js';
import { openSoak } from './open-soak.js';
import type { SoakDay } from './tell.js';

/** On a machine that does much else besides; alone it takes a tenth of it. */
const TIMEOUT_MS = 180_000;

it(
  'keeps its promises on three days with twenty readers who come and go',
  async () => {
    const prepare = async (dataDir: string) => {
      await promisify(execFile)('cp', ['-R', inject('databaseFolder'), join(dataDir, 'db')]);
    };
    const soak = await openSoak({ days: 3, readers: 20, prepare });
    try {
      const life = liveDays(soak, 3, 20);
      const days: SoakDay[] = [];
      let step = await life.next();
      for (; !step.done; step = await life.next()) days.push(step.value);
      expect(step.value.broken).toEqual([]);
      expect(days).toHaveLength(3);
      expect(days.map(({ mails }) => mails > 0)).toEqual([false, true, false]);
      expect(days.some(({ failed }) => failed > 0)).toBe(true);
    } finally {
      await soak.close();
    }
  },
  TIMEOUT_MS,
);
