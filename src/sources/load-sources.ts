import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceEntry } from '../config.js';
import { ConfigError, UsageError } from '../errors.js';
import type { Scope } from '../model/scan.js';
import { type ReadProfile, readProfileAddress } from './read-profile-address.js';
import { isSchedule } from './schedule.js';
import { checkScope } from './scope.js';
import type { Source, SourceSettings } from './source.js';

/** A source and what the operator's configuration says about it. */
export interface ConfiguredSource extends Source {
  settings: SourceSettings;
  /** Cron line, in the time zone of `editions.timeZone`. */
  schedule: string;
  /** The scopes that are read each time; days may be relative (`today-1`). */
  reads: Scope[];
  /** Calls of the sites' quota that are not spent on visiting profiles. */
  reserve: number;
  /** Base addresses of every site it may ask: its own, and those its configured scopes name. No duplicates. */
  sites(): string[];
}

/** What an operator needs to look at a site by hand while its quota is short. */
const RESERVE = 10;

/** The configured sources. */
export interface Sources {
  /** Raises `UsageError`, naming the configured ones, when there is none of that id. */
  get(id: string): ConfiguredSource;
  /** In the order of the configuration. */
  all(): ConfiguredSource[];
  /** Whose page an address is, that a reader has given; or what is wrong with it, with the hosts that work. */
  readProfileAddress(text: string): ReadProfile;
}

/**
 * Loads each configured source from the file of its name in this folder. Raises `ConfigError` when there is none,
 * and when an entry's schedule or scopes do not fit the source.
 */
export async function loadSources(entries: readonly SourceEntry[]): Promise<Sources> {
  const sources = new Map<string, ConfiguredSource>();
  for (const entry of entries) {
    if (sources.has(entry.id)) throw new ConfigError(`sources.yaml: ${entry.id}: stands there twice`);
    sources.set(entry.id, configure(await loadSource(entry.id), entry));
  }
  const all = () => [...sources.values()];
  return {
    all,
    get: (id) => sources.get(id) ?? refuseUnknown(id, sources),
    readProfileAddress: (text) => readProfileAddress(text, all()),
  };
}

/** Every source there is a file for, configured or not. */
export async function listSources(): Promise<Source[]> {
  const names = await listFiles();
  const found = await Promise.all(names.map(importSource));
  return found.filter((source) => source !== undefined);
}

async function loadSource(id: string): Promise<Source> {
  const source = (await listFiles()).includes(id) ? await importSource(id) : undefined;
  if (source) return source;
  const known = (await listSources()).map((each) => each.id).join(', ');
  throw new ConfigError(`sources.yaml: there is no source "${id}"; known are: ${known}`);
}

function configure(source: Source, entry: SourceEntry): ConfiguredSource {
  if (!isSchedule(entry.schedule)) {
    throw new ConfigError(
      `sources.yaml: ${entry.id}.schedule: expected a cron line of five fields such as "20 6 * * *", found "${entry.schedule}"`,
    );
  }
  entry.scopes.forEach((scope, index) => {
    refuseUnreadable(source, scope, `${entry.id}.scopes.${index}`);
  });
  const settings = settle(source, entry.baseUrl);
  const named = entry.scopes.flatMap((scope) => source.sitesOf?.(scope) ?? []);
  const sites = [...new Set([settings.baseUrl, ...Object.values(settings.hosts), ...named])];
  const { schedule, scopes: reads, reserve = RESERVE } = entry;
  return { ...source, settings, schedule, reads, reserve, sites: () => sites };
}

/** An operator's address stands in for every site of the source. */
function settle({ homepage, hosts = {} }: Source, baseUrl?: string): SourceSettings {
  const settled = Object.entries(hosts).map(([name, site]) => [name, baseUrl ?? site]);
  return { baseUrl: baseUrl ?? homepage, hosts: Object.fromEntries(settled) };
}

function refuseUnreadable(source: Source, scope: Scope, path: string): void {
  try {
    checkScope(source, scope);
  } catch (cause) {
    throw new ConfigError(`sources.yaml: ${path}: ${(cause as Error).message}`, { cause });
  }
}

function refuseUnknown(id: string, sources: Map<string, unknown>): never {
  throw new UsageError(
    `there is no source "${id}" in sources.yaml; configured are: ${[...sources.keys()].join(', ')}`,
  );
}

/** `.ts` where the sources run as they were written, `.js` where they were built. */
const extension = extname(fileURLToPath(import.meta.url));

async function listFiles(): Promise<string[]> {
  const files = await readdir(fileURLToPath(new URL('.', import.meta.url)));
  const names = files
    .filter((file) => extname(file) === extension)
    .map((file) => file.slice(0, -extension.length));
  return names.filter((name) => /^[a-z][a-z0-9-]*$/.test(name)).sort();
}

/** The contracts and loaders that live here too export no source by default. */
async function importSource(name: string): Promise<Source | undefined> {
  const file: unknown = await import(new URL(name + extension, import.meta.url).href);
  const { default: source } = file as { default?: Source };
  return source?.id === name ? source : undefined;
}
