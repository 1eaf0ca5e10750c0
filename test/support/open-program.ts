import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type App, createApp } from '../../src/app.js';
import { createTurnedClock, type TurnedClock } from '../../src/commands/demo/turned-clock.js';
import { type Config, loadConfig } from '../../src/config.js';
import { type DemoSite, openSampleSite } from '../../src/demo/site.js';
import { jobNames } from '../../src/jobs/index.js';
import { ownPrefix, silent } from './stage.js';

/** The whole program against the sample site, with a clock that a test can turn. */
export interface Program {
  app: App;
  clock: TurnedClock;
  site: DemoSite;
  close(): Promise<void>;
}

/** Opens the program in a folder of its own; `variables` are its environment (services, for instance). */
export async function openProgram(now: Date, variables: NodeJS.ProcessEnv = {}): Promise<Program> {
  const dataDir = await mkdtemp(join(tmpdir(), 'broadsheet-test-'));
  const clock = createTurnedClock(now);
  const site = await openSampleSite({ clock });
  const config = await configFor(site, { DATA_DIR: dataDir, ADMIN_PASSWORD: 'correct horse', ...variables });
  const redisPrefix = ownPrefix();
  const app = await createApp(config, { logger: silent, clock, run: jobNames, redisPrefix });
  return {
    app,
    clock,
    site,
    async close() {
      await app.close();
      await site.close();
      if (config.environment.REDIS_URL) await forgetKeys(config.environment.REDIS_URL, redisPrefix);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the queue of one test leaves in Redis. */
async function forgetKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

async function configFor(site: DemoSite, variables: NodeJS.ProcessEnv): Promise<Config> {
  const config = await loadConfig(variables);
  return {
    ...config,
    sources: config.sources.map((source) => ({ ...source, baseUrl: site.url })),
    fetch: { ...config.fetch, allowHosts: [new URL(site.url).host] },
  };
}
