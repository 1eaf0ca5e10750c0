import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openServerDatabase } from '../support/databases.js';
import { page } from '../support/misbehaving-site.js';
import { leastGap, noteTimes, openOwnSite } from './polite-stage.js';

const file = fileURLToPath(new URL('./asking-process.ts', import.meta.url));

async function askInProcess(...args: string[]): Promise<number | null> {
  const child = fork(file, args, { execArgv: ['--import', 'tsx'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [status] = await once(child, 'exit');
  return status;
}

it('two processes on one database keep the gap between them', async () => {
  const database = await openServerDatabase();
  onTestFinished(() => database.close());
  const local = await openOwnSite();
  const { behaviour, times } = noteTimes(page('x'));
  local.on('/x', behaviour);
  const args = [database.url, local.url, '6', '300'];
  expect(await Promise.all([askInProcess(...args), askInProcess(...args)])).toEqual([0, 0]);
  expect(times).toHaveLength(12);
  expect(leastGap(times)).toBeGreaterThanOrEqual(300);
});
