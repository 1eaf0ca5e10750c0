import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { WEEKDAYS } from '../../src/config.js';
import { type DemoSite, openSampleSite } from '../../src/demo/site.js';

/** A day of the sample week, late enough for its list to be whole at `AT`. */
export const DAY = '2026-08-12';
const AT = new Date('2026-08-13T12:00:00Z');

/** A program's own folders and its whole environment, with a local site for the world. */
export interface Installation {
  site: DemoSite;
  dataDir: string;
  configDir: string;
  variables: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** `settings` are laid over the shipped ones; `baseUrl` is asked in place of the sample site. */
export async function makeInstallation(
  settings: Record<string, unknown> = {},
  baseUrl?: string,
): Promise<Installation> {
  const site = await openSampleSite({ clock: { now: () => AT } });
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
  const [dataDir, configDir] = [join(folder, 'data'), folder];
  await writeConfig(configDir, baseUrl ?? site.url, settings);
  await mkdir(dataDir, { mode: 0o700 });
  // Node's own `cp` takes ten times as long for a thousand small files.
  await promisify(execFile)('cp', ['-R', inject('databaseFolder'), join(dataDir, 'db')]);
  return {
    site,
    dataDir,
    configDir,
    variables: { DATA_DIR: dataDir, CONFIG_DIR: configDir, PORT: '0' },
    async close() {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the sample week holds counts as news today, and nothing is read or frozen by itself while a test runs. */
async function writeConfig(folder: string, baseUrl: string, settings: Record<string, unknown>) {
  const sources = [{ id: 'hf-daily', baseUrl, schedule: '0 0 29 2 *', scopes: [{ day: 'today' }] }];
  const own = {
    fetch: { allowHosts: [new URL(baseUrl).host] },
    editions: { lookback: 36_500, days: [weekdayIn(3)] },
    ...settings,
  };
  // What is JSON is YAML too.
  await writeFile(join(folder, 'sources.yaml'), JSON.stringify(sources));
  await writeFile(join(folder, 'default.yaml'), JSON.stringify(own));
}

function weekdayIn(days: number): string | undefined {
  return WEEKDAYS[(new Date().getUTCDay() + 6 + days) % 7];
}
