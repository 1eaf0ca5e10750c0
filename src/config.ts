import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import {
  Authors,
  Settings,
  SourceEntries,
  type SourceEntry,
  type TopicEntry,
  Topics,
} from './config/settings.js';
import { type Environment, readEnvironment } from './environment.js';
import { ConfigError } from './errors.js';
import type { LinkedProfiles } from './model/author.js';

export { type Settings, type SourceEntry, WEEKDAYS } from './config/settings.js';

const shippedDir = fileURLToPath(new URL('../config', import.meta.url));

/** Everything the program is told, checked once and frozen. Built by `loadConfig`; nothing else reads files or the environment. */
export interface Config extends Settings {
  sources: SourceEntry[];
  topics: TopicEntry[];
  /** People whose profiles on several sites are one author. */
  authors: LinkedProfiles[];
  environment: Environment;
}

/**
 * Reads `config/` (or `CONFIG_DIR`, whose files replace those of the same name; its default.yaml is laid over the
 * shipped one) and the environment. Raises `ConfigError` naming file, path, what was found and what was expected.
 */
export async function loadConfig(variables: NodeJS.ProcessEnv): Promise<Config> {
  const environment = readEnvironment(variables);
  const own = environment.CONFIG_DIR;
  if (own) await expectFolder(own);
  const [base, laidOver, sources, topics, authors] = await Promise.all([
    readYaml(join(shippedDir, 'default.yaml')),
    own ? readYaml(join(own, 'default.yaml')) : undefined,
    readChosen(own, 'sources.yaml', SourceEntries),
    readChosen(own, 'topics.yaml', Topics),
    readChosen(own, 'authors.yaml', Authors),
  ]);
  const file = laidOver === undefined ? 'default.yaml' : join(own ?? '', 'default.yaml');
  const settings = check(Settings, layOver(base, laidOver ?? {}), file);
  return deepFreeze({ ...settings, sources, topics, authors, environment });
}

/** A misspelt folder would otherwise pass for an empty one, and the defaults for the operator's settings. */
async function expectFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new ConfigError(`environment: CONFIG_DIR: ${folder} is not a folder`);
}

async function readChosen<T>(own: string | undefined, name: string, schema: z.ZodType<T>): Promise<T> {
  const ownFile = own ? join(own, name) : undefined;
  const found = ownFile ? await readYaml(ownFile) : undefined;
  if (found !== undefined && ownFile) return check(schema, found, ownFile);
  return check(schema, await readYaml(join(shippedDir, name)), name);
}

async function readYaml(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !file.startsWith(shippedDir)) return undefined;
    throw new ConfigError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  return parseYaml(text, file);
}

/** In characters: several times what anybody writes by hand. A longer file is a mistake that takes seconds to be found. */
const LONGEST_FILE = 256 * 1024;

function parseYaml(text: string, file: string): unknown {
  if (text.length > LONGEST_FILE)
    throw new ConfigError(`${file}: is longer than ${LONGEST_FILE} characters, which no configuration is`);
  const lines = new LineCounter();
  // Prettily told errors are made for each of them, and a damaged file has thousands.
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const [first] = document.errors;
  if (first) {
    const { line, col } = lines.linePos(first.pos[0]);
    throw new ConfigError(`${file}: ${first.message} at line ${line}, column ${col}`);
  }
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    throw new ConfigError(`${file}: ${(cause as Error).message}`, { cause });
  }
}

function layOver(base: unknown, over: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over))
    merged[key] = key in base ? layOver(base[key], value) : value;
  return merged;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks a value against a schema; the error names file, path, expected and found. */
function check<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw new ConfigError(`${file}: not valid`);
  throw new ConfigError(`${file}: ${describe(issue, value)}`);
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const path = issue.path.length > 0 ? issue.path.map(String).join('.') : '(top level)';
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return `unknown key ${keys}; expected only the keys shown in config/`;
  }
  const found = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], value);
  return `${path}: expected ${expectation(issue)}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  return issue.message;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
